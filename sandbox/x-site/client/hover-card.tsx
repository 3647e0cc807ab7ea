/**
 * X's card over a name or a picture: comes when the pointer has rested there, is empty for a moment, stays while the
 * pointer is on it. No saved page shows one (it lives as long as the pointer rests); its parts are those of a `UserCell`
 * and of a profile's head, which saved pages do show.
 */

import { useEffect, useState } from 'preact/hooks';
import type { Person } from '../model.ts';
import { shortCount } from './amounts.ts';
import { Avatar } from './avatar.tsx';
import { Link, Span, Text, View } from './primitives.tsx';
import { RichText } from './rich-text.tsx';
import { getState, personByHandle, setState, useLanguage, usePerson, useStore, useWords } from './store.ts';
import { ParodyLine } from './tweet-lines.tsx';
import { FollowButton } from './user-cell.tsx';
import { NameLine } from './user-name.tsx';

const open_ms = 300;
const close_ms = 300;
/** X shows a spinner first, and draws the person into the card that is open already. */
const load_ms = 120;

/** Opens the card of whoever the pointer rests on. Returns a function that stops it. */
export function startHoverCards(root: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    if (target === undefined) return;
    clearTimeout(timer);
    if (target.closest('[data-testid="HoverCard"]') !== null) return;
    const link = target.closest<HTMLAnchorElement>('a[href]');
    const person = link === null || !mayOpen(link) ? undefined : personOf(link);
    const hover = getState().hover;
    if (link === null || person === undefined) {
      if (hover !== undefined) timer = setTimeout(() => setState({ hover: undefined }), close_ms);
      return;
    }
    if (hover?.personId === person.id) return;
    timer = setTimeout(() => {
      const { bottom, left } = link.getBoundingClientRect();
      setState({ hover: { personId: person.id, top: bottom + 4, left: Math.max(8, left) } });
    }, open_ms);
  };
  root.addEventListener('mouseover', over);
  return () => {
    clearTimeout(timer);
    root.removeEventListener('mouseover', over);
  };
}

/** Names, pictures and mentions open a card; the navigation bar and the card's own links don't. */
function mayOpen(link: Element): boolean {
  return (
    link.closest('article, [data-testid="UserCell"]') !== null &&
    link.closest('[data-testid="socialContext"]') === null
  );
}

function personOf(link: HTMLAnchorElement): Person | undefined {
  const handle = /^\/(\w{1,15})$/.exec(link.getAttribute('href') ?? '')?.[1];
  return handle === undefined ? undefined : personByHandle(getState(), handle);
}

/** The card that is open, over everything else. */
export function HoverCards() {
  const hover = useStore((state) => state.hover);
  const person = usePerson(hover?.personId ?? '');
  if (hover === undefined || person === undefined) return null;
  const top = Math.min(hover.top, window.innerHeight - 260);
  return (
    <View data-testid="hoverCardParent" s="hover-place" style={{ top: `${top}px`, left: `${hover.left}px` }}>
      <HoverCard key={person.id} person={person} />
    </View>
  );
}

export function HoverCard({ person, loaded = false }: { person: Person; loaded?: boolean }) {
  const [isThere, setThere] = useState(loaded);
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), load_ms);
    return () => clearTimeout(timer);
  }, []);
  return (
    <View data-testid="HoverCard" s="hover-card">
      <View>{isThere ? <Inside person={person} /> : <View role="progressbar" s="spinner" />}</View>
    </View>
  );
}

function Inside({ person }: { person: Person }) {
  const words = useWords();
  const language = useLanguage();
  const isOther = useStore((state) => state.viewerId !== person.id);
  const count = (number: number, word: string, path: string) => (
    <Link href={`/${person.handle}/${path}`} dir="ltr" s="small-link">
      <Span s="strong">{shortCount(number, language)}</Span> <Span s="muted">{word}</Span>
    </Link>
  );
  return (
    <>
      <View s="row between">
        <View>
          <Avatar person={person} size={60} tabIndex={-1} />
        </View>
        {isOther && (
          <View data-testid="placementTracking">
            <FollowButton person={person} />
          </View>
        )}
      </View>
      <View>
        <View>
          <Link s="name-link shrink block" href={`/${person.handle}`}>
            <NameLine person={person} />
          </Link>
        </View>
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
      {person.parody === true && <ParodyLine />}
      <Text dir="auto" s="bio">
        <RichText text={person.bio} />
      </Text>
      <View s="row profile-counts">
        {count(person.following, words.followingCount, 'following')}
        {count(person.followers, words.followers, 'verified_followers')}
      </View>
      <KnownFollowers person={person} />
    </>
  );
}

/** "Followed by": faces of others, whom nobody must take for the person of the card. */
function KnownFollowers({ person }: { person: Person }) {
  const people = useStore((state) => state.people);
  const others = [...people.values()].filter((other) => other.id !== person.id).slice(0, 2);
  return (
    <Link href={`/${person.handle}/followers_you_follow`} s="row small-link">
      {others.map((other) => (
        <Avatar key={other.id} person={other} size={20} as="presentation" />
      ))}
    </Link>
  );
}
