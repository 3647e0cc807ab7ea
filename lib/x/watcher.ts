/**
 * Tells features which tweets came or changed. One observer of added nodes on X's root, each tweet looked at once per
 * slice, slices bounded in time: typing and scrolling on X must not feel us. Observes only; never changes X's nodes.
 */
import { postOfCell } from './cell.ts';
import { around, find, findAll } from './find.ts';
import { findTweets, tweetAround } from './tweet.ts';

/** Milliseconds of one slice: a frame has 16, X needs most of them. */
const BUDGET_MS = 5;
/** Milliseconds in which what is done at once may take no more than one slice. */
const FRAME_MS = 16;
/** Milliseconds to wait for X's root. Another extension may have replaced the page: then we stay quiet. */
const ROOT_WAIT_MS = 30_000;
/** A feature that fails this often on one page is switched off there. */
const MAX_FAILURES = 20;

export type Interest = {
  readonly name: string;
  /** A tweet that was added, or in which something was. May come again; must be cheap when nothing changed. */
  readonly tweet?: (article: Element) => void;
  /** A person in a list or under the pointer, in the same way. */
  readonly card?: (card: Element) => void;
  /** The page outside of tweets has changed, and all its changes so far have been handed out. */
  readonly settled?: () => void;
  /** Aborted: nothing is handed out to it any more. */
  readonly signal?: AbortSignal;
};

export type WatcherOptions = {
  readonly document: Document;
  /** Aborted: the watcher lets go of everything. */
  readonly signal: AbortSignal;
  /** Our own elements: changes made by us are no news. */
  readonly isOurs: (node: Node) => boolean;
  /** False once the extension was updated or removed under us. */
  readonly isAlive?: () => boolean;
  readonly onDead?: () => void;
  readonly onError?: (name: string, error: unknown) => void;
};

export class PageWatcher {
  readonly #options: WatcherOptions;
  readonly #interests: Interest[] = [];
  readonly #failures = new Map<Interest, number>();
  readonly #tweets = new Set<Element>();
  readonly #cards = new Set<Element>();
  readonly #observer: MutationObserver;
  #outsideChanged = false;
  #frame: number | null = null;
  #frameEnd = 0;
  /** Milliseconds spent at once since the last frame began, about. */
  #spent = 0;
  #rootTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#observer = new MutationObserver((records) => this.#collect(records));
    options.signal.addEventListener('abort', () => this.#stop(), { once: true });
  }

  /** How much waits for the next slice: tweets, people, and the page outside of them. */
  get pending(): number {
    return this.#tweets.size + this.#cards.size + (this.#outsideChanged ? 1 : 0);
  }

  add(interest: Interest): void {
    this.#interests.push(interest);
    const forget = () => {
      const at = this.#interests.indexOf(interest);
      if (at >= 0) this.#interests.splice(at, 1);
    };
    interest.signal?.addEventListener('abort', forget, { once: true });
  }

  start(): void {
    const { document, signal } = this.#options;
    if (signal.aborted) return;
    const root = find(document, 'reactRoot');
    if (root) {
      this.#watch(root);
      return;
    }
    const waiting = new MutationObserver(() => {
      const found = find(document, 'reactRoot');
      if (!found) return;
      giveUp();
      this.#watch(found);
    });
    const giveUp = () => {
      waiting.disconnect();
      if (this.#rootTimer !== null) clearTimeout(this.#rootTimer);
      this.#rootTimer = null;
    };
    waiting.observe(document, { childList: true, subtree: true });
    this.#rootTimer = setTimeout(giveUp, ROOT_WAIT_MS);
    signal.addEventListener('abort', giveUp, { once: true });
  }

  /** Looks at the whole page again: the viewer became known, or the theme changed. */
  recheck(): void {
    if (this.#options.signal.aborted) return;
    for (const tweet of findTweets(this.#options.document)) this.#tweets.add(tweet);
    for (const card of findAll(this.#options.document, 'personCard')) this.#cards.add(card);
    this.#outsideChanged = true;
    this.#schedule();
  }

  /** Asks for `settled` at the end of the next slice. */
  changedOutside(): void {
    if (this.#options.signal.aborted) return;
    this.#outsideChanged = true;
    this.#schedule();
  }

  #watch(root: Element): void {
    this.#observer.observe(root, { childList: true, subtree: true });
    this.recheck();
  }

  #collect(records: readonly MutationRecord[]): void {
    this.#sort(records);
    if (this.#tweets.size + this.#cards.size > 0) {
      this.#atOnce();
      // What we have just added ourselves need not wake us again.
      this.#sort(this.#observer.takeRecords());
    }
    if (this.pending > 0) this.#schedule();
  }

  #sort(records: readonly MutationRecord[]): void {
    for (const record of records) {
      const { addedNodes, removedNodes } = record;
      for (let at = 0; at < addedNodes.length; at++) {
        const node = addedNodes[at];
        if (node?.nodeType === 1 && !this.#options.isOurs(node)) this.#collectNode(node as Element);
      }
      if (removedNodes.length > 0) this.#collectRemoval(record);
    }
  }

  /**
   * In the task in which X drew: what we add is styled and laid out together with what X added, where a frame later it
   * would cost the page a layout of its own. Bounded like a slice, so that somebody who answers each of our changes with
   * one of his own can't keep the page from drawing; the rest waits for the next frame.
   */
  #atOnce(): void {
    const now = performance.now();
    if (now > this.#frameEnd) {
      this.#frameEnd = now + FRAME_MS;
      this.#spent = 0;
    }
    if (this.#spent >= BUDGET_MS) return;
    this.#handOut(now + BUDGET_MS - this.#spent);
    this.#spent += performance.now() - now;
  }

  #collectNode(node: Element): void {
    const post = postOfCell(node);
    if (post) {
      this.#tweets.add(post);
      return;
    }
    const tweet = tweetAround(node);
    if (tweet) {
      this.#tweets.add(tweet);
      return;
    }
    const tweets = findTweets(node);
    for (const inside of tweets) this.#tweets.add(inside);
    // A timeline's cells are most of what comes: none holds anything but tweets, or people, that others care for.
    if (!around(node, 'cell')) this.#outsideChanged = true;
    else if (tweets.length > 0) return;
    const card = around(node, 'personCard');
    if (card) this.#cards.add(card);
    else for (const inside of findAll(node, 'personCard')) this.#cards.add(inside);
  }

  /** X's re-rendering may take our element out with the row that held it: the tweet around is looked at again. */
  #collectRemoval(record: MutationRecord): void {
    if (!this.#lostOurs(record.removedNodes) || !record.target.isConnected) return;
    const tweet = tweetAround(record.target as Element);
    const card = around(record.target as Element, 'personCard');
    if (tweet) this.#tweets.add(tweet);
    else if (card) this.#cards.add(card);
    else this.#outsideChanged = true;
  }

  #lostOurs(removed: NodeList): boolean {
    for (let at = 0; at < removed.length; at++) {
      const node = removed[at];
      if (node && this.#options.isOurs(node)) return true;
    }
    return false;
  }

  #schedule(): void {
    if (this.#frame !== null || this.#options.signal.aborted) return;
    // Before the next paint, so that a tweet is never seen without our button and then with it.
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      this.#slice();
    });
  }

  /** @returns whether all tweets and people that waited were handed out; false too if the extension has gone. */
  #handOut(end: number): boolean {
    if (this.#options.isAlive?.() === false) {
      this.#options.onDead?.();
      return false;
    }
    return (
      this.#hand(this.#tweets, end, (tweet) => this.#tell((interest) => interest.tweet?.(tweet))) &&
      this.#hand(this.#cards, end, (card) => this.#tell((interest) => interest.card?.(card)))
    );
  }

  #slice(): void {
    if (!this.#handOut(performance.now() + BUDGET_MS)) {
      if (this.pending > 0) this.#schedule();
      return;
    }
    if (!this.#outsideChanged) return;
    this.#outsideChanged = false;
    this.#tell((interest) => interest.settled?.());
  }

  /** @returns false if the time was up before the set was empty. */
  #hand(waiting: Set<Element>, end: number, give: (element: Element) => void): boolean {
    for (const element of waiting) {
      if (performance.now() > end) return false;
      waiting.delete(element);
      // X's list unmounts cells at any time: what is gone needs nothing.
      if (element.isConnected) give(element);
    }
    return true;
  }

  #tell(call: (interest: Interest) => void): void {
    for (const interest of [...this.#interests]) {
      const failures = this.#failures.get(interest) ?? 0;
      if (failures >= MAX_FAILURES || this.#options.signal.aborted || interest.signal?.aborted) continue;
      try {
        call(interest);
      } catch (error) {
        this.#failures.set(interest, failures + 1);
        if (failures === 0) this.#options.onError?.(interest.name, error);
      }
    }
  }

  #stop(): void {
    this.#observer.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#tweets.clear();
    this.#cards.clear();
    this.#outsideChanged = false;
    this.#interests.length = 0;
  }
}
