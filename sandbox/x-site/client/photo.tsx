/** A picture in a tweet, which leads to the photo modal. */

import type { Person, Tweet } from '../model.ts';
import { Link, View } from './primitives.tsx';
import { useWords } from './store.ts';

export function TweetPhoto({ tweet, author }: { tweet: Tweet; author: Person }) {
  const words = useWords();
  if (tweet.photo === undefined) return null;
  return (
    <View s="photo-frame">
      <View>
        <View>
          <View>
            <View>
              <View>
                <Link s="block" href={`/${author.handle}/status/${tweet.id}/photo/1`}>
                  <View s="photo-box">
                    <View style={{ paddingBottom: '66.6667%' }} />
                    <View s="layer">
                      <View data-testid="tweetPhoto" aria-label={words.image} s="fill">
                        <View s="fill avatar-image" style={{ backgroundImage: `url("${tweet.photo}")` }} />
                        <img alt={words.image} draggable={true} src={tweet.photo} class="css-9pa8cd" />
                      </View>
                    </View>
                  </View>
                </Link>
              </View>
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}
