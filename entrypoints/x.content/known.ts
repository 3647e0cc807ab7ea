/**
 * What this person's own store knows of the posts in sight. The background says once which posts it knows at all, and again
 * when the store has changed: of all others nothing is asked. What is to be said of those that it knows is asked in batches
 * and remembered. It must never be written where X's scripts can read it.
 */
import type { KnownAnswer, PostedCommand, TweetKnown } from '../../lib/messages.ts';
import type { Page } from './page.ts';

/** Milliseconds without another one until questions are asked: a screenful of tweets comes within some frames. */
const GATHER_MS = 30;
/** Milliseconds that the first one waits at most, while more and more come. */
const PATIENCE_MS = 1_000;
/** What one question may hold (lib/messages.ts); kept apart, because the page does not carry the schemas. */
const MAX_TWEETS = 100;
const MAX_COMMANDS = 20;
/** Questions in a row without an answer, after which the rest waits until something is asked anew. */
const MAX_FAILURES = 5;
/** Answers remembered. Above this all is forgotten and asked again: a person scrolls back some hundreds at most. */
const MAX_REMEMBERED = 3_000;

export type Known = {
  /** What is known so far; undefined while it has not been answered. */
  of(tweetId: string): TweetKnown | null | undefined;
  /** Asks soon, unless it is known or being asked, or there is nothing to know. @param command the viewer's own, if the post holds one */
  want(tweetId: string, command?: PostedCommand): void;
  /** Calls back after every answer with the posts about which something was answered. */
  onAnswer(hear: (tweetIds: ReadonlySet<string>) => void, signal: AbortSignal): void;
};

/** What a store needs of its page. It outlives the feature that asked for it first. */
type Wiring = Pick<Page, 'ask' | 'inbox' | 'viewer' | 'language' | 'life'>;

/** One for all features of a page: they are given copies of it, its watcher is the same. */
const opened = new WeakMap<object, Known>();

export function knownOf(page: Page): Known {
  const known = opened.get(page.watcher) ?? new Store(page);
  opened.set(page.watcher, known);
  return known;
}

class Store implements Known {
  readonly #wiring: Wiring;
  readonly #answers = new Map<string, TweetKnown | null>();
  readonly #commands = new Map<string, PostedCommand>();
  readonly #waiting = new Set<string>();
  /** Asked about, not answered yet. */
  readonly #underWay = new Set<string>();
  readonly #hearers = new Set<(tweetIds: ReadonlySet<string>) => void>();
  /** The posts that the background knows, from this one on in the order of texts; null until it has said so. */
  #posts: ReadonlySet<string> | null = null;
  #from = '';
  #askedBy = '';
  #wantsPosts = true;
  #failures = 0;
  #askBefore = 0;
  /** When something was last asked for. */
  #latest = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    wiring.inbox.on('told.store_changed', () => this.#askAgain(), wiring.life);
    this.#schedule();
  }

  of(tweetId: string): TweetKnown | null | undefined {
    this.#forgetOthers();
    const answer = this.#answers.get(tweetId);
    return answer === undefined && this.#isNothing(tweetId) ? null : answer;
  }

  /** No payment belongs to it, and no command of the viewer's stands in it: true of nearly all posts that scroll by. */
  #isNothing(tweetId: string): boolean {
    const posts = this.#posts;
    return posts !== null && !posts.has(tweetId) && tweetId >= this.#from && !this.#commands.has(tweetId);
  }

  want(tweetId: string, command?: PostedCommand): void {
    this.#forgetOthers();
    const isNews = command !== undefined && this.#commands.get(tweetId)?.text !== command.text;
    if (command) this.#commands.set(tweetId, command);
    if (!isNews && (this.#isNothing(tweetId) || this.#isAsked(tweetId))) return;
    this.#waiting.add(tweetId);
    this.#schedule();
  }

  #isAsked(tweetId: string): boolean {
    return this.#answers.has(tweetId) || this.#waiting.has(tweetId) || this.#underWay.has(tweetId);
  }

  onAnswer(hear: (tweetIds: ReadonlySet<string>) => void, signal: AbortSignal): void {
    this.#hearers.add(hear);
    signal.addEventListener('abort', () => this.#hearers.delete(hear), { once: true });
  }

  /** Another viewer or language: nothing of what was answered is his, or in his words. All of it is asked again. */
  #forgetOthers(): void {
    const { handle, numericId } = this.#wiring.viewer();
    const asker = `${handle}|${numericId}|${this.#wiring.language()}`;
    if (asker === this.#askedBy && this.#answers.size <= MAX_REMEMBERED) return;
    if (asker !== this.#askedBy) {
      this.#posts = null;
      this.#wantsPosts = true;
      for (const tweetId of this.#answers.keys()) this.#waiting.add(tweetId);
    }
    this.#askedBy = asker;
    this.#answers.clear();
  }

  /** The old answers stand until the new ones are there: nothing flickers. */
  #askAgain(): void {
    this.#wantsPosts = true;
    for (const tweetId of this.#answers.keys()) this.#waiting.add(tweetId);
    this.#schedule();
  }

  #schedule(): void {
    const isIdle = this.#waiting.size === 0 && !this.#wantsPosts;
    if (isIdle || this.#wiring.life.aborted) return;
    const now = performance.now();
    this.#latest = now;
    if (this.#timer !== null) return;
    this.#askBefore = now + PATIENCE_MS;
    this.#wait(GATHER_MS);
  }

  /** One timer for all of them: it waits again when another one has come meanwhile. */
  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const now = performance.now();
      const left = Math.min(this.#latest + GATHER_MS, this.#askBefore) - now;
      if (left > 1) this.#wait(left);
      else void this.#ask();
    }, ms);
  }

  /** No answer, or one for somebody else: the viewer became known meanwhile, or the worker was stopped. */
  #retry(tweets: readonly string[], posts: boolean): void {
    if (this.#failures >= MAX_FAILURES) return;
    this.#failures++;
    for (const tweetId of tweets) this.#waiting.add(tweetId);
    this.#wantsPosts ||= posts;
    this.#schedule();
  }

  async #ask(): Promise<void> {
    const { ask, viewer, language, life } = this.#wiring;
    if (life.aborted) return;
    this.#forgetOthers();
    const tweets: string[] = [];
    const commands: PostedCommand[] = [];
    for (const tweetId of this.#waiting) {
      const command = this.#commands.get(tweetId);
      if (tweets.length >= MAX_TWEETS || (command && commands.length >= MAX_COMMANDS)) break;
      this.#waiting.delete(tweetId);
      tweets.push(tweetId);
      if (command) commands.push(command);
    }
    const { handle, numericId } = viewer();
    const asker = this.#askedBy;
    const recent = this.#wantsPosts;
    this.#wantsPosts = false;
    for (const tweetId of tweets) this.#underWay.add(tweetId);
    const answer = await ask('page.known', {
      viewer: { handle, xUserId: numericId },
      language: language(),
      recent,
      tweets,
      commands,
    });
    for (const tweetId of tweets) this.#underWay.delete(tweetId);
    if (life.aborted) return;
    if (answer === null || asker !== this.#askedBy) {
      this.#retry(tweets, recent);
      return;
    }
    this.#failures = 0;
    this.#learn(tweets, answer);
    this.#schedule();
  }

  #learn(tweets: readonly string[], { posts, known }: KnownAnswer): void {
    if (posts) {
      this.#posts = new Set(posts.ids);
      this.#from = posts.from;
      for (const tweetId of this.#waiting) if (this.#isNothing(tweetId)) this.#waiting.delete(tweetId);
    }
    for (const tweetId of tweets) {
      if (this.#isNothing(tweetId)) this.#answers.delete(tweetId);
      else this.#answers.set(tweetId, null);
    }
    for (const one of known) this.#answers.set(one.tweetId, one);
    // Whoever is told of a post that has its first payment asks what is to be said of it.
    const answered = new Set([...tweets, ...known.map(({ tweetId }) => tweetId), ...(posts?.ids ?? [])]);
    for (const hear of this.#hearers) hear(answered);
  }
}
