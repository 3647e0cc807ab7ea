/** What the server does about tweets that order payments: it sees them today as its clients name them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cents } from '../../lib/money.ts';
import { type Payment, Problem, type Split } from '../../lib/protocol/index.ts';
import { withTransaction } from '../../server/db/pool.ts';
import { reviseTerms } from '../../server/payments/revise.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '50000');
  bob = await api.member('bob', '5000');
  await api.member('chloe');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;
const TWEET = '1860000000000000001';

function command(
  from: ApiClient,
  tweetId: string,
  { to = people.bob.xUserId as string, amount = '500', origin = 'command_tweet' } = {},
) {
  return from.send<Payment>('POST', '/v1/payments', {
    key: randomUUID(),
    body: {
      payee_x_user_id: to,
      amount: { amount, currency: 'EUR' },
      ...{ memo: null, visibility: 'private', origin, tweet_id: tweetId },
    },
  });
}

async function ordersOf(tweetId: string): Promise<number> {
  const { rows } = await api.pool.query('select from payments where tweet_id = $1', [tweetId]);
  return rows.length;
}

test('T01 one tweet seen twice, by the extension and by the server, orders once: the second gets the first', async () => {
  const first = await command(alice, TWEET, { origin: 'composer' });
  expectStatus(first, 201);
  const second = await command(alice, TWEET);
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  // For ever: paid, and even with another amount, the tweet has had its order.
  expectStatus(await alice.confirm(first.body, PIN), 200);
  const third = await command(alice, TWEET, { amount: '900' });
  expect(third.body).toMatchObject({ id: first.body.id, state: 'settled', amount: { amount: '500' } });
  expect(await ordersOf(TWEET)).toBe(1);
  // Another payee of the same tweet is another order.
  expectStatus(await command(alice, TWEET, { to: people.chloe.xUserId }), 201);
  expect(await ordersOf(TWEET)).toBe(2);
});

test('T01 seen many times at the same moment, it orders once', async () => {
  const replies = await Promise.all(Array.from({ length: 8 }, () => command(alice, '1860000000000000002')));
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  expect(await ordersOf('1860000000000000002')).toBe(1);
});

test('T01 the database itself refuses a second order of a tweet, and lets a button under it be used again', async () => {
  await command(alice, '1860000000000000003');
  await expect(
    api.pool.query(
      `insert into payments select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
         from payments p where tweet_id = '1860000000000000003'`,
    ),
  ).rejects.toThrow(/payments_once_per_tweet/);
  const clicks = [1, 2].map(() => command(alice, '1860000000000000004', { origin: 'tweet_button' }));
  const ids = (await Promise.all(clicks)).map(({ body }) => body.id);
  expect(new Set(ids).size).toBe(2);
});

test('T01 a tweet that names several payees makes one split', async () => {
  const split = () =>
    alice.send<Split>('POST', '/v1/splits', {
      key: randomUUID(),
      body: {
        payee_x_user_ids: [people.bob.xUserId, people.chloe.xUserId],
        division: 'each',
        amount: { amount: '100', currency: 'EUR' },
        ...{ memo: null, visibility: 'private', origin: 'command_tweet', tweet_id: '1860000000000000005' },
      },
    });
  const [first, second] = [await split(), await split()];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(await ordersOf('1860000000000000005')).toBe(2);
});

test('T04 naming somebody else’s tweet orders nothing of his, and takes nothing from his own order', async () => {
  const tweet = '1860000000000000006';
  const copied = await command(bob, tweet, { to: people.chloe.xUserId });
  expect(copied.body.payer.x_user_id).toBe(people.bob.xUserId);
  const authors = await command(alice, tweet, { to: people.chloe.xUserId });
  expect(authors.body.payer.x_user_id).toBe(people.alice.xUserId);
  expect(authors.body.id).not.toBe(copied.body.id);
  expect((await bob.getPayment(authors.body.id)).status).toBe(404);
  // Who pays is who is signed in: there is no field in which to say that it is somebody else.
  const forAlice = await bob.send('POST', '/v1/payments', {
    key: randomUUID(),
    body: {
      payer_x_user_id: people.alice.xUserId,
      payee_x_user_id: people.bob.xUserId,
      amount: { amount: '500', currency: 'EUR' },
      ...{ memo: null, visibility: 'private', origin: 'command_tweet', tweet_id: tweet },
    },
  });
  expect([forAlice.status, codeOf(forAlice)]).toEqual([400, 'invalid_request']);
});

/** What an edited tweet does to its order. */
function revise(payment: Payment, amount: bigint, memo: string | null = null) {
  const { limits, fees } = api.services;
  return withTransaction(api.pool, (tx) =>
    reviseTerms(tx, { limits, fees, lifetimeSeconds: 600 }, payment.id.slice(4), {
      amount: cents(amount),
      memo,
    }),
  );
}

test('T02 an edited tweet voids the nonce: the old signature is worth nothing, the new text must be confirmed', async () => {
  const order = (await command(alice, '1860000000000000007')).body;
  if (!order.terms) throw new Error('no terms');
  const signedBefore = await alice.confirmation(order.terms, PIN);
  expect((await revise(order, 900n, 'pour deux')).ok).toBe(true);
  const path = `/v1/payments/${order.id}/confirm`;
  const stale = await alice.send('POST', path, { key: randomUUID(), body: signedBefore });
  expect([stale.status, codeOf(stale)]).toEqual([401, 'authentication_failed']);

  const shown = (await alice.getPayment(order.id)).body;
  expect(shown).toMatchObject({ state: 'awaiting_confirmation', memo: 'pour deux' });
  expect(shown.terms).toMatchObject({ amount_minor: '900', version: 2, purpose: 'pour deux' });
  expect(shown.terms?.nonce).not.toBe(order.terms.nonce);
  expect((await alice.confirm(shown, PIN)).body).toMatchObject({
    state: 'settled',
    amount: { amount: '900' },
  });
  expect(await revise(order, 100n)).toMatchObject({ ok: false, error: { code: 'payment_not_awaiting' } });
});

test('T02 the same text again changes nothing, and no text passes a limit', async () => {
  const order = (await command(alice, '1860000000000000008')).body;
  expect(await revise(order, 500n)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await revise(order, 25_001n)).toMatchObject({ ok: false, error: { code: 'limit_exceeded' } });
  expect((await alice.getPayment(order.id)).body.terms).toEqual(order.terms);
});

test('T19 a version that was not signed is not accepted with a signature over another', async () => {
  const order = (await command(alice, '1860000000000000009')).body;
  if (!order.terms) throw new Error('no terms');
  const body = { ...(await alice.confirmation(order.terms, PIN)), version: 2 };
  const reply = await alice.send('POST', `/v1/payments/${order.id}/confirm`, { key: randomUUID(), body });
  expect([reply.status, codeOf(reply)]).toEqual([409, 'terms_changed']);
});

test.each([1, 2])(
  'T02 an edit at the very moment of the confirmation (which says version %i): nothing is paid on the old signature',
  async (version) => {
    const order = (await command(alice, `186000000000000002${version}`)).body;
    if (!order.terms) throw new Error('no terms');
    const before = (await alice.wallet()).body.balance;
    const body = { ...(await alice.confirmation(order.terms, PIN)), version };
    const { limits, fees } = api.services;
    let reply: Promise<Reply> | undefined;
    await withTransaction(api.pool, async (tx) => {
      const change = { amount: cents(20_000n), memo: null };
      await reviseTerms(tx, { limits, fees, lifetimeSeconds: 600 }, order.id.slice(4), change);
      // Read before the edit is there, carried out after it.
      reply = alice.send('POST', `/v1/payments/${order.id}/confirm`, { key: randomUUID(), body });
      await Promise.race([reply, somebodyWaits()]);
    });
    expect((await reply)?.status).toBe(409);
    expect(codeOf((await reply) as Reply)).toBe('terms_changed');
    expect((await alice.wallet()).body.balance).toEqual(before);
  },
);

async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await api.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rowCount) return;
    await new Promise(setImmediate);
  }
}

test('T03 a tweet that is gone stops nothing and starts nothing: its order waits for its payer', async () => {
  const order = (await command(alice, '1860000000000000010')).body;
  api.x.down = true;
  try {
    expect((await alice.getPayment(order.id)).body.state).toBe('awaiting_confirmation');
    expect((await alice.confirm(order, PIN)).body).toMatchObject({
      state: 'settled',
      tweet_id: '1860000000000000010',
    });
  } finally {
    api.x.down = false;
  }
});
