/** A life of the API with its log read: nothing in it may say who, how much, or with what. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeAs, createTestApi, PIN, people, REDIRECT_URI, type TestApi } from '../testing/api.ts';
import { expectStatus } from '../testing/client.ts';

const ADDRESS = '203.0.113.77';
const WRONG_PIN = '950273';
const BALANCE = '7654321';
const AMOUNT = '21043';
const LIMIT = '32154';
const MEMO = 'the cinema on Friday';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ LOG_LEVEL: 'debug', LIMIT_TOP_UP: BALANCE, LIMIT_24_HOURS: LIMIT });
});
afterAll(() => api.close());

/** A person lives: every kind of request, those that fail among them. What he wrote or was given comes back. */
async function live(): Promise<string[]> {
  const alice = await api.member('alice', BALANCE);
  const bob = await api.member('bob');
  const order = { payeeXUserId: people.bob.xUserId, amount: AMOUNT, memo: MEMO };
  const { body: payment } = await alice.createPayment(order);
  const { body: second } = await alice.createPayment(order);
  const key = randomUUID();
  await alice.confirm(payment, WRONG_PIN);
  expectStatus(await alice.confirm(payment, PIN, key), 200);
  await alice.confirm(payment, PIN, key);
  expectStatus(await alice.confirm(second, PIN), 422);
  await bob.getPayment(payment.id);
  await (await api.signIn('chloe')).getPayment(payment.id);
  await alice.createPayment({ ...order, amount: '98765' });
  await alice.send('GET', `/v1/payments/alice?handle=${people.bob.handle}`);
  await alice.send('GET', `/v1/@${people.alice.handle}/${PIN}`);
  await alice.send('POST', '/v1/payments', { key, body: { memo: MEMO, handle: people.bob.handle } });
  await alice.topUp('1', 'pm_card_declined');
  return [alice.session.access_token, bob.session.access_token, alice.key.jwk.x ?? ''];
}

/** Partners and the database fail in all the ways that are logged. */
async function fail(): Promise<void> {
  const alice = await api.signIn('alice');
  api.x.down = true;
  await alice.resolve(people.bob.handle);
  const device = await api.device();
  await device.signIn(REDIRECT_URI, authorizeAs('bob')).catch(() => undefined);
  api.x.down = false;
  api.cards.losing = 'after';
  await alice.topUp('1234');
  api.cards.losing = 'nothing';
  await api.pool.query(
    "alter table payments add constraint full_moon check (memo <> 'the cinema on Friday') not valid",
  );
  const order = { payeeXUserId: people.bob.xUserId, amount: AMOUNT, memo: MEMO };
  expect((await alice.createPayment(order)).status).toBe(500);
  await api.pool.query('alter table payments drop constraint full_moon');
}

test('no handle, name, memo, token, code, address, amount or X id is in the log', async () => {
  const given = await live();
  await fail();
  await api.app.inject({
    url: '/v1/wallet',
    remoteAddress: ADDRESS,
    headers: { authorization: `DPoP ${PIN}` },
  });
  const log = api.log.join('');
  // It is a log, and it tells an operator what went wrong and where.
  expect(log).toContain('"path":"/v1/payments/:id/confirm"');
  expect(log).toContain('full_moon');
  expect(log).toContain('X is not available');
  const people_ = Object.values(people).flatMap(({ handle, name, xUserId }) => [handle, name, xUserId]);
  const secrets = [
    ...people_,
    ...given,
    MEMO,
    PIN,
    WRONG_PIN,
    ADDRESS,
    '127.0.0.1',
    BALANCE,
    AMOUNT,
    '98765',
    LIMIT,
    '1234',
  ];
  const found = secrets.filter((secret) => wordIn(log, secret));
  expect(found).toEqual([]);
  expect(log).not.toMatch(/DPoP |eyJ[\w-]+\.|code-|verifier-/);
});

/** As a word of its own: digits of a code may stand in the middle of a random id. */
function wordIn(log: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'i').test(log);
}
