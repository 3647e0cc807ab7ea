/** Looking users up: oneself, by handle, by id, many by their ids. */
import type { Answer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { type Callers, isAnswer } from './callers.ts';
import { type Faults, strikes } from './faults.ts';
import { invalidRequest, noSuchUser, tooManyRequests, unauthorized } from './problems.ts';
import type { RateLimits } from './rate-limits.ts';
import { showUser, showUsers } from './users.ts';

const meLimit = 75;
/** X's own limit for an application. */
const lookupLimit = 300;
const scopes = ['users.read', 'tweet.read'];

export type LookupOptions = {
  readonly accounts: () => readonly SandboxAccount[];
  readonly callers: Callers;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly lookupsPerWindow: number | undefined;
};

/** Answers `GET /2/users…`, or null when the path is another's. */
export function answerLookup(
  options: LookupOptions,
  { pathname, searchParams: query }: URL,
  authorization: string | undefined,
): Answer | null {
  const username = /^\/2\/users\/by\/username\/([^/]+)$/.exec(pathname)?.[1];
  const id = /^\/2\/users\/([^/]+)$/.exec(pathname)?.[1];
  const isMany = pathname === '/2/users';
  if (username === undefined && id === undefined && !isMany) return null;
  const isMe = id === 'me';
  const caller = isMe
    ? options.callers.admitPerson(authorization, scopes)
    : options.callers.admit(authorization, scopes);
  if (isAnswer(caller)) return caller;
  const endpoint = isMe ? 'me' : isMany ? 'by-ids' : username === undefined ? 'by-id' : 'by-username';
  const limit = isMe ? meLimit : (options.lookupsPerWindow ?? lookupLimit);
  const allowance = options.limits.count(caller.token, endpoint, limit);
  const accounts = options.accounts();
  const asked = strikes(options.faults, 'mistaken') ? mistake(accounts, query) : query;
  const answer = (): Answer => {
    if (!allowance.allowed) return tooManyRequests();
    if (isMe) return me(accounts, caller.kind === 'person' ? caller.userId : '', query);
    if (isMany) return byIds(accounts, asked);
    return username === undefined
      ? byId(accounts, id ?? '', query)
      : byUsername(accounts, decode(username), query);
  };
  const given = answer();
  return { ...given, headers: { ...given.headers, ...allowance.headers } };
}

/** The same question about others: for each account the one after it. */
function mistake(accounts: readonly SandboxAccount[], query: URLSearchParams): URLSearchParams {
  const others = (query.get('ids') ?? '').split(',').map((id) => {
    const at = accounts.findIndex((account) => account.id === id);
    return accounts[(at + 1) % accounts.length]?.id ?? id;
  });
  const mistaken = new URLSearchParams(query);
  mistaken.set('ids', others.join());
  return mistaken;
}

function me(accounts: readonly SandboxAccount[], userId: string, query: URLSearchParams): Answer {
  const found = accounts.find((account) => account.id === userId);
  return found ? showUser(found, query) : unauthorized();
}

function byId(accounts: readonly SandboxAccount[], id: string, query: URLSearchParams): Answer {
  if (!/^[0-9]{1,19}$/.test(id)) {
    return invalidRequest('id', id, `The \`id\` query parameter value [${id}] is not valid`);
  }
  const account = accounts.find((candidate) => candidate.id === id);
  return account ? showUser(account, query) : noSuchUser('id', id);
}

function byIds(accounts: readonly SandboxAccount[], query: URLSearchParams): Answer {
  const ids = (query.get('ids') ?? '').split(',');
  const wrong = ids.find((id) => !/^[0-9]{1,19}$/.test(id));
  if (wrong !== undefined || ids.length > 100) {
    return invalidRequest('ids', wrong ?? '', `The \`ids\` query parameter value [${wrong}] is not valid`);
  }
  return showUsers(accounts, ids, query);
}

function byUsername(accounts: readonly SandboxAccount[], username: string, query: URLSearchParams): Answer {
  if (!/^[A-Za-z0-9_]{1,15}$/.test(username)) {
    const message = `The \`username\` query parameter value [${username}] does not match ^[A-Za-z0-9_]{1,15}$`;
    return invalidRequest('username', username, message);
  }
  const asked = username.toLowerCase();
  const account = accounts.find((candidate) => candidate.handle.toLowerCase() === asked);
  return account ? showUser(account, query) : noSuchUser('username', username);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
