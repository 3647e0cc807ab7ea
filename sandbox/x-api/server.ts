/**
 * The sandbox's X API: the subset of version 2 that we use, as `twitter-api-v2` speaks it. Checked against
 * X's own OpenAPI by `openapi.test.ts`. Must never know our product: it stands for X, and X does not.
 */
import type { IncomingMessage } from 'node:http';
import { type Answer, addressOf, BodyTooLargeError, type Handler, readBody, sendAnswer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { Authorizations, type CodeRequest, type XClient } from './authorizations.ts';
import { Callers } from './callers.ts';
import { type Faults, noFaults, strikes } from './faults.ts';
import { answerLookup } from './lookups.ts';
import { Messages } from './messages.ts';
import { type NewPost, Posts } from './posts.ts';
import { notFound, oauthError, serviceUnavailable } from './problems.ts';
import { RateLimits } from './rate-limits.ts';
import { type Message, Record as PublicRecord, type RecordedPost } from './record.ts';
import { createSnowflakes } from './snowflakes.ts';
import { FilteredStream } from './stream.ts';

export type XApiOptions = {
  readonly accounts: readonly SandboxAccount[];
  readonly clients: readonly XClient[];
  /** The application's own token, for look-ups without a person. */
  readonly bearerToken: string;
  /** Consents given before: an account's refresh token for the first client. */
  readonly refreshTokens?: readonly {
    readonly token: string;
    readonly userId: string;
    readonly scope: string;
  }[];
  /** Look-ups in 15 minutes for one token; 300 is X's own limit for an application. */
  readonly lookupsPerWindow?: number;
  /** Multiplies X's other limits: 1 when absent. */
  readonly generosity?: number;
  /** The present in milliseconds, for tests. */
  readonly now?: () => number;
  readonly nextId?: () => string;
  /** Where a post of the API is to appear too: on the site. By default it is only written down here. */
  readonly publish?: (post: NewPost) => string | null;
  readonly unpublish?: (id: string) => void;
  /** Who takes no messages from strangers. */
  readonly isClosed?: (userId: string) => boolean;
};

export type XApi = {
  readonly handler: Handler;
  /** For the X site's consent page: a person agreed. Rejects with ConsentRefusedError when the link is wrong. */
  readonly issueCode: (consent: CodeRequest) => Promise<{ code: string }>;
  /** Somebody has posted. The same post again changes nothing. */
  readonly record: (post: RecordedPost) => void;
  /** A post that was there before the sandbox began: nobody is told of it any more. */
  readonly recordScenery: (post: RecordedPost) => void;
  /** Its author has changed it: a new version with an id of its own, which is returned. */
  readonly edit: (id: string, text: string) => string;
  readonly remove: (id: string) => void;
  /** Somebody writes to somebody. */
  readonly message: (from: string, to: string, text: string) => Message;
  /** The handle of an account changes, as people change theirs. */
  readonly rename: (userId: string, handle: string) => void;
  readonly stream: Pick<FilteredStream, 'stall' | 'cut' | 'isOpen'>;
  readonly faults: Faults;
  /** What stands there now. */
  readonly written: Pick<PublicRecord, 'postsOf' | 'messagesOf'>;
  /** How often each call was made: `GET /2/tweets`. */
  readonly calls: ReadonlyMap<string, number>;
};

type Request = { readonly method: string; readonly url: URL; readonly authorization: string | undefined };

export function createXApi(options: XApiOptions): XApi {
  const now = options.now ?? Date.now;
  const nextId = options.nextId ?? createSnowflakes(now);
  const people = new Map(options.accounts.map((account) => [account.id, account]));
  const accounts = () => [...people.values()];
  const authorizations = new Authorizations(options.clients, now);
  const [client] = options.clients;
  for (const { token, ...consent } of options.refreshTokens ?? []) {
    authorizations.admitRefreshToken(token, { ...consent, clientId: client?.clientId ?? '' });
  }
  const faults = noFaults();
  const callers = new Callers(authorizations, options.bearerToken);
  const shared = {
    accounts,
    callers,
    faults,
    limits: new RateLimits(now),
    generosity: options.generosity ?? 1,
  };
  const written = createWritten({ ...options, accounts, now, nextId, faults, callers });
  const { record, stream } = written;
  const posts = new Posts({ ...shared, record, publish: written.publish, unpublish: written.unpublish });
  const isClosed = options.isClosed ?? (() => false);
  const messages = new Messages({ ...shared, record, write: written.message, isClosed });
  const lookups = { ...shared, lookupsPerWindow: options.lookupsPerWindow };
  const calls = new Map<string, number>();

  const answer = async (
    request: IncomingMessage,
    { method, url, authorization }: Request,
  ): Promise<Answer> => {
    const { pathname } = url;
    if (pathname.startsWith('/2/oauth2/')) return answerOAuth(authorizations, request, pathname);
    const body = method === 'POST' ? await readJson(request) : null;
    if (pathname === '/2/tweets/search/stream/rules') return stream.answerRules(method, authorization, body);
    return (
      posts.answer(method, url, authorization, body) ??
      messages.answer(method, url, authorization, body) ??
      (method === 'GET' ? answerLookup(lookups, url, authorization) : null) ??
      notFound()
    );
  };
  return {
    async handler(request, response) {
      const { authorization } = request.headers;
      const asked = { method: request.method ?? 'GET', url: addressOf(request), authorization };
      const call = `${asked.method} ${asked.url.pathname.replaceAll(/[0-9]{5,}/g, ':id')}`;
      calls.set(call, (calls.get(call) ?? 0) + 1);
      if (strikes(faults, 'unavailable')) return sendAnswer(response, serviceUnavailable());
      if (asked.method === 'GET' && asked.url.pathname === '/2/tweets/search/stream') {
        const refusal = stream.open(asked.url, authorization, response);
        return refusal ? sendAnswer(response, refusal) : undefined;
      }
      const given = await answer(request, asked);
      // A refresh token is good for one use: where its answer is lost, only its person can consent anew.
      if (strikes(faults, 'lost') && !asked.url.pathname.startsWith('/2/oauth2/')) response.destroy();
      else sendAnswer(response, given);
    },
    issueCode: async (consent) => {
      if (!people.has(consent.userId)) throw new RangeError(`no account ${consent.userId} in the sandbox`);
      return { code: authorizations.issueCode(consent) };
    },
    recordScenery: (post) => record.addScenery(post),
    ...{ record: written.add, edit: written.edit, remove: written.unpublish, message: written.message },
    rename(userId, handle) {
      const account = people.get(userId);
      if (account) people.set(userId, { ...account, handle });
    },
    ...{ stream, faults, calls, written: record },
  };
}

/** What is written, by the site's people and by the API alike, and who is told of it. */
function createWritten(
  options: Pick<XApiOptions, 'publish' | 'unpublish'> & {
    readonly accounts: () => readonly SandboxAccount[];
    readonly callers: Callers;
    readonly faults: Faults;
    readonly now: () => number;
    readonly nextId: () => string;
  },
) {
  const { accounts, now, nextId } = options;
  const record = new PublicRecord(accounts);
  const stream = new FilteredStream(options);
  const createdAt = () => new Date(now()).toISOString();
  const add = (post: RecordedPost, before?: string) => {
    if (!record.add(post, before)) return;
    const shown = record.show(post.id);
    if (shown) stream.tell(shown);
  };
  return {
    ...{ record, stream, add: (post: RecordedPost) => add(post) },
    edit(id: string, text: string): string {
      const shown = record.show(id);
      if (!shown) throw new RangeError(`no post ${id}`);
      const version = nextId();
      add({ ...shown.post, id: version, text, createdAt: createdAt() }, shown.post.id);
      return version;
    },
    publish(post: NewPost): string | null {
      const id = options.publish ? options.publish(post) : nextId();
      if (id !== null) add({ ...post, id, createdAt: createdAt(), lang: 'fr' });
      return id;
    },
    unpublish(id: string): void {
      record.remove(id);
      options.unpublish?.(id);
    },
    message(from: string, to: string, text: string): Message {
      const participantIds: [string, string] = [from, to];
      const message = { id: nextId(), senderId: from, participantIds, text, createdAt: createdAt() };
      record.addMessage(message);
      return message;
    },
  };
}

async function answerOAuth(
  authorizations: Authorizations,
  request: IncomingMessage,
  pathname: string,
): Promise<Answer> {
  if (request.method !== 'POST') return notFound();
  const parameters = await readParameters(request);
  if (!parameters) return oauthError(400, 'invalid_request', 'The body can not be read.');
  const { authorization } = request.headers;
  if (pathname === '/2/oauth2/token') return authorizations.exchange(authorization, parameters);
  return pathname === '/2/oauth2/revoke' ? authorizations.revoke(authorization, parameters) : notFound();
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BodyTooLargeError) return null;
    throw error;
  }
}

/**
 * Parameters of an OAuth call. A form by the standard; `twitter-api-v2` 1.29 sends JSON all the same
 * (its test for the OAuth path reads the URL's password), and X takes it.
 */
async function readParameters(request: IncomingMessage): Promise<Readonly<Record<string, string>> | null> {
  try {
    const text = await readBody(request);
    const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
    const read: unknown = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    if (typeof read !== 'object' || read === null) return null;
    const texts = Object.entries(read).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return Object.fromEntries(texts);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BodyTooLargeError) return null;
    throw error;
  }
}
