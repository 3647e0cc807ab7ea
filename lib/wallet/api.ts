/**
 * The client of the payment API. Every call has a deadline and one of three outcomes: done, refused with a
 * problem, or unknown; an order with an unknown outcome is asked for again with the same key, never made anew.
 */
import type { z } from 'zod';
import {
  type Endpoint,
  type EndpointName,
  EVENTS_PATH,
  endpoints,
  IDEMPOTENCY_KEY_HEADER,
  Problem,
} from '../protocol/index.ts';
import { makeProof } from './dpop.ts';

declare const __API_ORIGIN__: string;

/** Fixed when the extension is built; also in its host permissions. */
export const API_ORIGIN = __API_ORIGIN__;

/** Orders wait longer than the server's own time-out, so that an answer it gives is not missed by a hair. */
const ORDER_DEADLINE_MS = 20_000;

/** Somebody looks at a screen that waits for what is only read. */
const READ_DEADLINE_MS = 6_000;

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** No answer, or one that decides nothing (5xx): the order may or may not have been carried out. */
  | { readonly kind: 'unknown' };

type Part<N extends EndpointName, K extends 'params' | 'query' | 'body'> =
  (typeof endpoints)[N] extends Record<K, infer S extends z.ZodType> ? { [P in K]: z.input<S> } : unknown;
type Keyed<N extends EndpointName> = (typeof endpoints)[N]['idempotent'] extends true
  ? { idempotencyKey: string }
  : unknown;

/** What a call of endpoint N needs, from the endpoint table. */
export type Request<N extends EndpointName> = Part<N, 'params'> &
  Part<N, 'query'> &
  Part<N, 'body'> &
  Keyed<N>;
export type Success<N extends EndpointName> = z.infer<(typeof endpoints)[N]['success']['schema']>;

type LooseRequest = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
};

/** The server's clock minus ours, seconds: a wrong clock here must not lock a person out (T18). */
let clockOffsetSeconds = 0;

/** Calls one endpoint. `accessToken` null: only the proof is sent (before there is a session). */
export async function call<N extends EndpointName>(
  name: N,
  accessToken: string | null,
  request: Request<N>,
): Promise<Outcome<Success<N>>> {
  const endpoint: Endpoint = endpoints[name];
  const loose = request as LooseRequest;
  const offsetBefore = clockOffsetSeconds;
  let outcome = await attempt(endpoint, accessToken, loose);
  const clockWasWrong = Math.abs(clockOffsetSeconds - offsetBefore) > 5;
  if (outcome.kind === 'refused' && outcome.problem.code === 'unauthenticated' && clockWasWrong) {
    outcome = await attempt(endpoint, accessToken, loose);
  }
  return outcome as Outcome<Success<N>>;
}

async function attempt(endpoint: Endpoint, accessToken: string | null, request: LooseRequest) {
  const url = addressOf(endpoint, request);
  const headers = await authorizationHeaders(endpoint.method, url, accessToken);
  if (request.body !== undefined) headers.set('content-type', 'application/json');
  if (request.idempotencyKey !== undefined) headers.set(IDEMPOTENCY_KEY_HEADER, request.idempotencyKey);
  try {
    const response = await fetch(url, {
      method: endpoint.method,
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(endpoint.method === 'GET' ? READ_DEADLINE_MS : ORDER_DEADLINE_MS),
    });
    learnClock(response);
    return await readAnswer(endpoint, response);
  } catch {
    return { kind: 'unknown' } as const;
  }
}

async function readAnswer(endpoint: Endpoint, response: Response): Promise<Outcome<unknown>> {
  if (response.status >= 500) return { kind: 'unknown' };
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) {
    const value = endpoint.success.schema.safeParse(json);
    return value.success ? { kind: 'done', value: value.data } : { kind: 'unknown' };
  }
  const problem = Problem.safeParse(json);
  return problem.success ? { kind: 'refused', problem: problem.data } : { kind: 'unknown' };
}

function addressOf(endpoint: Endpoint, request: LooseRequest): string {
  const path = endpoint.path.replace(/:([a-z_]+)/g, (_, name: string) =>
    encodeURIComponent(request.params?.[name] ?? ''),
  );
  const url = new URL(path, API_ORIGIN);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  return url.href;
}

async function authorizationHeaders(
  method: string,
  url: string,
  accessToken: string | null,
): Promise<Headers> {
  const headers = new Headers({ accept: 'application/json' });
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
  const url = new URL(EVENTS_PATH, API_ORIGIN).href;
  try {
    const headers = await authorizationHeaders('GET', url, accessToken);
    headers.set('accept', 'text/event-stream');
    headers.set('last-event-id', String(lastSeq));
    const response = await fetch(url, {
      headers,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal,
    });
    learnClock(response);
    if (response.status === 401) return 'ended';
    return response.ok && response.body ? response : null;
  } catch {
    return null;
  }
}
