/**
 * The sandbox's X API: the subset of version 2 that we use, as `twitter-api-v2` speaks it. Checked against
 * X's own OpenAPI by `openapi.test.ts`. Must never know our product: it stands for X, and X does not.
 */
import type { IncomingMessage } from 'node:http';
import { type Answer, addressOf, BodyTooLargeError, type Handler, readBody, sendAnswer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { Authorizations, type CodeRequest, sameText, type XClient } from './authorizations.ts';
import {
  forbidden,
  invalidRequest,
  noSuchUser,
  notFound,
  oauthError,
  tooManyRequests,
  unauthorized,
  unsupportedAuthentication,
} from './problems.ts';
import { RateLimits } from './rate-limits.ts';
import { showUser } from './users.ts';

export type XApiOptions = {
  readonly accounts: readonly SandboxAccount[];
  readonly clients: readonly XClient[];
  /** The application's own token, for look-ups without a person. */
  readonly bearerToken: string;
  /** Look-ups in 15 minutes for one token; 300 is X's own limit for an application. */
  readonly lookupsPerWindow?: number;
  /** The present in milliseconds, for tests. */
  readonly now?: () => number;
};

export type XApi = {
  readonly handler: Handler;
  /** For the X site's consent page: a person agreed. Rejects with ConsentRefusedError when the link is wrong. */
  readonly issueCode: (consent: CodeRequest) => Promise<{ code: string }>;
};

/** X's own limits in 15 minutes: `GET /2/users/me` for a person, look-ups for an application. */
const meLimit = 75;
const lookupLimit = 300;

/** Who calls: a person's access token, or the application itself. */
type Caller =
  | {
      readonly kind: 'person';
      readonly token: string;
      readonly userId: string;
      readonly scopes: ReadonlySet<string>;
    }
  | { readonly kind: 'application'; readonly token: string };

export function createXApi(options: XApiOptions): XApi {
  const now = options.now ?? Date.now;
  const authorizations = new Authorizations(options.clients, now);
  const users = new Users(options, authorizations, new RateLimits(now));
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = addressOf(request);
    const { authorization } = request.headers;
    if (pathname.startsWith('/2/oauth2/')) {
      if (request.method !== 'POST') return notFound();
      const parameters = await readParameters(request);
      if (!parameters) return oauthError(400, 'invalid_request', 'The body can not be read.');
      if (pathname === '/2/oauth2/token') return authorizations.exchange(authorization, parameters);
      if (pathname === '/2/oauth2/revoke') return authorizations.revoke(authorization, parameters);
      return notFound();
    }
    return request.method === 'GET' ? users.answer(pathname, searchParams, authorization) : notFound();
  };
  return {
    handler: async (request, response) => sendAnswer(response, await answer(request)),
    issueCode: async (consent) => {
      if (!options.accounts.some((account) => account.id === consent.userId)) {
        throw new RangeError(`no account ${consent.userId} in the sandbox`);
      }
      return { code: authorizations.issueCode(consent) };
    },
  };
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

/** The look-ups of users, behind their authentication and rate limits. */
class Users {
  readonly #options: XApiOptions;
  readonly #authorizations: Authorizations;
  readonly #limits: RateLimits;

  constructor(options: XApiOptions, authorizations: Authorizations, limits: RateLimits) {
    this.#options = options;
    this.#authorizations = authorizations;
    this.#limits = limits;
  }

  answer(pathname: string, query: URLSearchParams, authorization: string | undefined): Answer {
    const username = /^\/2\/users\/by\/username\/([^/]+)$/.exec(pathname)?.[1];
    const id = /^\/2\/users\/([^/]+)$/.exec(pathname)?.[1];
    const isMe = id === 'me';
    if (username === undefined && id === undefined) return notFound();
    const caller = this.#callerOf(authorization);
    if (!caller) return unauthorized();
    if (isMe && caller.kind === 'application') return unsupportedAuthentication();
    if (caller.kind === 'person' && !(caller.scopes.has('users.read') && caller.scopes.has('tweet.read'))) {
      return forbidden();
    }
    const endpoint = isMe ? 'me' : username === undefined ? 'by-id' : 'by-username';
    const limit = isMe ? meLimit : (this.#options.lookupsPerWindow ?? lookupLimit);
    const allowance = this.#limits.count(caller.token, endpoint, limit);
    const answer = !allowance.allowed
      ? tooManyRequests()
      : isMe
        ? this.#me(caller, query)
        : username === undefined
          ? this.#byId(id ?? '', query)
          : this.#byUsername(decode(username), query);
    return { ...answer, headers: { ...answer.headers, ...allowance.headers } };
  }

  #callerOf(authorization: string | undefined): Caller | null {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    if (sameText(token, this.#options.bearerToken)) return { kind: 'application', token };
    const access = this.#authorizations.lookUp(token);
    return access ? { kind: 'person', token, ...access } : null;
  }

  #me(caller: Caller, query: URLSearchParams): Answer {
    const me = this.#options.accounts.find(
      (account) => caller.kind === 'person' && account.id === caller.userId,
    );
    return me ? showUser(me, query) : unauthorized();
  }

  #byId(id: string, query: URLSearchParams): Answer {
    if (!/^[0-9]{1,19}$/.test(id)) {
      return invalidRequest('id', id, `The \`id\` query parameter value [${id}] is not valid`);
    }
    const account = this.#options.accounts.find((candidate) => candidate.id === id);
    return account ? showUser(account, query) : noSuchUser('id', id);
  }

  #byUsername(username: string, query: URLSearchParams): Answer {
    if (!/^[A-Za-z0-9_]{1,15}$/.test(username)) {
      const message = `The \`username\` query parameter value [${username}] does not match ^[A-Za-z0-9_]{1,15}$`;
      return invalidRequest('username', username, message);
    }
    const asked = username.toLowerCase();
    const account = this.#options.accounts.find((candidate) => candidate.handle.toLowerCase() === asked);
    return account ? showUser(account, query) : noSuchUser('username', username);
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
