/** Posts of the sandbox's X API: who is mentioned, who wrote what, writing and deleting. */
import type { Answer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { type Callers, isAnswer } from './callers.ts';
import { disturb, type Faults, strikes } from './faults.ts';
import { invalidRequest, notFound, postNotFound, refused, tooManyRequests } from './problems.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Record as PublicRecord, ShownPost } from './record.ts';
import { postFieldsKnown, showPost } from './shown.ts';

/** X's own limits in 15 minutes, for a user. */
const limits = { mentions: 300, search: 300, posts: 900, byIds: 900, write: 100, remove: 50 };
/** X's time line of mentions holds no more; older ones are found by search. */
const mentionsHeld = 800;
const searchedMs = 7 * 24 * 3_600_000;
const readScopes = ['tweet.read', 'users.read'];
const writeScopes = [...readScopes, 'tweet.write'];
const expansionsKnown = new Set([
  'author_id',
  'edit_history_post_ids',
  'entities.mentions.username',
  'in_reply_to_user_id',
  'referenced_posts',
]);
/** Which fields come with which expansion. */
const expanded: Readonly<Record<string, string>> = {
  author_id: 'author_id',
  in_reply_to_user_id: 'in_reply_to_user_id',
  referenced_posts: 'referenced_posts',
};

export type NewPost = {
  readonly authorId: string;
  readonly text: string;
  readonly inReplyToId?: string;
  readonly quotedId?: string;
};

export type PostsOptions = {
  readonly accounts: () => readonly SandboxAccount[];
  readonly callers: Callers;
  readonly limits: RateLimits;
  readonly record: PublicRecord;
  readonly faults: Faults;
  /** Multiplies X's limits, for runs with more than a person's work. */
  readonly generosity: number;
  /** Writes it down, where people read too. Returns its id; null when X would refuse it. */
  readonly publish: (post: NewPost) => string | null;
  readonly unpublish: (id: string) => void;
};

export class Posts {
  readonly #options: PostsOptions;
  /** Posts that have been left out once. */
  readonly #late = new Set<string>();

  constructor(options: PostsOptions) {
    this.#options = options;
  }

  /** Answers what is about posts, or null. */
  answer(method: string, url: URL, authorization: string | undefined, body: unknown): Answer | null {
    const { pathname, searchParams: query } = url;
    const timeline = /^\/2\/users\/([0-9]{1,19})\/(mentions|tweets)$/.exec(pathname);
    if (method === 'GET' && timeline) {
      const [, userId = '', which] = timeline;
      return this.#timeline(userId, which === 'mentions' ? 'mentions' : 'posts', query, authorization);
    }
    if (method === 'GET' && pathname === '/2/tweets/search/recent') return this.#search(query, authorization);
    if (method === 'GET' && pathname === '/2/tweets') return this.#byIds(query, authorization);
    if (method === 'POST' && pathname === '/2/tweets') return this.#write(authorization, body);
    const id = /^\/2\/tweets\/([0-9]{1,19})$/.exec(pathname)?.[1];
    return method === 'DELETE' && id !== undefined ? this.#remove(id, authorization) : null;
  }

  #timeline(
    userId: string,
    which: 'mentions' | 'posts',
    query: URLSearchParams,
    authorization?: string,
  ): Answer {
    const caller = this.#options.callers.admit(authorization, readScopes);
    if (isAnswer(caller)) return caller;
    const wrong = wrongParameter(query);
    if (wrong) return wrong;
    const account = this.#options.accounts().find(({ id }) => id === userId);
    if (!account) return notFound();
    return this.#limited(caller.token, which, () => {
      const { record } = this.#options;
      if (which === 'posts') return this.#page(record.postsOf(userId), query, false);
      return this.#page(record.mentionsOf(account.handle).slice(0, mentionsHeld), query, true);
    });
  }

  /** One kind of query, the one that is asked: `@handle -is:retweet`. */
  #search(query: URLSearchParams, authorization?: string): Answer {
    const caller = this.#options.callers.admit(authorization, readScopes);
    if (isAnswer(caller)) return caller;
    const wrong = wrongParameter(query);
    if (wrong) return wrong;
    const asked = query.get('query') ?? '';
    const handle = /^@([A-Za-z0-9_]{1,15}) -is:retweet$/.exec(asked)?.[1];
    if (handle === undefined)
      return invalidRequest('query', asked, 'The sandbox searches for mentions of one account only');
    return this.#limited(caller.token, 'search', () => {
      const until = BigInt(query.get('until_id') ?? '0');
      const since = Date.now() - searchedMs;
      const found = this.#options.record.mentionsOf(handle).filter(({ post }) => {
        const isBefore = until === 0n || BigInt(post.id) < until;
        return isBefore && post.repostedId === undefined && Date.parse(post.createdAt) > since;
      });
      return this.#page(found, query, false);
    });
  }

  #page(all: readonly ShownPost[], query: URLSearchParams, lags: boolean): Answer {
    const { faults } = this.#options;
    const since = BigInt(query.get('since_id') ?? '0');
    const until = BigInt(query.get('pagination_token') ?? '0');
    const size = Number(query.get('max_results') ?? '10');
    const there = all.filter(({ post }) => BigInt(post.id) > since && !(lags && this.#isLate(post.id)));
    const rest = until === 0n ? there : there.filter(({ post }) => BigInt(post.id) < until);
    const page = rest.slice(0, size);
    const [newest, oldest] = [page[0]?.post.id, page.at(-1)?.post.id];
    const data = disturb(faults, page).map((shown) => this.#show(shown, query));
    const meta = {
      result_count: data.length,
      ...(newest === undefined ? {} : { newest_id: newest, oldest_id: oldest }),
      ...(rest.length > size ? { next_token: oldest } : {}),
    };
    return { status: 200, body: { ...(data.length > 0 ? { data } : {}), meta } };
  }

  /** X's indexes lag: what is new is sometimes seen at the second look only. */
  #isLate(id: string): boolean {
    if (this.#late.has(id)) return false;
    this.#late.add(id);
    return strikes(this.#options.faults, 'late');
  }

  #show(shown: ShownPost, query: URLSearchParams) {
    const fields = listOf(query.get('post.fields'));
    const expansions = listOf(query.get('expansions')).flatMap((name) => expanded[name] ?? []);
    return showPost(shown, this.#options.accounts(), new Set([...fields, ...expansions]), 'rest');
  }

  #byIds(query: URLSearchParams, authorization?: string): Answer {
    const caller = this.#options.callers.admit(authorization, readScopes);
    if (isAnswer(caller)) return caller;
    const ids = listOf(query.get('ids'));
    if (ids.length === 0 || ids.length > 100 || ids.some((id) => !/^[0-9]{1,19}$/.test(id))) {
      return invalidRequest('ids', ids.join(), `The \`ids\` query parameter value [${ids}] is not valid`);
    }
    const wrong = wrongParameter(query);
    if (wrong) return wrong;
    return this.#limited(caller.token, 'byIds', () => {
      const found = ids.flatMap((id) => this.#options.record.show(id) ?? []);
      const missing = ids.filter((id) => !this.#options.record.show(id));
      const body = {
        ...(found.length > 0 ? { data: found.map((shown) => this.#show(shown, query)) } : {}),
        ...(missing.length > 0 ? { errors: missing.map((id) => postNotFound('ids', id)) } : {}),
      };
      return { status: 200, body };
    });
  }

  #write(authorization: string | undefined, body: unknown): Answer {
    const caller = this.#options.callers.admitPerson(authorization, writeScopes);
    if (isAnswer(caller)) return caller;
    const wanted = newPostOf(body, caller.userId);
    if (!wanted) return invalidRequest('text', '', 'The text or the reply is not of its documented form');
    return this.#limited(caller.token, 'write', () => {
      const { record, publish } = this.#options;
      if (wanted.inReplyToId !== undefined && !record.show(wanted.inReplyToId)) {
        return refused('You attempted to reply to a Tweet that is deleted or not visible to you.');
      }
      if (this.#isRepeated(wanted)) {
        return refused('You are not allowed to create a Tweet with duplicate content.');
      }
      const id = publish(wanted);
      if (id === null) return refused('You are not permitted to perform this action.');
      const text = record.show(id)?.text ?? wanted.text;
      return { status: 201, body: { data: { id, text, edit_history_post_ids: [id] } } };
    });
  }

  /** X refuses the same text again, from the same account and soon after. */
  #isRepeated({ authorId, text }: NewPost): boolean {
    return this.#options.record.repeats(authorId, text);
  }

  #remove(id: string, authorization: string | undefined): Answer {
    const caller = this.#options.callers.admitPerson(authorization, writeScopes);
    if (isAnswer(caller)) return caller;
    return this.#limited(caller.token, 'remove', () => {
      const shown = this.#options.record.show(id);
      if (shown && shown.post.authorId !== caller.userId) {
        return refused('You are not permitted to delete this Tweet.');
      }
      if (shown) this.#options.unpublish(id);
      return { status: 200, body: { data: { deleted: shown !== undefined } } };
    });
  }

  #limited(token: string, which: keyof typeof limits, work: () => Answer): Answer {
    const allowance = this.#options.limits.count(token, which, limits[which] * this.#options.generosity);
    const answer = allowance.allowed ? work() : tooManyRequests();
    return { ...answer, headers: { ...answer.headers, ...allowance.headers } };
  }
}

function listOf(text: string | null): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

function wrongParameter(query: URLSearchParams): Answer | null {
  for (const [name, known] of [
    ['post.fields', postFieldsKnown],
    ['expansions', expansionsKnown],
  ] as const) {
    const unknown = listOf(query.get(name)).find((value) => !known.has(value));
    if (unknown !== undefined) {
      const message = `The \`${name}\` query parameter value [${unknown}] is not one of [${[...known].join(',')}]`;
      return invalidRequest(name, unknown, message);
    }
  }
  for (const name of ['since_id', 'until_id', 'pagination_token']) {
    const value = query.get(name);
    if (value !== null && !/^[0-9]{1,19}$/.test(value)) {
      return invalidRequest(name, value, `The \`${name}\` query parameter value [${value}] is not valid`);
    }
  }
  const size = query.get('max_results');
  if (size === null || (Number(size) >= 5 && Number(size) <= 100)) return null;
  return invalidRequest(
    'max_results',
    size,
    `The \`max_results\` query parameter value [${size}] is not between 5 and 100`,
  );
}

function newPostOf(body: unknown, authorId: string): NewPost | null {
  if (typeof body !== 'object' || body === null) return null;
  const text: unknown = Reflect.get(body, 'text');
  const reply: unknown = Reflect.get(body, 'reply');
  if (typeof text !== 'string' || text === '') return null;
  if (reply === undefined) return { authorId, text };
  const id: unknown =
    typeof reply === 'object' && reply !== null ? Reflect.get(reply, 'in_reply_to_tweet_id') : null;
  return typeof id === 'string' && /^[0-9]{1,19}$/.test(id) ? { authorId, text, inReplyToId: id } : null;
}
