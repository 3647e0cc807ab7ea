/** A timeline: `section[role=region]` around a virtual list of tweets, advertisements wrapped as X wraps them. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TimelineEntry } from '../model.ts';
import { View, viewClasses } from './primitives.tsx';
import { useTweet, useWords } from './store.ts';
import { TweetCell } from './tweet-cell.tsx';
import { type ListItem, VirtualList } from './virtual-list.tsx';

let sections = 0;

type TimelineProps = { title: string; items: readonly ListItem[]; memory?: Map<string, number> };

export function Timeline({ title, items, memory }: TimelineProps) {
  const words = useWords();
  const id = useState(() => `accessible-list-${sections++}`)[0];
  return (
    <section aria-labelledby={id} role="region" class={viewClasses('')}>
      <h1 dir="auto" aria-level={1} role="heading" id={id} class={viewClasses('visually-hidden')}>
        {title}
      </h1>
      <View aria-label={`${words.timeline}${title}`}>
        <VirtualList items={items} {...(memory === undefined ? {} : { memory })} />
      </View>
    </section>
  );
}

/** The cells of timeline entries. The separator lies in the cell, after the tweet. */
export function tweetItems(entries: readonly TimelineEntry[], condensed = false): ListItem[] {
  return entries.map((entry) => ({
    key: entry.key,
    render: () => <ListedTweet entry={entry} condensed={condensed} />,
  }));
}

function ListedTweet({ entry, condensed }: { entry: TimelineEntry; condensed: boolean }) {
  const promoted = useTweet(entry.tweetId)?.promoted === true;
  return (
    <CellBox>
      {promoted ? (
        <Promoted>
          <TweetCell entry={entry} condensed={condensed} />
        </Promoted>
      ) : (
        <TweetCell entry={entry} condensed={condensed} />
      )}
    </CellBox>
  );
}

export function CellBox({ children }: { children: ComponentChildren }) {
  return (
    <>
      <View s="cell">
        <View>{children}</View>
      </View>
      <View role="separator" s="separator" />
    </>
  );
}

/** X's visibility tracker and, on advertisements, a one-pixel probe on each side. */
function Promoted({ children }: { children: ComponentChildren }) {
  return (
    <View data-testid="placementTracking" s="block relative">
      {(['top', 'right', 'bottom', 'left'] as const).map((side) => (
        <View data-testid={`${side}-impression-pixel`} s={`pixel pixel-${side}`}>
          <View data-testid="placementTracking">
            <View />
          </View>
        </View>
      ))}
      {children}
    </View>
  );
}
