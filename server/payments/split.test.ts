import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalConfirmation, Problem, Split, type SplitTerms } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, type Reply, signBytes } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;
let refuge: ApiClient;
const chloe = people.chloe.xUserId;
const three = [people.bob.xUserId, people.refuge.xUserId, chloe];

beforeAll(async () => {
  api = await createTestApi({ RATE_ORDERS: '10000', RATE_CODES: '10000' });
  alice = await api.member('alice', '200000');
  bob = await api.member('bob');
  refuge = await api.member('refuge');
  expectStatus(await alice.resolve('chloe'), 200);
});
afterAll(() => api.close());
// Each test with its own limits: as if the payments of the one before had never counted.
beforeEach(() =>
  tamper(
    "update payments set confirmed_at = confirmed_at - interval '31 days' where confirmed_at is not null",
  ),
);

/** Changes rows behind the back of every guard of the database: what no request can do. */
async function tamper(statement: string, values: unknown[] = []): Promise<void> {
  const client = await api.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(statement, values);
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}

function order(
  payees: readonly string[],
  division: 'each' | 'total',
  amount: string,
  key: string = randomUUID(),
) {
  return alice.send<Split>('POST', '/v1/splits', {
    key,
    body: {
      ...{ payee_x_user_ids: payees, division, amount: { amount, currency: 'EUR' }, memo: 'la pizza' },
      ...{ visibility: 'private', origin: 'popup', tweet_id: null },
    },
  });
}
async function ordered(
  payees: readonly string[],
  division: 'each' | 'total',
  amount: string,
): Promise<Split> {
  const created = await order(payees, division, amount);
  expectStatus(created, 201);
  return Split.parse(created.body);
}
function termsOf({ terms }: Split): SplitTerms {
  if (!terms) throw new Error('nothing to confirm');
  return terms;
}
async function confirm(
  split: Split,
  terms = termsOf(split),
  key: string = randomUUID(),
): Promise<Reply<Split>> {
  const use_counter = alice.nextCounter();
  const bytes = canonicalConfirmation(terms, { deviceId: alice.session.device_id, useCounter: use_counter });
  const body = { pin: PIN, signature: await signBytes(alice.key, bytes), use_counter };
  return alice.send<Split>('POST', `/v1/splits/${split.id}/confirm`, { key, body });
}
const cancel = (client: ApiClient, split: Split) =>
  client.send<Split>('POST', `/v1/splits/${split.id}/cancel`, { key: randomUUID() });
const balanceOf = async (client: ApiClient) => BigInt((await client.wallet()).body.balance.amount);
const answerOf = (reply: Reply) => [reply.status, Problem.parse(reply.body).code];
const amountsOf = (split: Split) => split.payments.map(({ amount }) => amount.amount);
const statesOf = (split: Split) => split.payments.map(({ state }) => state);
const read = async (split: Split) => (await alice.send<Split>('GET', `/v1/splits/${split.id}`)).body;

describe('a split', () => {
  test('of one amount for each pays everyone, by one confirmation', async () => {
    const before = await Promise.all([alice, bob, refuge].map(balanceOf));
    const split = await ordered(three, 'each', '700');
    expect([amountsOf(split), split.total.amount]).toEqual([['700', '700', '700'], '2100']);
    expect(termsOf(split)).toMatchObject({ total_minor: '2100', purpose: 'la pizza' });
    expect(split.payments.every(({ terms, split_id }) => terms === null && split_id === split.id)).toBe(true);
    const paid = Split.parse((await confirm(split)).body);
    // One of them has no wallet: his part is held.
    expect([statesOf(paid), paid.terms]).toEqual([['settled', 'settled', 'held'], null]);
    const after = await Promise.all([alice, bob, refuge].map(balanceOf));
    expect(after.map((balance, i) => balance - (before[i] ?? 0n))).toEqual([-2100n, 700n, 700n]);
  });

  test('T49 of a total is exact to the cent: 10.00 by three', async () => {
    const split = await ordered(three, 'total', '1000');
    expect([amountsOf(split), split.total.amount]).toEqual([['334', '333', '333'], '1000']);
    expect(split.payments.map(({ payee }) => payee.x_user_id)).toEqual(three);
    const before = await balanceOf(alice);
    expectStatus(await confirm(split), 200);
    expect(await balanceOf(alice)).toBe(before - 1000n);
  });

  test.each([
    ['less than a cent for each', three, 'total', '2', 'invalid_request'],
    ['the same payee twice', [three[0] ?? '', three[0] ?? ''], 'each', '100', 'invalid_request'],
    ['one payee', [three[0] ?? ''], 'each', '100', 'invalid_request'],
    ['ten payees', Array.from({ length: 10 }, (_, i) => `${i + 1}`), 'each', '100', 'invalid_request'],
    ['oneself among them', [people.alice.xUserId, three[0] ?? ''], 'each', '100', 'payee_is_payer'],
    ['somebody nobody has looked up', ['77', three[0] ?? ''], 'each', '100', 'payee_unknown'],
    ['more for one than one may get', three, 'each', '25001', 'limit_exceeded'],
    ['more than there is', [three[0] ?? '', three[1] ?? ''], 'each', '25000', 'insufficient_funds'],
  ] as const)('%s is refused, and nothing is made', async (_title, payees, division, amount, code) => {
    const count = async () => (await api.pool.query('select count(*) from splits')).rows[0].count;
    const before = await count();
    if (code === 'insufficient_funds') await spendTo(49_999n);
    const reply = await order(payees, division, amount);
    expect(Problem.parse(reply.body).code).toBe(code);
    expect(await count()).toBe(before);
    if (code === 'insufficient_funds') await alice.topUp('150000');
  });

  /** Leaves Alice with this much. */
  async function spendTo(left: bigint): Promise<void> {
    await api.pool.query("update people set kind = 'organisation', charity = true where x_user_id = $1", [
      people.refuge.xUserId,
    ]);
    for (let more = (await balanceOf(alice)) - left; more > 0n; more = (await balanceOf(alice)) - left) {
      const amount = `${more > 50_000n ? 50_000n : more}`;
      const created = await alice.createPayment({ payeeXUserId: people.refuge.xUserId, amount });
      expectStatus(await alice.confirm(created.body, PIN), 200);
      await tamper(
        "update payments set confirmed_at = confirmed_at - interval '31 days' where confirmed_at is not null",
      );
    }
  }

  test('is paid whole or not at all: money for all but a cent', async () => {
    const split = await ordered(three, 'each', '1000');
    await spendTo(2_999n);
    const key = randomUUID();
    const refused = await confirm(split, termsOf(split), key);
    expect(answerOf(refused)).toEqual([402, 'insufficient_funds']);
    expect([statesOf(await read(split)), await balanceOf(alice)]).toEqual([
      ['refused', 'refused', 'refused'],
      2_999n,
    ]);
    await alice.topUp('150000');
    expect(answerOf(await confirm(split))).toEqual([409, 'payment_not_awaiting']);
  });

  test('is paid whole or not at all: within the limits but for a cent', async () => {
    const [a, b] = [
      await ordered(three.slice(0, 2), 'each', '25000'),
      await ordered(three, 'total', '50001'),
    ];
    const exact = await ordered(three, 'total', '50000');
    expectStatus(await confirm(a), 200);
    const before = await balanceOf(alice);
    const refused = await confirm(b);
    expect(answerOf(refused)).toEqual([422, 'limit_exceeded']);
    expect(Problem.parse(refused.body).limit).toBe('100000');
    expect([statesOf(await read(b)), await balanceOf(alice)]).toEqual([
      ['refused', 'refused', 'refused'],
      before,
    ]);
    expectStatus(await confirm(exact), 200);
  });

  test('its payments are confirmed and cancelled together, not one by one', async () => {
    const split = await ordered(three, 'each', '100');
    for (const { id } of split.payments) {
      expect(answerOf(await alice.cancel(id))).toEqual([409, 'part_of_split']);
      const body = { version: 1, pin: PIN, signature: 'A'.repeat(86), use_counter: alice.nextCounter() };
      const reply = await alice.send('POST', `/v1/payments/${id}/confirm`, { key: randomUUID(), body });
      expect(answerOf(reply)).toEqual([409, 'part_of_split']);
    }
    expect(statesOf(await read(split))).toEqual(Array(3).fill('awaiting_confirmation'));
    expectStatus(await confirm(split), 200);
  });

  test('T17 confirmed twice at once it is paid once, with the same result', async () => {
    const split = await ordered(three, 'each', '100');
    const before = await balanceOf(alice);
    const replies = await Promise.all([confirm(split), confirm(split)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(replies[1]?.body).toEqual(replies[0]?.body);
    expect(await balanceOf(alice)).toBe(before - 300n);
    const key = randomUUID();
    const again = await confirm(split, termsOf(split), key);
    expect([again.status, again.body]).toEqual([200, replies[0]?.body]);
    expect(await balanceOf(alice)).toBe(before - 300n);
  });

  test('T18 is over at exactly its end, all of it', async () => {
    const split = await ordered(three, 'each', '100');
    const expires_at = new Date(Date.now() - 1).toISOString();
    await tamper('update payments set expires_at = $2 where split_id = $1', [split.id.slice(4), expires_at]);
    await tamper('update splits set expires_at = $2 where id = $1', [split.id.slice(4), expires_at]);
    expect(answerOf(await confirm(split, { ...termsOf(split), expires_at }))).toEqual([
      409,
      'payment_expired',
    ]);
    expect(statesOf(await read(split))).toEqual(['expired', 'expired', 'expired']);
    expect(answerOf(await cancel(alice, split))).toEqual([409, 'payment_expired']);
  });

  test('T19 other terms than those that were shown are not what is confirmed', async () => {
    const split = await ordered(three, 'total', '1000');
    const terms = termsOf(split);
    const [first, ...others] = terms.payments;
    if (!first) throw new Error('no payments');
    for (const changed of [
      { ...terms, total_minor: '999' },
      { ...terms, payments: others },
      { ...terms, payments: [{ ...first, amount_minor: '335' }, ...others] },
      { ...terms, payments: [{ ...first, payee_x_user_id: '77' }, ...others] },
      { ...terms, nonce: (await ordered(three, 'total', '1000')).terms?.nonce ?? '' },
    ])
      expect(answerOf(await confirm(split, changed))).toEqual([401, 'authentication_failed']);
    expectStatus(await confirm(split), 200);
  });

  test('is cancelled whole, once and again; then it is no more to be confirmed', async () => {
    const split = await ordered(three, 'each', '100');
    expect(answerOf(await cancel(bob, split))).toEqual([404, 'not_found']);
    expect(statesOf((await cancel(alice, split)).body)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    expect((await cancel(alice, split)).status).toBe(200);
    expect(answerOf(await confirm(split))).toEqual([409, 'payment_not_awaiting']);
  });

  test('that is paid can not be cancelled as a whole; the part that is held can, by itself', async () => {
    const split = await ordered(three, 'each', '100');
    expectStatus(await confirm(split), 200);
    expect(answerOf(await cancel(alice, split))).toEqual([409, 'payment_not_awaiting']);
    const before = await balanceOf(alice);
    const held = split.payments[2]?.id ?? '';
    expect((await alice.cancel(held)).body).toMatchObject({ state: 'returned' });
    expect(await balanceOf(alice)).toBe(before + 100n);
  });

  test('is shown to its payer alone; its payees see their own payment', async () => {
    const split = await ordered(three, 'each', '100');
    await confirm(split);
    expect((await bob.send('GET', `/v1/splits/${split.id}`)).status).toBe(404);
    const [ofBob, ofRefuge] = split.payments;
    expect((await bob.getPayment(ofBob?.id ?? '')).status).toBe(200);
    expect((await bob.getPayment(ofRefuge?.id ?? '')).status).toBe(404);
  });

  test('T36 ordered twice with one key is made once', async () => {
    const key = randomUUID();
    const first = await order(three, 'total', '1000', key);
    const second = await order(three, 'total', '1000', key);
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(second.body).toEqual(first.body);
    expect(answerOf(await order(three, 'each', '1000', key))).toEqual([422, 'idempotency_key_reused']);
  });
});
