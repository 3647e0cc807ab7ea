/** /home: tabs, inline composer, "See new posts", timeline. */

import { useMemo } from 'preact/hooks';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { useNarrow } from './media.ts';
import { Press, Span, Text, View } from './primitives.tsx';
import { showWaiting, useStore, useWords } from './store.ts';
import { Tabs } from './tabs.tsx';
import { Timeline, tweetItems } from './timeline.tsx';

const heights = new Map<string, number>();

export function HomePage() {
  const words = useWords();
  const home = useStore((state) => state.home);
  const loaded = useStore((state) => state.loaded);
  const waiting = useStore((state) => state.waiting.length);
  const viewer = useStore((state) => state.viewer);
  const phone = useNarrow(500);
  const items = useMemo(() => tweetItems(home), [home]);
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      {phone && viewer !== undefined && (
        <View data-testid="TopNavBar" s="top-nav">
          <Press data-testid="DashButton_ProfileIcon_Link" aria-label={words.profile}>
            <Avatar person={viewer} size={32} as="presentation" />
          </Press>
        </View>
      )}
      <View s="page-head">
        <View>
          <Tabs
            tabs={[
              { text: words.forYou, path: '/home', selected: true },
              { text: words.followingTab, path: '/home?f=following', selected: false },
            ]}
          />
        </View>
        {waiting > 0 && (
          <View s="new-posts">
            <View role="status">
              <Press aria-label={words.seeNew} s="new-posts-pill" onClick={seeNew}>
                <View s="row">
                  <Icon name="reply" s="icon-small" />
                  <Text data-testid="pillLabel">
                    <Span>{words.seeNew}</Span>
                  </Text>
                </View>
              </Press>
            </View>
          </View>
        )}
      </View>
      {!phone && (
        <View s="home-composer">
          <Composer where="home" />
        </View>
      )}
      <View />
      {loaded ? (
        <Timeline title={words.homeTimeline} items={items} memory={heights} />
      ) : (
        <View role="progressbar" s="spinner" />
      )}
    </View>
  );
}

function seeNew(): void {
  window.scrollTo(0, 0);
  showWaiting();
}
