/**
 * pro.x.com: columns side by side, each a timeline of its own, without X's navigation bar. After what is written of it; no
 * saved page shows it, so nothing may rest on its frame. Cells and posts are those of every other page.
 */

import { useMemo } from 'preact/hooks';
import { Layers } from './layers.tsx';
import { useNarrow } from './media.ts';
import { Span, Text, View, viewClasses } from './primitives.tsx';
import { useStore, useWords } from './store.ts';
import { Timeline, tweetItems } from './timeline.tsx';

export function isPro(host: string): boolean {
  return host.startsWith('pro.');
}

export function ProPage() {
  const words = useWords();
  const dir = useStore((state) => state.preferences.dir);
  const home = useStore((state) => state.home);
  const phone = useNarrow(500);
  const entries = useMemo(
    () => [
      { title: words.home, items: tweetItems(home) },
      {
        title: words.search,
        items: tweetItems(
          home.filter((_, index) => index % 3 === 1).map((entry) => ({ ...entry, key: `s-${entry.key}` })),
        ),
      },
    ],
    [home, words],
  );
  return (
    <View s="app">
      <View id="layers" s="layers">
        <Layers phone={phone} />
      </View>
      <View dir={dir} s="frame">
        <main role="main" class={viewClasses('main row')}>
          {entries.map(({ title, items }) => (
            <View key={title} data-testid="multi-column-layout-column-content" s="pro-column">
              <Text s="card-title">
                <Span>{title}</Span>
              </Text>
              <Timeline title={title} items={items} />
            </View>
          ))}
        </main>
      </View>
    </View>
  );
}
