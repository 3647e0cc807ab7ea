/** The service account's client against the sandbox's X: its token, X's limits, and the stream's silent death. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Served, serve } from '../../sandbox/serve-for-test.ts';
import { accountByHandle, accounts, serviceAccountId } from '../../sandbox/world.ts';
import { createXApi, type XApi } from '../../sandbox/x-api/server.ts';
import { XLimitedError, XRefusedError, type XService, XUnavailableError } from './port.ts';
import { createTwitterService } from './service.ts';
import type { ServiceTokens, TokenVault } from './service-token.ts';

const alice = accountByHandle('alice')?.id ?? '';
const client = { clientId: 'moineau', clientSecret: 'secret', redirectUris: [] };
const scope = 'users.read tweet.read tweet.write dm.read dm.write offline.access';

let now: number;
let x: XApi;
let server: Served;
let service: XService;
let stored: ServiceTokens[];

beforeEach(async () => {
  now = Date.now();
  stored = [];
  x = createXApi({
    ...{ accounts, clients: [client], bearerToken: 'application', now: () => now },
    refreshTokens: [{ token: 'seed', userId: serviceAccountId, scope }],
  });
  server = await serve(x.handler);
  service = create();
});
afterEach(async () => server.close());

let kept: ServiceTokens;
let turn: Promise<unknown>;
function create(): XService {
  kept = { refreshToken: 'seed', accessToken: null, expiresAt: null };
  turn = Promise.resolve();
  return another();
}

/** One process more, with the same vault. */
function another(): XService {
  const vault: TokenVault = {
    read: async () => kept,
    renew(work) {
      const mine = turn.then(async () => {
        const renewed = await work(kept);
        if (renewed) stored.push(renewed);
        kept = renewed ?? kept;
        return kept;
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
  const config = {
    ...client,
    bearerToken: 'application',
    apiUrl: server.url,
    apiCa: server.ca,
    silenceMs: 300,
  };
  return createTwitterService(
    { ...config, serviceUserId: serviceAccountId, serviceHandle: 'moineau' },
    vault,
  );
}

const calls = (name: string) => x.calls.get(name) ?? 0;

test('a refresh token is used once, whoever needs it: the new one is stored before the new access token is used', async () => {
  const two = another();
  await Promise.all([service.readMessages({ page: null }), two.readMessages({ page: null })]);
  expect(calls('POST /2/oauth2/token')).toBe(1);
  expect(stored).toHaveLength(1);
  expect(stored[0]?.refreshToken).not.toBe('seed');
});

test('a token that X refuses is renewed, and the call that it was refused for is made again, once', async () => {
  await service.readMessages({ page: null });
  now += 3 * 3_600_000;
  await expect(service.post('hello', null)).resolves.toMatch(/^[0-9]+$/);
  expect(calls('POST /2/oauth2/token')).toBe(2);
  expect(calls('POST /2/tweets')).toBe(2);
});

test('X’s limit says until when; nothing is tried again before', async () => {
  let limited: unknown;
  for (let i = 0; i < 20 && limited === undefined; i++) {
    await service.readMessages({ page: null }).catch((error: unknown) => {
      limited = error;
    });
  }
  expect(limited).toBeInstanceOf(XLimitedError);
  const { resetAt } = limited as XLimitedError;
  expect(resetAt.getTime()).toBeGreaterThan(now + 60_000);
  expect(calls('GET /2/dm_events')).toBe(16);
});

test('a refusal is X’s last word; an answer that is lost is not', async () => {
  await expect(service.post('to nothing', '77')).rejects.toBeInstanceOf(XRefusedError);
  await service.readMessages({ page: null });
  x.faults.lost = 1;
  const lost = await service.post('lost', null).catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(XUnavailableError);
  expect(lost).not.toBeInstanceOf(XRefusedError);
  // Nothing is repeated by the client itself.
  expect(calls('POST /2/tweets')).toBe(2);
});

test('a stream that says nothing more is taken for dead, and can be opened again', async () => {
  const rung: string[] = [];
  const bell = await service.ring((id) => rung.push(id));
  const post = (id: string) =>
    x.record({ id, authorId: alice, text: '@moineau', createdAt: new Date(now).toISOString(), lang: 'fr' });
  post('2000000000000000001');
  await expect.poll(() => rung).toHaveLength(1);
  x.stream.stall();
  await bell.ended;
  const second = await service.ring((id) => rung.push(id));
  post('2000000000000000002');
  await expect.poll(() => rung).toEqual(['2000000000000000001', '2000000000000000002']);
  expect(calls('POST /2/tweets/search/stream/rules')).toBe(1);
  second.close();
  await second.ended;
});

test('T56 nobody else’s account is taken for an answer', async () => {
  await expect(service.readAccounts([alice])).resolves.toEqual([
    { xUserId: alice, handle: 'alice', name: 'Alice Durand' },
  ]);
  await expect(service.readAccounts(['77'])).resolves.toEqual([]);
  x.faults.mistaken = 1;
  await expect(service.readAccounts([alice])).rejects.toThrow('X answered with another account');
});
