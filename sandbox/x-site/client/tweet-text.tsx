/** `tweetText`, with "Show more" that opens it in place and "Show original" above X's own translations. */

import { useState } from 'preact/hooks';
import type { Tweet } from '../model.ts';
import { Icon } from './icons.tsx';
import { Press, Span, Text, useRandomId, View } from './primitives.tsx';
import { RichText } from './rich-text.tsx';
import { useWords } from './store.ts';

/** As many characters as X shows of a long post. */
const shortened = 277;

type TweetTextProps = {
  tweet: Tweet;
  lines?: number | undefined;
  large?: boolean;
  links?: boolean;
  id?: boolean;
};

export function TweetText({ tweet, lines, large = false, links = true }: TweetTextProps) {
  const words = useWords();
  const id = useRandomId();
  const [open, setOpen] = useState(false);
  const [original, setOriginal] = useState(false);
  const cut = tweet.long === true && !open && !large;
  const whole = original ? (tweet.original ?? tweet.text) : tweet.text;
  const text = cut ? `${whole.slice(0, shortened)}…` : whole;
  return (
    <>
      {tweet.translatedFrom !== undefined && (
        <Text s="muted small translation">
          <Icon name="globe" />
          <Span>
            <Span>
              {words.translated}
              {tweet.translatedFrom}
            </Span>
          </Span>
          <Press aria-label={words.showOriginal} onClick={() => setOriginal(!original)}>
            <Span s="text-link">
              <View s="inline">
                <Span>
                  <Span>&nbsp;{words.showOriginal}</Span>
                </Span>
              </View>
            </Span>
          </Press>
        </Text>
      )}
      <Text
        id={id}
        dir="auto"
        lang={tweet.lang}
        data-testid="tweetText"
        s={large ? 'tweet-text tweet-text-large' : 'tweet-text'}
        style={lines === undefined ? undefined : { WebkitLineClamp: String(lines) }}
      >
        <RichText text={text} links={links} />
      </Text>
      {cut && (
        <View
          role="link"
          tabIndex={0}
          data-testid="tweet-text-show-more-link"
          s="text-link show-more"
          onClick={() => setOpen(true)}
        >
          <Span>{words.showMore}</Span>
        </View>
      )}
    </>
  );
}
