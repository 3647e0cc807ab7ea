/**
 * The client of the payment API, around the generated requests (docs/decisions/0008-generated-client.md). Every call
 * carries a proof of this device, has a deadline and one of three outcomes: done, refused with a problem, or unknown; an
 * order with an unknown outcome is asked for again with the same key, never made anew.
 */

import type { ApiResponse, RequestOpts } from '@oazapfts/runtime';
import { platform } from '#platform';
import type { EndpointName, Problem } from '../protocol/index.ts';
import { makeProof } from './dpop.ts';
import { isProblem } from './generated/checks.ts';
import { EVENTS_PATH, STATEMENT_PATH } from './generated/operations.ts';

declare const __API_ORIGIN__: string;
declare const __CLIENT_VERSION__: string;

/** Fixed when the extension is built; also in its host permissions. */
export const API_ORIGIN = __API_ORIGIN__;

/**
 * Orders wait longer than the server's own time-out (25 s), so that an answer it gives is not missed by a hair; and
 * shorter than Chromium lets a worker wait for one answer (30 s).
 */
const ORDER_DEADLINE_MS = 28_000;

/** Somebody looks at a screen that waits for what is only read. */
const READ_DEADLINE_MS = 6_000;

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** No answer, or one that decides nothing (5xx): the order may or may not have been carried out. */
  | { readonly kind: 'unknown' };

/** One operation of the generated client (generated/operations.ts). */
export type Operation = {
  readonly name: EndpointName;
  readonly send: (request: never, options: RequestOpts) => Promise<ApiResponse>;
  /** Whether an answer that tells of success is one of this operation's. */
  readonly accepts: (answer: unknown) => boolean;
};

/** What a call of this operation needs: parameters, body and, for an order, its `idempotencyKey`. */
export type Request<O extends Operation> = Parameters<O['send']>[0];

/** What it answers when done. */
export type Success<O extends Operation> =
  Extract<Awaited<ReturnType<O['send']>>, { status: 200 | 201 | 204 }> extends { data: infer Answer }
    ? Answer
    : undefined;

/** Whether the API has said that this version may do nothing but read (T59). */
let upgradeRequired = false;

export function isUpgradeRequired(): boolean {
  return upgradeRequired;
}

/** The server's clock minus ours, seconds: a wrong clock here must not lock a person out (T18). */
let clockOffsetSeconds = 0;

/** Calls one operation. `accessToken` null: only the proof is sent (before there is a session). */
export async function call<O extends Operation>(
  operation: O,
  accessToken: string | null,
  request: Request<O>,
): Promise<Outcome<Success<O>>> {
  const offsetBefore = clockOffsetSeconds;
  const sendAsDevice = async (url: string, init: RequestInit) =>
    fetchOnce(url, init, await authorizationHeaders(init.method ?? 'GET', url, accessToken));
  let outcome = await attempt(operation, request, sendAsDevice);
  const clockWasWrong = Math.abs(clockOffsetSeconds - offsetBefore) > 5;
  if (outcome.kind === 'refused' && outcome.problem.code === 'unauthenticated' && clockWasWrong) {
    outcome = await attempt(operation, request, sendAsDevice);
  }
  return outcome as Outcome<Success<O>>;
}

/**
 * Calls an operation that is public: asked for by nobody in particular, without a proof, by which devices could be told
 * apart.
 */
export async function callAsNobody<O extends Operation>(
  operation: O,
  request: Request<O>,
): Promise<Outcome<Success<O>>> {
  const plain = new Headers({ accept: 'application/json' });
  const outcome = await attempt(operation, request, (url, init) => fetchOnce(url, init, plain));
  return outcome as Outcome<Success<O>>;
}

async function attempt(
  operation: Operation,
  request: unknown,
  send: (url: string, init: RequestInit) => Promise<Response>,
): Promise<Outcome<unknown>> {
  try {
    // Proved by `Request<O>` for whoever calls; here all operations are one.
    const answer = await operation.send(request as never, {
      baseUrl: API_ORIGIN,
      fetch: ((url: string, init: RequestInit = {}) => send(url, init)) as typeof fetch,
    });
    return readAnswer(operation, answer);
  } catch {
    return { kind: 'unknown' };
  }
}

/** What every request has, whatever it asks: the deadline, no cookies, no cache, no redirect. */
async function fetchOnce(url: string, init: RequestInit, more: Headers): Promise<Response> {
  const method = init.method ?? 'GET';
  const headers = new Headers(init.headers);
  for (const [name, value] of more) headers.set(name, value);
  const response = await fetch(url, {
    ...init,
    method,
    headers,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(method === 'GET' ? READ_DEADLINE_MS : ORDER_DEADLINE_MS),
  });
  learnClock(response);
  // What is public is asked for by nobody in particular, and says nothing of a version.
  if (headers.has('moineau-client')) upgradeRequired = response.headers.get('moineau-upgrade') === 'required';
  return response;
}

function readAnswer({ accepts }: Operation, { status, data }: ApiResponse): Outcome<unknown> {
  if (status >= 500) return { kind: 'unknown' };
  const answer: unknown = data;
  if (status < 300) return accepts(answer) ? { kind: 'done', value: answer } : { kind: 'unknown' };
  return isProblem(answer) ? { kind: 'refused', problem: answer } : { kind: 'unknown' };
}

async function authorizationHeaders(
  method: string,
  url: string,
  accessToken: string | null,
): Promise<Headers> {
  const headers = new Headers({ accept: 'application/json' });
  headers.set('moineau-client', `${platform.client}/${__CLIENT_VERSION__}`);
  headers.set('dpop', await makeProof({ method, url, accessToken, clockOffsetSeconds }));
  if (accessToken !== null) headers.set('authorization', `DPoP ${accessToken}`);
  return headers;
}

function learnClock(response: Response): void {
  const serverTime = Date.parse(response.headers.get('date') ?? '');
  if (Number.isFinite(serverTime)) clockOffsetSeconds = Math.round((serverTime - Date.now()) / 1000);
}

/**
 * Opens the event stream after `lastSeq`.
 * @returns the open response, `'ended'` when the session is no longer valid, or null when the API is out of reach.
 */
export async function openEventStream(
  accessToken: string,
  lastSeq: number,
  signal: AbortSignal,
): Promise<Response | 'ended' | null> {
  const more = { accept: 'text/event-stream', 'last-event-id': String(lastSeq) };
  const response = await openStream(EVENTS_PATH, accessToken, more, signal);
  if (response?.status === 401) return 'ended';
  return response?.ok && response.body ? response : null;
}

/** The history as a file. Null when it is not given, or not now. */
export async function openDownload(
  accessToken: string,
  query: URLSearchParams,
  language: string,
): Promise<Response | null> {
  const more = { accept: '*/*', 'accept-language': language };
  const response = await openStream(`${STATEMENT_PATH}?${query}`, accessToken, more, null);
  return response?.ok ? response : null;
}

/** What is read as it comes, for as long as it takes. */
async function openStream(
  path: string,
  accessToken: string,
  more: Record<string, string>,
  signal: AbortSignal | null,
): Promise<Response | null> {
  const url = new URL(path, API_ORIGIN).href;
  try {
    const headers = await authorizationHeaders('GET', url, accessToken);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    const response = await fetch(url, {
      ...{ headers, signal, cache: 'no-store', credentials: 'omit', redirect: 'error' },
    });
    learnClock(response);
    return response;
  } catch {
    return null;
  }
}
