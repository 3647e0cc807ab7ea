import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, endpoints, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import type { ApiClient, Reply } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '50000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

test("T52 another person's payment is not there, and that he asked is logged", async () => {
  const payment = (await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '500' })).body;
  if (!payment.terms) throw new Error('no terms');
  const chloe = await api.signIn('chloe');
  for (const reply of [
    await chloe.getPayment(payment.id),
    await chloe.cancel(payment.id),
    await chloe.send('POST', `/v1/payments/${payment.id}/confirm`, {
      key: randomUUID(),
      body: await chloe.confirmation(payment.terms, PIN),
    }),
  ]) {
    expect([reply.status, codeOf(reply)]).toEqual([404, 'not_found']);
  }
  const logged = api.log.filter((line) => line.includes(payment.id) && line.includes('"level":40'));
  expect(logged).toHaveLength(3);
  const topUp = (await alice.topUp('100')).body;
  expect((await chloe.send('GET', `/v1/topups/${topUp.id}`)).status).toBe(404);
  expect(api.log.some((line) => line.includes(topUp.id) && line.includes('not his'))).toBe(true);
});

test.each([['status'], ['fee'], ['account_id']])('T53 an order that says "%s" is refused', async (field) => {
  const body = {
    payee_x_user_id: people.bob.xUserId,
    amount: { amount: '100', currency: 'EUR' },
    ...{ memo: null, visibility: 'private', origin: 'popup', tweet_id: null },
    [field]: '1',
  };
  const reply = await alice.send('POST', '/v1/payments', { key: randomUUID(), body });
  expect(reply.status).toBe(400);
  expect(Problem.parse(reply.body)).toMatchObject({
    code: 'invalid_request',
    errors: [{ pointer: '/body' }],
  });
});

const takesBody = Object.entries<Endpoint>(endpoints).flatMap(([name, { body }]) =>
  body ? [[name, body] as const] : [],
);
test.each(takesBody)('T53 %s takes no field that is not documented', (_name, body) => {
  const reading = body.safeParse({ account_id: '1' });
  expect(reading.error?.issues).toContainEqual(
    expect.objectContaining({ code: 'unrecognized_keys', keys: ['account_id'] }),
  );
});

test.each([
  ['a null byte', 'a\u0000b'],
  ['a line break', 'a\nb'],
  ['141 characters', 'a'.repeat(141)],
  ['10 MB', 'a'.repeat(10_000_000)],
])('T54 a memo with %s is refused', async (_title, memo) => {
  const reply = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '1', memo });
  expect([reply.status, codeOf(reply)]).toEqual([400, 'invalid_request']);
  const asked = await alice.ask(people.bob.xUserId, '1', { memo });
  expect([asked.status, codeOf(asked)]).toEqual([400, 'invalid_request']);
});

test.each([['<script>alert(1)</script>'], ['=CMD()'], ["'; drop table payments; --"]])(
  'T54 a memo %s is text, stored and signed as it is',
  async (memo) => {
    const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '1', memo });
    expect(created.body.memo).toBe(memo);
    expect((await alice.confirm(created.body, PIN)).body.memo).toBe(memo);
    expect((await bob.getPayment(created.body.id)).body.memo).toBe(memo);
  },
);
