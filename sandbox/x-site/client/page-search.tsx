/** /search?q=…: posts that hold the words, or with `f=user` the people. */

import { useMemo } from 'preact/hooks';
import { personItems } from './page-lists.tsx';
import { View } from './primitives.tsx';
import { SearchBox } from './sidebar.tsx';
import { useStore, useWords } from './store.ts';
import { Tabs } from './tabs.tsx';
import { Timeline, tweetItems } from './timeline.tsx';

export function SearchPage({ query, people }: { query: string; people: boolean }) {
  const words = useWords();
  const tweets = useStore((state) => state.tweets);
  const persons = useStore((state) => state.people);
  const wanted = query.toLowerCase();
  const ids = useMemo(
    () =>
      [...tweets.values()]
        .filter((tweet) => tweet.promoted !== true && tweet.text.toLowerCase().includes(wanted))
        .map((tweet) => tweet.id)
        .slice(0, 60)
        .join(' '),
    [tweets, wanted],
  );
  const items = useMemo(() => {
    if (!people)
      return tweetItems(
        ids
          .split(' ')
          .filter(Boolean)
          .map((id) => ({ key: `search-${id}`, tweetId: id })),
      );
    return personItems(
      [...persons.values()].filter((person) =>
        `${person.handle} ${person.name} ${person.bio}`.toLowerCase().includes(wanted),
      ),
    );
  }, [people, ids, persons, wanted]);
  const address = `/search?q=${encodeURIComponent(query)}`;
  return (
    <View tabIndex={0}>
      <View s="page-head">
        <View s="search-head">
          <SearchBox value={query} />
        </View>
        <Tabs
          tabs={[
            { text: words.top, path: address, selected: !people },
            { text: words.latest, path: `${address}&f=live`, selected: false },
            { text: words.people, path: `${address}&f=user`, selected: people },
          ]}
        />
      </View>
      <Timeline title="Search timeline" items={items} />
    </View>
  );
}
