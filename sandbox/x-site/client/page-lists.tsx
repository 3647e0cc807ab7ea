/** Pages that are lists: of people (followers, members), of posts (a list, bookmarks). Each in X's virtual timeline. */

import { useMemo } from 'preact/hooks';
import type { Person } from '../model.ts';
import { PageBar } from './page-status.tsx';
import { View } from './primitives.tsx';
import { personByHandle, useStore, useWords } from './store.ts';
import { CellBox, Timeline, tweetItems } from './timeline.tsx';
import { UserCell } from './user-cell.tsx';
import type { ListItem } from './virtual-list.tsx';

/** Cells of people, as in search and on followers' pages. */
export function personItems(people: readonly Person[]): ListItem[] {
  return people.map((person) => ({
    key: `person-${person.id}`,
    render: () => (
      <CellBox>
        <UserCell person={person} as="div" />
      </CellBox>
    ),
  }));
}

/** /<handle>/followers: in the sandbox everybody follows everybody else. */
export function FollowersPage({ handle }: { handle: string }) {
  const words = useWords();
  const people = useStore((state) => state.people);
  const shown = useStore((state) => personByHandle(state, handle));
  const items = useMemo(
    () => personItems([...people.values()].filter((person) => person.id !== shown?.id)),
    [people, shown],
  );
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      <PageBar title={shown?.name ?? ''} />
      <Timeline title={words.followers} items={items} />
    </View>
  );
}

/** /i/lists/<id> and its /members. The sandbox's one list is of those who post the opening posts. */
export function ListPage({ members }: { members: boolean }) {
  const words = useWords();
  const people = useStore((state) => state.people);
  const home = useStore((state) => state.home);
  const items = useMemo(
    () =>
      members
        ? personItems([...people.values()])
        : tweetItems(home.map((entry) => ({ ...entry, key: `list-${entry.key}` }))),
    [members, people, home],
  );
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      <PageBar title="Moineaux" />
      <Timeline title="List" items={items} />
    </View>
  );
}

/** /i/bookmarks: what was bookmarked in this visit, and each tenth post before. */
export function BookmarksPage() {
  const words = useWords();
  const home = useStore((state) => state.home);
  const bookmarked = useStore((state) => state.bookmarked);
  const items = useMemo(
    () =>
      tweetItems(
        home
          .filter((entry, index) => index % 10 === 0 || bookmarked.has(entry.tweetId))
          .map(({ tweetId }) => ({ key: `bookmark-${tweetId}`, tweetId })),
      ),
    [home, bookmarked],
  );
  return (
    <View aria-label={words.homeTimeline} tabIndex={0}>
      <PageBar title={words.bookmark} />
      <Timeline title={words.bookmarks} items={items} />
    </View>
  );
}
