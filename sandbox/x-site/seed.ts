/**
 * The posts that are there when the sandbox opens: the same ones, with the same ids, on every start.
 * The first dozen show every kind of cell once; some three hundred follow so that a timeline can scroll.
 */

import { accounts } from '../world.ts';
import type { Counts, Person, TimelineEntry, Tweet } from './model.ts';
import { everyday, replies } from './texts/everyday.ts';
import { opening } from './texts/opening.ts';

/** mulberry32: 32 bits of state are plenty for like counts. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The accounts of world.ts with what only a profile page shows. */
export function seedPeople(): Person[] {
  const random = seededRandom(8);
  return accounts.map((account) => ({
    ...account,
    followers: Math.floor(40 + random() ** 3 * 90_000),
    following: Math.floor(20 + random() * 900),
    takesMessages: account.handle !== 'trent',
    followButton: account.handle !== 'kim_sample',
  }));
}

/** Posts of the home timeline after the opening ones, unless somebody asks for more. */
const usualPosts = 320;
const minute_ms = 60_000;

/**
 * All posts and the order of the home timeline.
 * @param now_ms times are told back from here, so that the top of the timeline is always "minutes ago".
 * @param posts how many follow the opening ones, 89,999 at most: their ids have five digits to count with
 */
export function seedTweets(now_ms: number, posts = usualPosts): { tweets: Tweet[]; home: TimelineEntry[] } {
  const random = seededRandom(2026);
  const tweets: Tweet[] = [];
  const home: TimelineEntry[] = [];
  const idOf = (handle: string) => accounts.find((account) => account.handle === handle)?.id ?? '';
  const ago = (minutes: number) => new Date(now_ms - minutes * minute_ms).toISOString();

  opening.forEach((piece, index) => {
    const { author, minutesAgo, repostedBy, hiddenFromHome, ...rest } = piece;
    tweets.push({ ...rest, authorId: idOf(author), createdAt: ago(minutesAgo), counts: counts(random) });
    if (hiddenFromHome !== true && rest.inReplyToId === undefined) {
      home.push({
        key: `home-${index}`,
        tweetId: rest.id,
        ...(repostedBy === undefined ? {} : { repostedById: idOf(repostedBy) }),
      });
    }
  });

  const voices = accounts.filter(
    (account) =>
      !['alice', 'sample_brand', 'mallory', 'trent', 'layla_sample', 'moineau'].includes(account.handle),
  );
  const pick = <Item>(list: readonly Item[]): Item => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error('picked from an empty list');
    return item;
  };
  for (let n = 0; n < posts; n++) {
    const { text, lang } = everyday[(n * 7) % everyday.length] ?? pick(everyday);
    const id = `19800000000000${String(10_000 + n)}`;
    const earlier = n > 5 && n % 9 === 4 ? tweets[tweets.length - 3] : undefined;
    tweets.push({
      id,
      lang,
      text,
      authorId: pick(voices).id,
      createdAt: ago(180 + n * 23),
      counts: counts(random),
      ...(earlier === undefined || earlier.promoted === true ? {} : { quotedId: earlier.id }),
      ...(n % 8 === 2 ? { photo: `/sandbox/pictures/${(n % 5) + 1}.svg` } : {}),
      ...(n % 21 === 13
        ? {
            promoted: true,
            authorId: idOf('sample_brand'),
            lang: 'en',
            text: `Sample Brand No ${n}: an advertisement for nothing at all.`,
          }
        : {}),
    });
    home.push({ key: `home-g${n}`, tweetId: id, ...(n % 11 === 6 ? { repostedById: pick(voices).id } : {}) });
  }
  addReplies(
    tweets,
    random,
    ago,
    () => pick(voices).id,
    (index) => replies[index % replies.length],
  );
  return { tweets, home };
}

/** Two replies under each of the first posts, so that a thread is a thread. */
function addReplies(
  tweets: Tweet[],
  random: () => number,
  ago: (minutes: number) => string,
  someone: () => string,
  reply: (index: number) => { text: string; lang: string } | undefined,
): void {
  let n = 0;
  for (const tweet of tweets.slice(0, 40)) {
    if (tweet.promoted === true || tweet.inReplyToId !== undefined) continue;
    for (let i = 0; i < 2; i++, n++) {
      const words = reply(n);
      if (words === undefined) continue;
      tweets.push({
        id: `19900000000000${String(10_000 + n)}`,
        authorId: someone(),
        ...words,
        createdAt: ago(2 + n),
        counts: counts(random),
        inReplyToId: tweet.id,
      });
    }
  }
}

function counts(random: () => number): Counts {
  const likes = Math.floor(random() ** 3 * 2_400);
  return {
    likes,
    replies: Math.floor(likes * 0.03 + random() * 4),
    reposts: Math.floor(likes * 0.11),
    bookmarks: Math.floor(likes * 0.04),
    views: Math.floor(likes * 31 + 40 + random() * 300),
  };
}
