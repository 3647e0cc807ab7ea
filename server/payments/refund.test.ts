import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payment, Problem, Refund } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;
beforeAll(async () => {
  api = await createTestApi({
    ...{ LIMIT_24_HOURS: '100000000', LIMIT_30_DAYS: '100000000', RATE_ORDERS: '10000', RATE_CODES: '10000' },
  });
  alice = await api.member('alice', '200000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

async function order(amount: string, from = alice, to: string = people.bob.xUserId): Promise<Payment> {
  const created = await from.createPayment({ payeeXUserId: to, amount });
  expectStatus(created, 201);
  return created.body;
}
async function pay(amount: string, from = alice, to: string = people.bob.xUserId): Promise<Payment> {
  const confirmed = await from.confirm(await order(amount, from, to), PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}
const refund = (client: ApiClient, payment: Payment, amount: string, key: string = randomUUID()) =>
  client.send<Refund>('POST', `/v1/payments/${payment.id}/refunds`, {
    ...{ key, body: { amount: { amount, currency: 'EUR' } } },
  });
const balanceOf = async (client: ApiClient) => BigInt((await client.wallet()).body.balance.amount);
const answerOf = (reply: Reply) => [reply.status, Problem.parse(reply.body).code];
const refunded = async (payment: Payment) => (await alice.getPayment(payment.id)).body.amount_refunded.amount;

/** What the journal and the rows of a payment's refunds come to: they must be the same. */
async function booked(payment: Payment): Promise<{ rows: bigint; journal: bigint }> {
  const { rows } = await api.pool.query(
    `select coalesce(sum(r.amount), 0)::bigint as rows,
            coalesce(sum((select max(p.amount) from ledger.postings p where p.subject_id = r.id and p.kind = 'refund')), 0)::bigint as journal
       from refunds r where r.payment_id = $1`,
    [payment.id.slice(4)],
  );
  return rows[0];
}

test('a refund in full gives everything back, and the payment stays settled', async () => {
  const [a, b] = [await balanceOf(alice), await balanceOf(bob)];
  const payment = await pay('1050');
  const made = await refund(bob, payment, '1050');
  expect(made.status).toBe(201);
  expect(Refund.parse(made.body)).toMatchObject({
    amount: { amount: '1050' },
    payment: { id: payment.id, state: 'settled', direction: 'in', amount_refunded: { amount: '1050' } },
  });
  expect([await balanceOf(alice), await balanceOf(bob), await refunded(payment)]).toEqual([a, b, '1050']);
  expect(answerOf(await refund(bob, payment, '1'))).toEqual([422, 'refund_exceeds_payment']);
});

test('T44 partial refunds come to the payment and not to a cent more', async () => {
  const payment = await pay('1000');
  expectStatus(await refund(bob, payment, '300'), 201);
  const tooMuch = await refund(bob, payment, '701');
  expect(answerOf(tooMuch)).toEqual([422, 'refund_exceeds_payment']);
  expect(Problem.parse(tooMuch.body).limit).toBe('700');
  expectStatus(await refund(bob, payment, '700'), 201);
  expect(answerOf(await refund(bob, payment, '1'))).toEqual([422, 'refund_exceeds_payment']);
  expect([await refunded(payment), await booked(payment)]).toEqual(['1000', { rows: 1000n, journal: 1000n }]);
});

test('T44 the same refund twice, with one key, is made once', async () => {
  const payment = await pay('1000');
  const [before, key] = [await balanceOf(alice), randomUUID()];
  const first = await refund(bob, payment, '400', key);
  const second = await refund(bob, payment, '400', key);
  expect([second.status, second.headers['idempotency-replayed']]).toEqual([201, 'true']);
  expect(second.body).toEqual(first.body);
  expect(answerOf(await refund(bob, payment, '401', key))).toEqual([422, 'idempotency_key_reused']);
  expect([await balanceOf(alice), await refunded(payment)]).toEqual([before + 400n, '400']);
});

test('T44 of refunds at once, with keys of their own, no more go through than there is', async () => {
  for (const [amount, fit] of [
    ['1000', 1],
    ['300', 3],
  ] as const) {
    const payment = await pay('1000');
    const before = await balanceOf(alice);
    const replies = await Promise.all(Array.from({ length: 6 }, () => refund(bob, payment, amount)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(fit);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect(answerOf(reply)).toEqual([422, 'refund_exceeds_payment']);
    const given = BigInt(amount) * BigInt(fit);
    expect([await balanceOf(alice), await booked(payment)]).toEqual([
      before + given,
      { rows: given, journal: given },
    ]);
  }
});

test('T44 who has spent the money can not give it back, and his wallet never goes below 0', async () => {
  const payment = await pay('900');
  const has = await balanceOf(bob);
  await pay(`${has - 899n}`, bob, people.alice.xUserId);
  expect(await balanceOf(bob)).toBe(899n);
  const key = randomUUID();
  expect(answerOf(await refund(bob, payment, '900', key))).toEqual([402, 'insufficient_funds']);
  expect([await balanceOf(bob), await refunded(payment)]).toEqual([899n, '0']);
  // The refusal stays: a try that hung must not give money back after its payee was told that there is none.
  await pay('1');
  expect(answerOf(await refund(bob, payment, '900', key))).toEqual([402, 'insufficient_funds']);
  expect(await refunded(payment)).toBe('0');
  expectStatus(await refund(bob, payment, '900'), 201);
  expect([await balanceOf(bob), await refunded(payment)]).toEqual([0n, '900']);
});

test('T44 of two payments given back at once with money for one, one is', async () => {
  const payments = [await pay('500'), await pay('500')];
  await pay(`${(await balanceOf(bob)) - 500n}`, bob, people.alice.xUserId);
  const replies = await Promise.all(payments.map((payment) => refund(bob, payment, '500')));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 402]);
  expect(await balanceOf(bob)).toBe(0n);
});

test('only the payee gives back, and only what has reached him', async () => {
  const payment = await pay('100');
  expect(answerOf(await refund(alice, payment, '100'))).toEqual([404, 'not_found']);
  const chloe = await api.signIn('chloe');
  expect(answerOf(await refund(chloe, payment, '100'))).toEqual([404, 'not_found']);
  // He is not shown it before it is confirmed, nor when it never is: nor does a refund tell him.
  const awaiting = await order('100');
  expect(answerOf(await refund(bob, awaiting, '100'))).toEqual([404, 'not_found']);
  await alice.cancel(awaiting.id);
  expect(answerOf(await refund(bob, awaiting, '100'))).toEqual([404, 'not_found']);
});

test('a refund of nothing, or of less, is none', async () => {
  const payment = await pay('100');
  for (const amount of ['0', '-1', '1.5'])
    expect(answerOf(await refund(bob, payment, amount))).toEqual([400, 'invalid_request']);
  expect(await refunded(payment)).toBe('0');
});

test('money that is held is declined, not refunded', async () => {
  const account = { xUserId: '1900000000000000001', handle: 'later', name: 'Later' };
  api.x.accounts.set('later', account);
  await alice.resolve('later');
  const payment = await pay('100', alice, account.xUserId);
  expect(payment.state).toBe('held');
  for (const client of [alice, bob])
    expect(answerOf(await refund(client, payment, '100'))).toEqual([404, 'not_found']);
});

test('the payer hears of it', async () => {
  const payment = await pay('100');
  await refund(bob, payment, '60');
  const { rows } = await api.pool.query(
    'select type, payload from events where person_id = $1 order by seq desc limit 1',
    [alice.session.person.id.slice(4)],
  );
  expect(rows[0]).toMatchObject({
    type: 'payment.updated',
    payload: { payment: { id: payment.id, direction: 'out', amount_refunded: { amount: '60' } } },
  });
});
