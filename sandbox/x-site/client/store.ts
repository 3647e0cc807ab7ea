/** The page's state: one object, replaced on change; components take the part they show. */

import { useEffect, useState } from 'preact/hooks';
import type {
  Consent,
  Counts,
  InitialState,
  Language,
  NewTweet,
  Person,
  Preferences,
  TimelineEntry,
  Tweet,
  World,
} from '../model.ts';
import { type Words, wordsOf } from './words.ts';

export type Menu = {
  readonly tweetId: string;
  readonly kind: 'repost' | 'share' | 'more';
  readonly top: number;
  readonly left: number;
};

export type Hover = { readonly personId: string; readonly top: number; readonly left: number };

export type State = {
  readonly preferences: Preferences;
  readonly words: Words;
  readonly viewer: Person | undefined;
  readonly viewerId: string | undefined;
  readonly signInAs: readonly Person[];
  readonly consent: Consent | undefined;
  readonly loaded: boolean;
  readonly people: ReadonlyMap<string, Person>;
  readonly tweets: ReadonlyMap<string, Tweet>;
  readonly home: readonly TimelineEntry[];
  /** Posted since by others: behind the "See new posts" pill. */
  readonly waiting: readonly TimelineEntry[];
  readonly version: number;
  readonly liked: ReadonlySet<string>;
  readonly reposted: ReadonlySet<string>;
  readonly bookmarked: ReadonlySet<string>;
  readonly followed: ReadonlySet<string>;
  readonly menu: Menu | undefined;
  readonly toast: string | undefined;
  /** Whose card is open, and where. */
  readonly hover: Hover | undefined;
};

const defaults: Preferences = {
  lang: 'en',
  dir: 'ltr',
  theme: 'light',
  fontSize: 15,
  baseClass: 'css-g5y9jx',
  accent: 'blue',
};

let state: State = {
  preferences: defaults,
  words: wordsOf('en'),
  viewer: undefined,
  viewerId: undefined,
  signInAs: [],
  consent: undefined,
  loaded: false,
  people: new Map(),
  tweets: new Map(),
  home: [],
  waiting: [],
  version: 0,
  liked: new Set(),
  reposted: new Set(),
  bookmarked: new Set(),
  followed: new Set(),
  menu: undefined,
  toast: undefined,
  hover: undefined,
};
const listeners = new Set<() => void>();

export function getState(): State {
  return state;
}

export function setState(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of [...listeners]) listener();
}

/** The part that `select` takes, kept up to date. It must return the same object while nothing changed. */
export function useStore<Part>(select: (state: State) => Part): Part {
  const part = select(state);
  const [, redraw] = useState(0);
  useEffect(() => {
    let shown = select(state);
    const listener = () => {
      const next = select(state);
      if (Object.is(next, shown)) return;
      shown = next;
      redraw((count) => count + 1);
    };
    listeners.add(listener);
    // Something may have changed between the drawing and this effect.
    if (!Object.is(shown, part)) redraw((count) => count + 1);
    return () => {
      listeners.delete(listener);
    };
  });
  return part;
}

export function useWords(): Words {
  return useStore((current) => current.words);
}

export function useLanguage(): Language {
  return useStore((current) => current.preferences.lang);
}

export function useTweet(id: string): Tweet | undefined {
  return useStore((current) => current.tweets.get(id));
}

export function usePerson(id: string): Person | undefined {
  return useStore((current) => current.people.get(id));
}

export function personByHandle(current: State, handle: string): Person | undefined {
  const wanted = handle.toLowerCase();
  for (const person of current.people.values()) if (person.handle.toLowerCase() === wanted) return person;
  return undefined;
}

/** Takes over what the server wrote into the page. */
export function startWith(initial: InitialState): void {
  const { preferences, signInAs, consent } = initial.sandbox;
  setState({
    preferences,
    words: wordsOf(preferences.lang),
    signInAs,
    consent,
    viewerId: initial.session.user_id,
  });
}

export function takeWorld(world: World): void {
  const people = new Map(world.people.map((person) => [person.id, person]));
  setState({
    people,
    tweets: new Map(world.tweets.map((tweet) => [tweet.id, tweet])),
    home: world.home,
    version: world.version,
    viewer: people.get(state.viewerId ?? ''),
    loaded: true,
  });
}

/** New posts: one's own go to the top at once, others' wait behind the pill; replies appear in their thread. */
export function takeNewTweets(fresh: readonly Tweet[], version: number): void {
  const unseen = fresh.filter((tweet) => !state.tweets.has(tweet.id));
  if (unseen.length === 0) {
    if (version !== state.version) setState({ version });
    return;
  }
  const tweets = new Map(state.tweets);
  const entries: TimelineEntry[] = [];
  for (const tweet of unseen) {
    tweets.set(tweet.id, tweet);
    if (tweet.inReplyToId === undefined) entries.unshift({ key: `home-p${tweet.id}`, tweetId: tweet.id });
  }
  const isOwn = (entry: TimelineEntry) => tweets.get(entry.tweetId)?.authorId === state.viewerId;
  setState({
    tweets,
    version: Math.max(version, state.version),
    home: [...entries.filter(isOwn), ...state.home],
    waiting: [...entries.filter((entry) => !isOwn(entry)), ...state.waiting],
  });
}

export function showWaiting(): void {
  setState({ home: [...state.waiting, ...state.home], waiting: [] });
}

/** Changes the counts of a tweet, as X's live updates do: text mutations in cells that stay. */
export function changeCounts(tweetId: string, change: Partial<Counts>): void {
  const tweet = state.tweets.get(tweetId);
  if (tweet === undefined) return;
  const tweets = new Map(state.tweets);
  tweets.set(tweetId, { ...tweet, counts: { ...tweet.counts, ...change } });
  setState({ tweets });
}

type Marks = 'liked' | 'reposted' | 'bookmarked' | 'followed';

export function toggle(kind: Marks, id: string): void {
  const marks = new Set(state[kind]);
  const added = !marks.delete(id);
  if (added) marks.add(id);
  const counted = {
    liked: 'likes',
    reposted: 'reposts',
    bookmarked: 'bookmarks',
    followed: undefined,
  } as const;
  const count = counted[kind];
  const tweet = state.tweets.get(id);
  setState({ [kind]: marks });
  if (count !== undefined && tweet !== undefined)
    changeCounts(id, { [count]: tweet.counts[count] + (added ? 1 : -1) });
}

/** Sends a post to the sandbox. @throws when the site refuses it. */
export async function sendTweet(tweet: Omit<NewTweet, 'authorId'>): Promise<Tweet> {
  const response = await fetch('/sandbox/api/tweets', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(tweet),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the sandbox refused the post: ${response.status}`);
  const written: Tweet = await response.json();
  takeNewTweets([written], state.version);
  if (written.inReplyToId !== undefined) {
    const parent = state.tweets.get(written.inReplyToId);
    if (parent !== undefined) changeCounts(parent.id, { replies: parent.counts.replies + 1 });
  }
  return written;
}
