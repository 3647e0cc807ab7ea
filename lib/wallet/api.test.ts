import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problems } from '../protocol/index.ts';
import { API_ORIGIN, call, callAsNobody } from './api.ts';
import { cancelPayment, pageRules, resolvePayee } from './generated/operations.ts';

const fetched = vi.fn<(url: string, init: RequestInit & { headers: Headers }) => Promise<Response>>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

const payee = { x_user_id: '202', handle: 'bob', name: 'Bob Martin', holder: null };
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { date: new Date().toUTCString(), 'content-type': 'application/json', ...headers },
  });

function problem(code: keyof typeof problems) {
  const { status, title, retryable } = problems[code];
  const body = { type: 'about:blank', title, status, code, retryable, request_id: 'r1' };
  return json(status, body, { 'content-type': 'application/problem+json' });
}

const resolve = () => call(resolvePayee, 'token', { body: { handle: 'bob' } });

describe('the three outcomes', () => {
  it('done, with the answer checked', async () => {
    fetched.mockResolvedValue(json(200, payee));
    expect(await resolve()).toEqual({ kind: 'done', value: payee });
  });

  it('refused, with the problem', async () => {
    fetched.mockResolvedValue(problem('payee_unknown'));
    expect(await resolve()).toMatchObject({ kind: 'refused', problem: { code: 'payee_unknown' } });
  });

  it.each<[string, () => Promise<Response>]>([
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a broken server', async () => problem('internal_error')],
    ['an overloaded server', async () => problem('unavailable')],
    ['an answer of another form', async () => json(200, { ...payee, iban: 'FR76' })],
    ['a proxy in between', async () => new Response('<h1>Sign in to Wi-Fi</h1>', { status: 200 })],
    ['a refusal that is none of ours', async () => json(403, { error: 'blocked' })],
  ])('unknown: %s', async (_, answer) => {
    fetched.mockImplementation(answer);
    expect(await resolve()).toEqual({ kind: 'unknown' });
  });
});

describe('the proof of each request', () => {
  it('is signed by the device key, for this method, address and token alone', async () => {
    fetched.mockImplementation(async () => json(200, payee));
    await resolve();
    await resolve();
    const [first = '', second = ''] = fetched.mock.calls.map(([, { headers }]) => headers.get('dpop') ?? '');
    const { jwk, typ } = decodeProtectedHeader(first);
    expect(typ).toBe('dpop+jwt');
    expect(jwk).not.toHaveProperty('d');
    const { payload } = await jwtVerify(first, await importJWK(jwk ?? {}, 'ES256'));
    const ath = createHash('sha256').update('token').digest('base64url');
    expect(payload).toMatchObject({ htm: 'POST', htu: `${API_ORIGIN}/v1/payees/resolve`, ath });
    expect(decodeJwt(second).jti).not.toBe(payload.jti);
  });

  it('T18 follows the server’s clock: ours may be a day off', async () => {
    const dayMs = 86_400_000;
    const serverNow = () => new Date(Date.now() + dayMs);
    fetched.mockImplementation(async (_, { headers }) => {
      const { iat = 0 } = decodeJwt(headers.get('dpop') ?? '');
      const fits = Math.abs(iat - serverNow().getTime() / 1000) < 60;
      const answer = fits ? json(200, payee) : problem('unauthenticated');
      answer.headers.set('date', serverNow().toUTCString());
      return answer;
    });
    expect(await resolve()).toMatchObject({ kind: 'done' });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('is not repeated for ever: a session that has ended has ended', async () => {
    fetched.mockImplementation(async () => problem('unauthenticated'));
    await resolve();
    fetched.mockClear();
    expect(await resolve()).toMatchObject({ kind: 'refused' });
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

it('what is public is asked for by nobody: no proof, no token, no cookie', async () => {
  fetched.mockImplementation(async () => problem('not_found'));
  expect(await callAsNobody(pageRules, {})).toMatchObject({ kind: 'refused' });
  const [, init] = fetched.mock.calls[0] ?? ['', undefined];
  expect([...(init?.headers.keys() ?? [])]).toEqual(['accept']);
  expect(init).toMatchObject({ credentials: 'omit', redirect: 'error' });
});

it('an order carries its key, and neither cookies nor a followed redirect', async () => {
  fetched.mockImplementation(async () => problem('insufficient_funds'));
  await call(cancelPayment, 'token', {
    id: 'pay_0190a000-0000-7000-8000-000000000001',
    idempotencyKey: 'a6a4b7f0-7a3c-4b8e-9a94-0d9a3f6b1c11',
  });
  const [url, init] = fetched.mock.calls[0] ?? ['', undefined];
  expect(url).toBe(`${API_ORIGIN}/v1/payments/pay_0190a000-0000-7000-8000-000000000001/cancel`);
  expect(init?.headers.get('idempotency-key')).toBe('a6a4b7f0-7a3c-4b8e-9a94-0d9a3f6b1c11');
  expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' });
});

it('an order without a key, or with another body, does not compile', () => {
  const id = 'pay_0190a000-0000-7000-8000-000000000001';
  // @ts-expect-error the key is missing
  const withoutKey = () => call(cancelPayment, 'token', { id });
  // @ts-expect-error the body has no such field
  const otherBody = () => call(resolvePayee, 'token', { body: { handle: 'bob', amount: '500' } });
  expect([withoutKey, otherBody].map((later) => typeof later)).toEqual(['function', 'function']);
});
