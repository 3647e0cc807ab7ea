/** /<handle>/status/<id>: what it answers, the focal tweet, the inline reply, the replies. */

import { useMemo } from 'preact/hooks';
import type { Tweet } from '../model.ts';
import { CloseButton } from './close-button.tsx';
import { Composer } from './composer.tsx';
import { Span, Text, View, viewClasses } from './primitives.tsx';
import { useStore, useWords } from './store.ts';
import { CellBox, Timeline, tweetItems } from './timeline.tsx';
import { TweetCell } from './tweet-cell.tsx';
import type { ListItem } from './virtual-list.tsx';

export function StatusPage({ tweetId }: { tweetId: string }) {
  const words = useWords();
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      <PageBar title={words.post} />
      <Thread tweetId={tweetId} />
    </View>
  );
}

export function PageBar({ title, note }: { title: string; note?: string }) {
  return (
    <View s="page-head page-bar row">
      <CloseButton testId="app-bar-back" back onClick={() => history.back()} />
      <View>
        <h2 dir="ltr" role="heading" aria-level={2} class={viewClasses('page-title')}>
          <Span>{title}</Span>
        </h2>
        {note !== undefined && (
          <Text s="muted small">
            <Span>{note}</Span>
          </Text>
        )}
      </View>
    </View>
  );
}

/** A thread, on its page and beside a photo, where the replies' bars are condensed. */
export function Thread({ tweetId, condensed = false }: { tweetId: string; condensed?: boolean }) {
  const words = useWords();
  const tweets = useStore((state) => state.tweets);
  const loaded = useStore((state) => state.loaded);
  // Counts change all the time; the list of the thread's ids does not.
  const ids = threadOf(tweets, tweetId).join(' ');
  const items = useMemo(
    () => threadItems(ids.split(' ').filter(Boolean), tweetId, condensed),
    [ids, tweetId, condensed],
  );
  if (!loaded) return <View role="progressbar" s="spinner" />;
  if (!tweets.has(tweetId)) {
    return (
      <Text s="not-found">
        <Span>{words.notFound}</Span>
      </Text>
    );
  }
  return <Timeline title={words.conversation} items={items} />;
}

function threadOf(tweets: ReadonlyMap<string, Tweet>, focalId: string): string[] {
  const above: string[] = [];
  let parent = tweets.get(focalId)?.inReplyToId;
  while (parent !== undefined && above.length < 20) {
    above.unshift(parent);
    parent = tweets.get(parent)?.inReplyToId;
  }
  const below = [...tweets.values()]
    .filter((tweet) => tweet.inReplyToId === focalId)
    .map((tweet) => tweet.id);
  return [...above, focalId, ...below];
}

function threadItems(ids: readonly string[], focalId: string, condensed: boolean): ListItem[] {
  return ids.flatMap((id): ListItem[] => {
    if (id !== focalId) return tweetItems([{ key: `thread-${id}`, tweetId: id }], condensed);
    return [
      {
        key: `focal-${id}`,
        render: () => (
          <CellBox>
            <TweetCell entry={{ key: `focal-${id}`, tweetId: id }} kind="focal" />
            <View>
              <View data-testid="inline_reply_offscreen" s="inline-reply">
                <Composer where="inline-reply" inReplyToId={id} />
              </View>
            </View>
          </CellBox>
        ),
      },
    ];
  });
}
