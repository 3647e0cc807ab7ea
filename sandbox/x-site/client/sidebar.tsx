/** The right column: search box, a box of X's size, trends, and whom to follow. */

import { Icon } from './icons.tsx';
import { hashedClass, Link, Span, Text, View, viewClasses } from './primitives.tsx';
import { navigate } from './router.ts';
import { useStore, useWords } from './store.ts';
import { UserCell } from './user-cell.tsx';

export function Sidebar() {
  const words = useWords();
  return (
    <View data-testid="sidebarColumn" s="sidebar">
      <View>
        <View>
          <View aria-label={words.trending} tabIndex={0} s="sidebar-inside">
            <View s="sidebar-search">
              <SearchBox value="" />
            </View>
            <View>
              <View>
                <aside role="complementary" aria-label="Premium" class={viewClasses('card')}>
                  <Text s="card-title">
                    <Span>Premium</Span>
                  </Text>
                  <Text>
                    <Span>{words.premiumPitch}</Span>
                  </Text>
                </aside>
              </View>
            </View>
            <Trends />
            <WhoToFollow />
          </View>
        </View>
      </View>
    </View>
  );
}

export function SearchBox({ value }: { value: string }) {
  const words = useWords();
  return (
    <form
      role="search"
      aria-label={words.search}
      onSubmit={(event) => {
        event.preventDefault();
        const input = event.currentTarget.querySelector('input');
        if (input !== null && input.value.trim() !== '')
          navigate(`/search?q=${encodeURIComponent(input.value.trim())}&src=typed_query`);
      }}
    >
      <View data-testid="SearchBox_Search_Input_label" s="search-box row">
        <View>
          <Icon name="search" s="icon-small" />
        </View>
        <View s="grow">
          <Text>
            <input
              aria-label={words.search}
              autocomplete="off"
              placeholder={words.search}
              role="combobox"
              aria-expanded="false"
              dir="auto"
              type="text"
              data-testid="SearchBox_Search_Input"
              class={hashedClass('search-input')}
              value={value}
            />
          </Text>
        </View>
      </View>
    </form>
  );
}

const trends = [
  { about: 'Sandbox · Trending', name: '#moineaux', posts: '1,204' },
  { about: 'Music · Trending', name: '#chorale', posts: '862' },
  { about: 'Crafts · Trending', name: '#poterie', posts: '311' },
];

function Trends() {
  const words = useWords();
  return (
    <View>
      <section role="region" class={viewClasses('card')}>
        <Text s="card-title">
          <Span>{words.trending}</Span>
        </Text>
        {trends.map((trend) => (
          <View role="link" tabIndex={0} data-testid="trend" s="trend">
            <View>
              <Text s="muted small">
                <Span>{trend.about}</Span>
              </Text>
              <Text s="strong">
                <Span>{trend.name}</Span>
              </Text>
              <Text s="muted small">
                <Span>
                  {trend.posts} {words.posts}
                </Span>
              </Text>
            </View>
          </View>
        ))}
      </section>
    </View>
  );
}

const suggested = ['refuge_sample', 'bob', 'mallory', 'layla_sample'];

function WhoToFollow() {
  const words = useWords();
  const people = useStore((state) => state.people);
  const viewerId = useStore((state) => state.viewerId);
  const shown = [...people.values()]
    .filter((person) => suggested.includes(person.handle) && person.id !== viewerId)
    .slice(0, 3);
  return (
    <View>
      <View>
        <aside role="complementary" aria-label={words.whoToFollow} class={viewClasses('card')}>
          <View>
            <h2 role="heading" aria-level={2} class={viewClasses('card-title')}>
              <Text>
                <Span>{words.whoToFollow}</Span>
              </Text>
            </h2>
          </View>
          <ul role="list" class={viewClasses('plain-list')}>
            {shown.map((person) => (
              <UserCell key={person.id} person={person} />
            ))}
          </ul>
          <Link href="/i/connect_people" s="text-link card-more">
            <Text>
              <Span>{words.showMore}</Span>
            </Text>
          </Link>
        </aside>
      </View>
    </View>
  );
}
