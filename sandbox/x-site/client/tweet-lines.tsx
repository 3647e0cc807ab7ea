/** The small lines around a tweet: who reposted it, "Parody account", and the focal tweet's time and views. */

import type { Person, TimelineEntry, Tweet } from '../model.ts';
import { longTime, shortCount } from './amounts.ts';
import { Icon } from './icons.tsx';
import { Link, Span, Text, useRandomId, View } from './primitives.tsx';
import { NameText } from './rich-text.tsx';
import { useLanguage, usePerson, useWords } from './store.ts';

/** "Chloé reposted" with a link to the reposter, or "Pinned" without one. The author below stays the first one. */
export function SocialContext({ entry }: { entry: TimelineEntry }) {
  const words = useWords();
  const id = useRandomId();
  const reposter = usePerson(entry.repostedById ?? '');
  if (reposter === undefined && entry.pinned !== true) {
    return (
      <View s="social-empty">
        <View />
      </View>
    );
  }
  return (
    <View s="social">
      <View s="row">
        <View s="social-icon">
          <Icon name={reposter === undefined ? 'pin' : 'repost'} />
        </View>
        <View>
          <View>
            <View>
              {reposter === undefined ? (
                <Text id={id} data-testid="socialContext" s="social-text">
                  {words.pinned}
                </Text>
              ) : (
                <Link s="social-text" dir="ltr" href={`/${reposter.handle}`}>
                  <Span id={id} data-testid="socialContext">
                    <Span dir="ltr">
                      <NameText name={reposter.name} />
                    </Span>{' '}
                    {words.reposted}
                  </Span>
                </Link>
              )}
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}

export function ParodyLine() {
  const words = useWords();
  return (
    <Link
      s="row parody"
      href="https://help.x.com/rules-and-policies/authenticity"
      target="_blank"
      rel="noopener"
    >
      <View>
        <View>
          <Icon name="people" />
        </View>
      </View>
      <Text s="muted small">
        <Span>{words.parody}</Span>
      </Text>
    </Link>
  );
}

/** Under the focal tweet: its time, which is its link, and its views. */
export function FocalTime({ tweet, author }: { tweet: Tweet; author: Person }) {
  const words = useWords();
  const language = useLanguage();
  const path = `/${author.handle}/status/${tweet.id}`;
  return (
    <View s="focal-time">
      <View>
        <View>
          <View s="row">
            <Text s="muted">
              <Link s="muted small-link" href={path} aria-label={longTime(tweet.createdAt, language)}>
                <time dateTime={tweet.createdAt}>{longTime(tweet.createdAt, language)}</time>
              </Link>
            </Text>
            <Text aria-hidden="true" s="muted dot">
              <Span>·</Span>
            </Text>
            <Link s="small-link row" dir="ltr" href={`${path}/analytics`}>
              <View>
                <Span data-testid="app-text-transition-container">
                  <Span>
                    <Span s="strong">{shortCount(tweet.counts.views, language)}</Span>
                  </Span>
                </Span>
              </View>
              <Span>
                <Span s="muted">&nbsp;{words.viewsLabel}</Span>
              </Span>
            </Link>
          </View>
        </View>
      </View>
    </View>
  );
}
