import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, REDIRECT_URI, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, createDeviceKey, type Reply } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi({
    RATE_SIGN_INS: '8',
    RATE_LOOKUPS: '5',
    RATE_ORDERS: '6',
    RATE_BAD_SIGNATURES: '3',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  alice = await api.member('alice', '1000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

function expectLimited(reply: Reply) {
  expect(reply.status).toBe(429);
  const problem = Problem.parse(reply.body);
  expect(problem).toMatchObject({ code: 'rate_limited', retryable: true });
  expect(Number(reply.headers['retry-after'])).toBe(problem.retry_after);
  expect(problem.retry_after).toBeGreaterThan(0);
}

test('T51 looking handles up is limited for each person, whether they exist or not', async () => {
  for (const handle of ['bob', 'nobody_1', 'nobody_2', 'BOB', 'refuge_sample']) {
    expect([200, 404]).toContain((await alice.resolve(handle)).status);
  }
  expectLimited(await alice.resolve('bob'));
  // Of the person, not of the device; and of nobody else.
  expectLimited(await (await api.signIn('alice')).resolve('nobody_3'));
  expect((await bob.resolve('alice')).status).toBe(200);
});

test('T51 orders of payments and top-ups are limited for each person', async () => {
  const order = () => bob.createPayment({ payeeXUserId: people.alice.xUserId, amount: '1' });
  for (let i = 0; i < 6; i++) expect((await order()).status).toBe(402);
  expectLimited(await order());
  expectLimited(await bob.topUp('100'));
  expect((await bob.wallet()).status).toBe(200);
});

test("T25 signatures that do not fit are throttled before any code is looked at; the owner's own are not", async () => {
  const payment = (await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' })).body;
  if (!payment.terms) throw new Error('no terms');
  const stranger = await createDeviceKey();
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const body = await alice.confirmation(payment.terms, PIN, { signWith: stranger });
    const reply = await alice.send('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body });
    statuses.push(reply.status);
    if (i === 3) expectLimited(reply);
  }
  expect(statuses).toEqual([401, 401, 401, 429]);
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
});

test('T25 sign-ins are limited by address, as told by a trusted proxy alone', async () => {
  const from = async (address: string) =>
    (await api.device()).send('POST', '/v1/link/x', {
      accessToken: null,
      body: { redirect_uri: REDIRECT_URI },
      headers: { 'x-forwarded-for': address },
    });
  // One /64 is one household.
  for (let i = 0; i < 8; i++) expect((await from(`2001:db8::${i}`)).status).toBe(201);
  expectLimited(await from('2001:db8::ffff'));
  expect((await from('2001:db8:0:1::1')).status).toBe(201);
  // What stands before the proxy's own word is the client's word, and worth nothing.
  expectLimited(await from('198.51.100.1, 2001:db8::1'));
});
