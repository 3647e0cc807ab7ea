import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HistoryPage, type Payment, Problem } from '../../lib/protocol/index.ts';
import { registerOrganisation } from '../../server/people/people.ts';
import {
  authorizeAs,
  createTestApi,
  PIN,
  people,
  REDIRECT_URI,
  type TestApi,
} from '../../server/testing/api.ts';
import { type ApiClient, createDeviceKey, expectStatus, type Reply } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi({ LIMIT_24_HOURS: '100000000', LIMIT_30_DAYS: '100000000' });
  alice = await api.member('alice', '500000');
  bob = await api.member('bob', '1000');
  await api.member('refuge');
  await registerOrganisation(api.pool, people.refuge.xUserId);
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

async function order(
  amount = '500',
  from = alice,
  payeeXUserId: string = people.bob.xUserId,
): Promise<Payment> {
  const created = await from.createPayment({ payeeXUserId, amount });
  expectStatus(created, 201);
  return created.body;
}

async function balanceOf(client: ApiClient): Promise<bigint> {
  return BigInt((await client.wallet()).body.balance.amount);
}

function confirmWith(client: ApiClient, payment: Payment, body: unknown, key: string = randomUUID()) {
  return client.send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key, body });
}

function termsOf(payment: Payment) {
  if (!payment.terms) throw new Error('no terms');
  return payment.terms;
}

/** Changes rows behind the back of every guard of the database: what no request can do. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  const client = await api.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(statement, values);
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}

test('T13 nobody pays himself', async () => {
  const reply = await alice.createPayment({ payeeXUserId: people.alice.xUserId, amount: '100' });
  expect([reply.status, codeOf(reply)]).toEqual([422, 'payee_is_payer']);
  const second = await api.member('alice');
  expect(codeOf(await second.createPayment({ payeeXUserId: people.alice.xUserId, amount: '100' }))).toBe(
    'payee_is_payer',
  );
});

test.each([
  ['a person', people.bob.xUserId, '25000'],
  ['an organisation', people.refuge.xUserId, '50000'],
])(
  'T14 one payment to %s may reach its limit and not pass it by a cent',
  async (_title, payeeXUserId, limit) => {
    const payment = await order(limit, alice, payeeXUserId);
    expect((await alice.confirm(payment, PIN)).body.state).toBe('settled');
    const above = await alice.createPayment({ payeeXUserId, amount: (BigInt(limit) + 1n).toString() });
    expect(above.status).toBe(422);
    expect(Problem.parse(above.body)).toMatchObject({ code: 'limit_exceeded', limit });
  },
);

describe('limits over time', () => {
  let limited: TestApi;
  beforeAll(async () => {
    limited = await createTestApi({ LIMIT_24_HOURS: '1000', LIMIT_30_DAYS: '1500' });
  });
  afterAll(() => limited.close());

  test('T15 of ten payments at once exactly those succeed that fit the daily limit, and the monthly one holds too', async () => {
    const payer = await limited.member('alice', '10000');
    await limited.member('bob');
    const payments: Payment[] = [];
    for (let i = 0; i < 10; i++) payments.push(await order('300', payer));
    // Each from a device of its own, or their counters would have to arrive in order.
    const devices = await Promise.all(payments.map(() => limited.signIn('alice')));
    const confirm = (i: number) => (devices[i] as ApiClient).confirm(payments[i] as Payment, PIN);
    // Five at once, twice: a sixth code at the same moment would wait for the others' verdict (T23).
    const replies = [
      ...(await Promise.all([0, 1, 2, 3, 4].map(confirm))),
      ...(await Promise.all([5, 6, 7, 8, 9].map(confirm))),
    ];
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(3);
    for (const refused of replies.filter((reply) => reply.status !== 200)) {
      expect(Problem.parse(refused.body)).toMatchObject({
        status: 422,
        code: 'limit_exceeded',
        limit: '1000',
      });
    }
    expect(await balanceOf(payer)).toBe(10_000n - 900n);

    // Two days later the day is free again, the thirty days are not.
    await limited.pool.query('alter table payments disable trigger payments_guarded');
    await limited.pool.query(
      "update payments set confirmed_at = confirmed_at - interval '2 days' where state = 'settled'",
    );
    expect((await payer.confirm(await order('600', payer), PIN)).status).toBe(200);
    const above = await payer.confirm(await order('1', payer), PIN);
    expect(Problem.parse(above.body)).toMatchObject({ code: 'limit_exceeded', limit: '1500' });
  });
});

test('T16 five confirmations at once with money for one: one settles, four lack funds', async () => {
  const payer = await api.member('chloe', '1000');
  const payments: Payment[] = [];
  for (let i = 0; i < 5; i++) payments.push(await order('1000', payer));
  const devices = await Promise.all(payments.map(() => api.signIn('chloe')));
  const replies = await Promise.all(devices.map((device, i) => device.confirm(payments[i] as Payment, PIN)));
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 402, 402, 402, 402]);
  expect(await balanceOf(payer)).toBe(0n);
  const page = HistoryPage.parse((await payer.send('GET', '/v1/payments')).body);
  expect(page.items.filter((item) => item.state === 'refused')).toHaveLength(4);
  expect(page.items.find((item) => item.state === 'refused')?.refusal).toBe('insufficient_funds');
});

test('T17 two confirmations of one payment, by double click and by a second device: one effect, the same result', async () => {
  const before = await balanceOf(alice);
  const payment = await order('500');
  const phone = await api.signIn('alice');
  const replies = await Promise.all([alice.confirm(payment, PIN), phone.confirm(payment, PIN)]);
  const again = await alice.confirm(payment, PIN);
  for (const reply of [...replies, again]) {
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(replies[0]?.body);
  }
  expect(await balanceOf(alice)).toBe(before - 500n);
});

test("T18 expiry is the database's time: at exactly that instant it is over, whatever the client's clock says", async () => {
  const payment = await order();
  await tamper(
    "update payments set expires_at = date_trunc('milliseconds', clock_timestamp()) where id = $1",
    [payment.id.slice(4)],
  );
  const { rows } = await api.pool.query<{ expires_at: Date }>(
    'select expires_at from payments where id = $1',
    [payment.id.slice(4)],
  );
  const terms = { ...termsOf(payment), expires_at: rows[0]?.expires_at.toISOString() ?? '' };
  const reply = await confirmWith(alice, payment, await alice.confirmation(terms, PIN));
  expect([reply.status, codeOf(reply)]).toEqual([409, 'payment_expired']);
  expect((await alice.getPayment(payment.id)).body.state).toBe('expired');
});

test('T18 an overdue payment reads as expired without anyone confirming it', async () => {
  const payment = await order();
  await tamper("update payments set expires_at = clock_timestamp() - interval '1 second' where id = $1", [
    payment.id.slice(4),
  ]);
  expect((await alice.getPayment(payment.id)).body).toMatchObject({ state: 'expired', terms: null });
  const { rows } = await api.pool.query(
    'select to_state from payment_events where payment_id = $1 order by position',
    [payment.id.slice(4)],
  );
  expect(rows.map((row) => row.to_state)).toEqual(['created', 'awaiting_confirmation', 'expired']);
});

test.each([
  ['amount', 'amount = 1'],
  ['payee', `payee_id = (select id from people where x_user_id = '${people.refuge.xUserId}')`],
  ['fee', 'fee = 1'],
])('T19 a signature over other terms is worth nothing once the %s has changed', async (_what, change) => {
  const payment = await order();
  await tamper(`update payments set ${change}, version = version + 1, nonce = 'another' where id = $1`, [
    payment.id.slice(4),
  ]);
  const reply = await alice.confirm(payment, PIN);
  expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
  expect((await alice.getPayment(payment.id)).body.state).toBe('awaiting_confirmation');
});

test('T19 the database lets terms change only together with version and nonce, and never afterwards', async () => {
  const payment = await order();
  const change = (set: string) =>
    api.pool.query(`update payments set ${set} where id = $1`, [payment.id.slice(4)]);
  await expect(change('amount = 1')).rejects.toThrow(/terms change/);
  await expect(change('amount = 1, version = 2')).rejects.toThrow(/terms change/);
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
  await expect(change("amount = 1, version = 2, nonce = 'x'")).rejects.toThrow(/terms change/);
  await expect(change("state = 'cancelled'")).rejects.toThrow(/does not go from/);
  await expect(api.pool.query('delete from payments')).rejects.toThrow(/never deleted/);
});

test('T20 a signature of another device, or for another payment, gets the one generic error', async () => {
  const payment = await order();
  const stranger = await createDeviceKey();
  const byStranger = await alice.confirmation(termsOf(payment), PIN, { signWith: stranger });
  const first = await confirmWith(alice, payment, byStranger);
  const other = await order();
  const forOther = await alice.confirmation(termsOf(other), PIN);
  const second = await confirmWith(alice, payment, forOther);
  for (const reply of [first, second]) {
    expect(reply.status).toBe(401);
    expect(Problem.parse(reply.body)).toMatchObject({ code: 'authentication_failed', attempts_left: 5 });
  }
  expect(api.log.some((line) => line.includes('a confirmation was not accepted'))).toBe(true);
});

test('T20 a revoked device is out', async () => {
  const tablet = await api.signIn('alice');
  await api.pool.query(
    "update devices set revoked_at = now(), revoked_reason = 'counter_reused' where id = $1",
    [tablet.session.device_id.slice(4)],
  );
  const reply = await tablet.wallet();
  expect([reply.status, codeOf(reply)]).toEqual([401, 'unauthenticated']);
});

test.each([
  ['lower', -1],
  ['equal', 0],
])(
  'T21 a %s use counter means a cloned profile: the device is out, all sessions end, the person is told, nothing is paid',
  async (_title, step) => {
    const laptop = await api.signIn('alice');
    const first = await order();
    const firstBody = await laptop.confirmation(termsOf(first), PIN, { useCounter: 7 });
    expect((await confirmWith(laptop, first, firstBody)).status).toBe(200);
    const before = await balanceOf(alice);
    const second = await order();
    const body = await laptop.confirmation(termsOf(second), PIN, { useCounter: 7 + step });
    const reply = await confirmWith(laptop, second, body);
    expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
    // Which of the two profiles is his is not known: every session of the person has ended, and of nobody else.
    for (const device of [laptop, alice]) expect((await device.wallet()).status).toBe(401);
    expect((await bob.wallet()).status).toBe(200);

    // He signs in again, on a device with a key of its own, and is told.
    alice = await api.signIn('alice');
    expect(await balanceOf(alice)).toBe(before);
    const { rows } = await api.pool.query(
      "select payload from events where person_id = $1 and type = 'device.revoked' order by seq desc limit 1",
      [alice.session.person.id.slice(4)],
    );
    expect(rows[0]?.payload).toEqual({
      device: { id: laptop.session.device_id, name: 'test' },
      reason: 'counter_reused',
    });
    // The key that was in two places stays out.
    await expect(laptop.signIn(REDIRECT_URI, authorizeAs('alice'))).rejects.toThrow('sign_in_failed');
    expect((await alice.confirm(second, PIN)).status).toBe(200);
  },
);

test('T43 two people who pay each other, many times at once: no deadlock, no cent lost', async () => {
  // Five of each person: a sixth code at the same moment would wait for the others' verdict (T23).
  const rounds = 10;
  const before = (await balanceOf(alice)) + (await balanceOf(bob));
  const work = await Promise.all(
    Array.from({ length: rounds }, async (_, i) => {
      const [payer, payee] = i % 2 === 0 ? (['alice', 'bob'] as const) : (['bob', 'alice'] as const);
      const device = await api.signIn(payer);
      return { device, payment: await order('10', device, people[payee].xUserId) };
    }),
  );
  const replies = await Promise.all(work.map(({ device, payment }) => device.confirm(payment, PIN)));
  expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: rounds }, () => 200));
  expect((await balanceOf(alice)) + (await balanceOf(bob))).toBe(before);
  const { rows } = await api.pool.query<{ deadlocks: bigint }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(rows[0]?.deadlocks).toBe(0n);
});
