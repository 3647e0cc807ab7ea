/**
 * One tweet: `article[data-testid=tweet]`, in a list, as the focal tweet of its page, or as the copy in the
 * reply modal, which has neither links nor an action bar.
 */

import { useState } from 'preact/hooks';
import type { Person, TimelineEntry, Tweet } from '../model.ts';
import { ActionBar, openMenu } from './action-bar.tsx';
import { Avatar } from './avatar.tsx';
import { Icon } from './icons.tsx';
import { TweetPhoto } from './photo.tsx';
import { Press, Span, Text, useRandomId, View, viewClasses } from './primitives.tsx';
import { Quote } from './quote.tsx';
import { leadTo } from './router.ts';
import { usePerson, useTweet, useWords } from './store.ts';
import { FocalTime, ParodyLine, SocialContext } from './tweet-lines.tsx';
import { TweetText } from './tweet-text.tsx';
import { UserName } from './user-name.tsx';

export type CellKind = 'list' | 'focal' | 'copy';

type TweetCellProps = {
  entry: TimelineEntry;
  kind?: CellKind;
  /** Beside a photo: the bar has no bookmark. */
  condensed?: boolean;
};

export function TweetCell({ entry, kind = 'list', condensed = false }: TweetCellProps) {
  const tweet = useTweet(entry.tweetId);
  const author = usePerson(tweet?.authorId ?? '');
  const ids = useState(() =>
    Array.from({ length: 6 }, () => `id__${Math.random().toString(36).slice(2, 13)}`).join(' '),
  )[0];
  if (tweet === undefined || author === undefined) return null;
  return (
    <article
      aria-labelledby={ids}
      role="article"
      tabIndex={kind === 'list' ? 0 : -1}
      data-testid="tweet"
      class={viewClasses(`article ${kind === 'list' ? 'article-list' : ''}`)}
      ref={kind === 'list' ? leadTo(`/${author.handle}/status/${tweet.id}`) : null}
    >
      <View s="article-inside">
        <View>
          <View>
            <SocialContext entry={entry} />
          </View>
          {kind === 'focal' ? (
            <FocalBody tweet={tweet} author={author} />
          ) : (
            <ListBody tweet={tweet} author={author} kind={kind} condensed={condensed} />
          )}
        </View>
      </View>
    </article>
  );
}

type ListBodyProps = { tweet: Tweet; author: Person; kind: CellKind; condensed: boolean };

function ListBody({ tweet, author, kind, condensed }: ListBodyProps) {
  const copy = kind === 'copy';
  return (
    <View s="row">
      <View s="cell-left">
        <View data-testid="Tweet-User-Avatar">
          <View>
            {copy ? (
              <Avatar person={author} size={40} tabIndex={-1} />
            ) : (
              <View>
                <Avatar person={author} size={40} tabIndex={-1} />
              </View>
            )}
          </View>
        </View>
        {copy && <View s="thread-line" />}
      </View>
      <View s="cell-right">
        <View>
          <View s="row between">
            <View s="shrink">
              <View s="shrink">
                <UserName person={author} links={!copy} {...(tweet.promoted === true ? {} : { tweet })} />
              </View>
            </View>
            <Corner tweet={tweet} copy={copy} />
          </View>
          {author.parody === true && <ParodyLine />}
        </View>
        <View>
          <TweetText tweet={tweet} lines={copy ? undefined : 10} />
        </View>
        {!copy && <Attachments tweet={tweet} author={author} />}
        {!copy && (
          <View>
            <View>
              <ActionBar tweet={tweet} bookmark={!condensed} />
            </View>
          </View>
        )}
      </View>
    </View>
  );
}

function FocalBody({ tweet, author }: { tweet: Tweet; author: Person }) {
  return (
    <>
      <View s="row">
        <View s="cell-left">
          <View data-testid="Tweet-User-Avatar">
            <View>
              <View>
                <Avatar person={author} size={40} tabIndex={-1} />
              </View>
            </View>
          </View>
        </View>
        <View s="cell-right">
          <View>
            <View s="row between">
              <View s="shrink">
                <View s="shrink">
                  <UserName person={author} stacked />
                </View>
              </View>
              <Corner tweet={tweet} copy={false} />
            </View>
            {author.parody === true && <ParodyLine />}
          </View>
        </View>
      </View>
      <View s="focal-part">
        <View>
          <TweetText tweet={tweet} large />
        </View>
        <Attachments tweet={tweet} author={author} />
        <FocalTime tweet={tweet} author={author} />
        <View>
          <View>
            <ActionBar tweet={tweet} focal />
          </View>
        </View>
      </View>
    </>
  );
}

/** Above right: the advertisement's label or Grok's button, then the menu. The modal's copy has none of it. */
function Corner({ tweet, copy }: { tweet: Tweet; copy: boolean }) {
  const words = useWords();
  if (copy) {
    return (
      <View>
        <View />
      </View>
    );
  }
  return (
    <View s="corner">
      <View s="row">
        {tweet.promoted === true ? (
          <Text s="muted">
            <Span>{words.ad}</Span>
          </Text>
        ) : (
          <View>
            <Press aria-label={words.grok} s="tint-blue">
              <Text s="action-inside">
                <View s="action-icon">
                  <View s="action-disc" />
                  <View>
                    <Icon name="spark" />
                  </View>
                </View>
              </Text>
            </Press>
          </View>
        )}
        <View>
          <View>
            <View>
              <Press
                data-testid="caret"
                aria-haspopup="menu"
                aria-expanded="false"
                aria-label={words.more}
                s="tint-blue"
                onClick={(event) => openMenu(tweet, 'more', event.currentTarget)}
              >
                <Text s="action-inside">
                  <View s="action-icon">
                    <View s="action-disc" />
                    <Icon name="more" />
                  </View>
                </Text>
              </Press>
            </View>
          </View>
        </View>
      </View>
    </View>
  );
}

function Attachments({ tweet, author }: { tweet: Tweet; author: Person }) {
  const [outer, inner] = [useRandomId(), useRandomId()];
  if (tweet.photo === undefined && tweet.quotedId === undefined) return null;
  return (
    <View id={outer} aria-labelledby={inner} s="attachment">
      {tweet.photo !== undefined && <TweetPhoto tweet={tweet} author={author} />}
      {tweet.quotedId !== undefined && <Quote tweetId={tweet.quotedId} id={inner} />}
    </View>
  );
}
