/** The posts of a running sandbox, in memory: the seeded ones and what people write while it runs. */

import type { NewTweet, Person, TimelineEntry, Tweet, World } from './model.ts';
import { seedPeople, seedTweets } from './seed.ts';

/** X's own limit, counted here in characters; X counts some twice. */
export const maxTweetLength = 280;
/** Enough for a day of play, and a bound on memory. */
const maxPosted = 5_000;

export type TweetBook = {
  world(): World;
  /** What was posted after the given version. */
  since(version: number): { tweets: readonly Tweet[]; version: number };
  /** @throws RangeError when the text is empty or too long, the author unknown, or the book full. */
  post(tweet: NewTweet): Tweet;
  tweetById(id: string): Tweet | undefined;
  /** It is there no more for whoever looks from now on; a page that is open keeps showing it, as X's do. */
  remove(id: string): void;
  /** Changes the text; X gives an edited post another id, and shows it in the place of the first. */
  edit(id: string, text: string, newId: string): void;
};

export type TweetBookOptions = {
  readonly now_ms?: () => number;
  readonly nextId?: () => string;
  readonly posts?: number;
};

/**
 * @param options.posts how many posts the home timeline has after the opening ones
 * @param options.nextId a source of tweet ids shared with the X API's stand-in; by default ids above all seeded ones
 */
export function createTweetBook(options: TweetBookOptions): TweetBook {
  const now_ms = options.now_ms ?? Date.now;
  const people: readonly Person[] = seedPeople();
  const seeded = seedTweets(now_ms(), options.posts);
  const posted: Tweet[] = [];
  const removed = new Set<string>();
  const nextId = options.nextId ?? (() => `2000000000000${String(100_001 + posted.length)}`);

  return {
    world() {
      const home: TimelineEntry[] = [
        ...posted
          .filter((tweet) => tweet.inReplyToId === undefined && !removed.has(tweet.id))
          .map((tweet) => ({ key: `home-p${tweet.id}`, tweetId: tweet.id }))
          .reverse(),
        ...seeded.home,
      ];
      const tweets = [...seeded.tweets, ...posted].filter(({ id }) => !removed.has(id));
      return { people, tweets, home, version: posted.length };
    },
    since(version) {
      const tweets = posted.slice(Math.max(0, version)).filter(({ id }) => !removed.has(id));
      return { tweets, version: posted.length };
    },
    post(wanted) {
      const text = wanted.text.trim();
      if (text === '' || [...text].length > maxTweetLength)
        throw new RangeError('a post has 1 to 280 characters');
      if (!people.some((person) => person.id === wanted.authorId)) throw new RangeError('unknown author');
      if (posted.length >= maxPosted) throw new RangeError('the sandbox is full: restart it');
      const tweet: Tweet = {
        id: nextId(),
        authorId: wanted.authorId,
        text,
        lang: 'fr',
        createdAt: new Date(now_ms()).toISOString(),
        counts: { replies: 0, reposts: 0, likes: 0, bookmarks: 0, views: 1 },
        ...(wanted.inReplyToId === undefined ? {} : { inReplyToId: wanted.inReplyToId }),
        ...(wanted.quotedId === undefined ? {} : { quotedId: wanted.quotedId }),
      };
      posted.push(tweet);
      return tweet;
    },
    tweetById(id) {
      if (removed.has(id)) return undefined;
      return posted.find((tweet) => tweet.id === id) ?? seeded.tweets.find((tweet) => tweet.id === id);
    },
    remove(id) {
      removed.add(id);
    },
    edit(id, text, newId) {
      const at = posted.findIndex((tweet) => tweet.id === id);
      const before = posted[at];
      if (before) posted[at] = { ...before, text, id: newId };
    },
  };
}
