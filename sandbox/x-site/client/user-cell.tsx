/** `UserCell`: a person with a Follow button, in the right column and among search results. */

import type { Person } from '../model.ts';
import { Avatar } from './avatar.tsx';
import { Link, Press, Span, Text, useRandomId, View, viewClasses } from './primitives.tsx';
import { leadTo } from './router.ts';
import { toggle, useStore, useWords } from './store.ts';
import { NameLine } from './user-name.tsx';

/** In lists of the right column a cell is an `li`; in a timeline X writes a `button`, here the same `li` markup's insides. */
export function UserCell({ person, as = 'li' }: { person: Person; as?: 'li' | 'div' }) {
  const inside = (
    <View s="user-cell">
      <View s="row">
        <View s="cell-left">
          <Avatar person={person} size={40} tabIndex={-1} />
        </View>
        <View s="cell-right">
          <View s="row between">
            <View s="shrink">
              <View s="shrink">
                <View>
                  <Link s="name-link shrink block" href={`/${person.handle}`}>
                    <NameLine person={person} />
                  </Link>
                </View>
                <View>
                  <View>
                    <Link s="block" href={`/${person.handle}`} tabIndex={-1}>
                      <View>
                        <Text s="muted nowrap">
                          <Span>@{person.handle}</Span>
                        </Text>
                      </View>
                    </Link>
                  </View>
                </View>
              </View>
            </View>
            <FollowButton person={person} />
          </View>
          {as === 'div' && (
            <Text dir="auto" s="tweet-text">
              <Span>{person.bio}</Span>
            </Text>
          )}
        </View>
      </View>
    </View>
  );
  if (as === 'div') {
    return (
      <View
        role="button"
        tabIndex={0}
        data-testid="UserCell"
        s="user-cell-box"
        ref={leadTo(`/${person.handle}`)}
      >
        {inside}
      </View>
    );
  }
  return (
    <li
      role="listitem"
      tabIndex={0}
      data-testid="UserCell"
      class={viewClasses('user-cell-box')}
      ref={leadTo(`/${person.handle}`)}
    >
      {inside}
    </li>
  );
}

/** The numeric id of a person stands in this button's test id, and hardly anywhere else. */
export function FollowButton({ person }: { person: Person }) {
  const words = useWords();
  const followed = useStore((state) => state.followed.has(person.id));
  const label = useRandomId();
  return (
    <>
      <View style={{ minWidth: '81px' }}>
        {person.followButton && (
          <Press
            data-testid={`${person.id}-${followed ? 'unfollow' : 'follow'}`}
            aria-describedby={label}
            aria-label={`${followed ? words.following : words.follow} @${person.handle}`}
            s={followed ? 'pill pill-outline' : 'pill pill-solid'}
            onClick={() => toggle('followed', person.id)}
          >
            <Text s="pill-text">
              <Span>
                <Span>{followed ? words.following : words.follow}</Span>
              </Span>
            </Text>
          </Press>
        )}
      </View>
      <Text dir="auto" id={label} style={{ display: 'none' }}>
        {words.clickToFollow}
        {person.handle}
      </Text>
    </>
  );
}
