/**
 * What has been written on the sandbox's X, as its API knows it: posts with their edits, and direct messages. Must never
 * be asked who may see what: nobody here is protected.
 */
import type { SandboxAccount } from '../world.ts';
import { findMentions } from './mentions.ts';

export type RecordedPost = {
  readonly id: string;
  readonly authorId: string;
  /** As it was written; the API shows it with the mentions that X puts before a reply, and escaped. */
  readonly text: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lang: string;
  readonly inReplyToId?: string;
  readonly quotedId?: string;
  readonly repostedId?: string;
};

export type Message = {
  readonly id: string;
  readonly senderId: string;
  readonly participantIds: readonly [string, string];
  readonly text: string;
  readonly createdAt: string;
};

/** A post as the API shows it. */
export type ShownPost = {
  readonly post: RecordedPost;
  /** With what X puts before a reply. */
  readonly text: string;
  /** Code points before what the site shows. */
  readonly shownFrom: number;
  /** The ids of all its versions, the first one first. */
  readonly versions: readonly string[];
  readonly inReplyToUserId: string | undefined;
};

/** More than any run of tests writes; the oldest go first. */
const kept = 200_000;

export class Record {
  readonly #accounts: () => readonly SandboxAccount[];
  readonly #posts = new Map<string, RecordedPost>();
  /** Versions by the id of each of them. */
  readonly #versions = new Map<string, readonly string[]>();
  readonly #gone = new Set<string>();
  /** Ids of posts that mention a handle, in lower case, in the order in which they came. */
  readonly #mentioning = new Map<string, string[]>();
  readonly #by = new Map<string, string[]>();
  readonly #messages: Message[] = [];

  constructor(accounts: () => readonly SandboxAccount[]) {
    this.#accounts = accounts;
  }

  /** Takes in what was there before anybody looked: it is known, and can be answered, and is in no time line. */
  addScenery(post: RecordedPost): void {
    this.#posts.set(post.id, post);
    this.#versions.set(post.id, [post.id]);
  }

  /** Takes a post in, unless it is there. `before`: the version that it edits. */
  add(post: RecordedPost, before?: string): boolean {
    if (this.#posts.has(post.id)) return false;
    const oldest = this.#posts.keys().next();
    if (this.#posts.size >= kept && !oldest.done) this.#posts.delete(oldest.value);
    this.#posts.set(post.id, post);
    const versions = [...(before === undefined ? [] : (this.#versions.get(before) ?? [before])), post.id];
    for (const id of versions) this.#versions.set(id, versions);
    append(this.#by, post.authorId, post.id);
    const mentioned = findMentions(this.textOf(post).text).map(({ username }) => username.toLowerCase());
    for (const handle of new Set(mentioned)) append(this.#mentioning, handle, post.id);
    return true;
  }

  remove(id: string): void {
    this.#gone.add(id);
  }

  /** The newest version of a post; undefined when it is gone. */
  show(id: string): ShownPost | undefined {
    const versions = this.#versions.get(id) ?? [id];
    const post = this.#posts.get(versions.at(-1) ?? id);
    if (!post || versions.some((version) => this.#gone.has(version))) return undefined;
    const { text, shownFrom } = this.textOf(post);
    return { post, text, shownFrom, versions, inReplyToUserId: this.#authorOf(post.inReplyToId) };
  }

  /** Posts that mention this handle, newest first, each in its newest version. */
  mentionsOf(handle: string): ShownPost[] {
    const ids = this.#mentioning.get(handle.toLowerCase()) ?? [];
    return this.#newest(ids);
  }

  /** What an account has written, newest first. */
  postsOf(authorId: string): ShownPost[] {
    return this.#newest(this.#by.get(authorId) ?? []);
  }

  /** Whether this account has written this very text among its last posts. */
  repeats(authorId: string, text: string): boolean {
    return this.postsOf(authorId)
      .slice(0, 20)
      .some(({ post }) => post.text === text);
  }

  addMessage(message: Message): void {
    this.#messages.push(message);
  }

  /** Messages that this account sent or got, newest first; with one other, or with everyone. */
  messagesOf(userId: string, otherId?: string): Message[] {
    return this.#messages
      .filter(({ participantIds }) => participantIds.includes(userId))
      .filter(({ participantIds }) => otherId === undefined || participantIds.includes(otherId))
      .toReversed();
  }

  /** A reply bears the handle of whom it answers, which the site hides. */
  textOf(post: RecordedPost): { text: string; shownFrom: number } {
    const answered = this.#accounts().find(({ id }) => id === this.#authorOf(post.inReplyToId));
    if (!answered || answered.id === post.authorId) return { text: post.text, shownFrom: 0 };
    const lead = `@${answered.handle} `;
    return { text: `${lead}${post.text}`, shownFrom: [...lead].length };
  }

  #authorOf(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#posts.get(id)?.authorId;
  }

  #newest(ids: readonly string[]): ShownPost[] {
    const seen = new Set<string>();
    const shown: ShownPost[] = [];
    for (const id of ids.toReversed()) {
      const one = this.show(id);
      if (!one || seen.has(one.post.id)) continue;
      seen.add(one.post.id);
      shown.push(one);
    }
    return shown.sort((a, b) => (BigInt(a.post.id) < BigInt(b.post.id) ? 1 : -1));
  }
}

function append(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(id);
}
