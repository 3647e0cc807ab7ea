/** A quoted tweet: `div[role=link]`, with its author's avatar and name as plain text and no permalink. */

import { Avatar } from './avatar.tsx';
import { Span, Text, View } from './primitives.tsx';
import { RichText } from './rich-text.tsx';
import { leadTo } from './router.ts';
import { usePerson, useTweet, useWords } from './store.ts';
import { UserName } from './user-name.tsx';

export function Quote({ tweetId, id }: { tweetId: string; id: string }) {
  const words = useWords();
  const tweet = useTweet(tweetId);
  const author = usePerson(tweet?.authorId ?? '');
  if (tweet === undefined || author === undefined) return null;
  return (
    <View id={id}>
      <Text s="visually-hidden">
        <Span>{words.quote}</Span>
      </Text>
      <View role="link" tabIndex={0} s="quote" ref={leadTo(`/${author.handle}/status/${tweet.id}`)}>
        <View>
          <View s="quote-head">
            <View>
              <View s="row">
                <View s="quote-avatar">
                  <View data-testid="Tweet-User-Avatar">
                    <View>
                      <Avatar person={author} size={24} as="presentation" tabIndex={-1} />
                    </View>
                  </View>
                </View>
                <View s="shrink">
                  <UserName person={author} tweet={tweet} links={false} />
                </View>
              </View>
            </View>
          </View>
          <View s="quote-text">
            <Text
              dir="auto"
              lang={tweet.lang}
              data-testid="tweetText"
              s="tweet-text"
              style={{ WebkitLineClamp: '3' }}
            >
              <RichText text={tweet.text} links={false} />
            </Text>
          </View>
        </View>
      </View>
    </View>
  );
}
