/**
 * /<handle>: a profile. Its header appears late (X since May 2024), and its nodes are kept when one goes from
 * profile to profile: the texts change in place, a moment after the address.
 */

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Person, TimelineEntry } from '../model.ts';
import { shortCount } from './amounts.ts';
import { PageBar } from './page-status.tsx';
import { Span, Text, View } from './primitives.tsx';
import { ProfileHeader } from './profile-header.tsx';
import { writeProfileSchema } from './profile-schema.ts';
import { personByHandle, useLanguage, useStore, useWords } from './store.ts';
import { Tabs } from './tabs.tsx';
import { Timeline, tweetItems } from './timeline.tsx';

const firstHeader_ms = 350;
const nextHeader_ms = 120;

export function ProfilePage({ handle }: { handle: string }) {
  const words = useWords();
  const language = useLanguage();
  const wanted = useStore((state) => personByHandle(state, handle));
  const loaded = useStore((state) => state.loaded);
  const [shown, setShown] = useState<Person | undefined>(undefined);
  const tweets = useStore((state) => state.tweets);

  useEffect(() => {
    const timer = setTimeout(() => setShown(wanted), shown === undefined ? firstHeader_ms : nextHeader_ms);
    return () => clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    if (shown === undefined) return;
    // React-helmet writes later than React draws.
    const timer = setTimeout(() => writeProfileSchema(shown), 60);
    return () => clearTimeout(timer);
  }, [shown]);

  const ids = useMemo(() => {
    const own = [...tweets.values()].filter(
      (tweet) => tweet.authorId === wanted?.id && tweet.promoted !== true && tweet.inReplyToId === undefined,
    );
    return own
      .sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt))
      .map((tweet) => tweet.id)
      .join(' ');
  }, [wanted?.id, tweets]);
  const items = useMemo(() => tweetItems(entriesOf(ids, wanted?.handle ?? '')), [ids]);

  if (loaded && wanted === undefined) {
    return (
      <Text s="not-found">
        <Span>{words.notFound}</Span>
      </Text>
    );
  }
  const count = ids === '' ? 0 : ids.split(' ').length;
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      <PageBar title={shown?.name ?? ''} note={`${shortCount(count, language)} ${words.posts}`} />
      <View>
        <View>
          {shown === undefined ? (
            <View role="progressbar" s="spinner profile-late" />
          ) : (
            <ProfileHeader person={shown} />
          )}
          <Tabs
            label="Profile timelines"
            tabs={[
              { text: words.postsTab, path: `/${handle}`, selected: true },
              { text: words.repliesTab, path: `/${handle}/with_replies`, selected: false },
              { text: words.media, path: `/${handle}/media`, selected: false },
            ]}
          />
          {wanted !== undefined && <Timeline title={`${wanted.name} — ${words.posts}`} items={items} />}
        </View>
      </View>
    </View>
  );
}

const pinnedOf: Readonly<Record<string, string>> = { bob: '1970000000000000114' };

function entriesOf(ids: string, handle: string): TimelineEntry[] {
  const all = ids.split(' ').filter(Boolean);
  const pinned = pinnedOf[handle];
  const rest = all.filter((id) => id !== pinned).map((id) => ({ key: `profile-${id}`, tweetId: id }));
  return pinned === undefined ? rest : [{ key: `pinned-${pinned}`, tweetId: pinned, pinned: true }, ...rest];
}
