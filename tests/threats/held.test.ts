import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payment, PaymentPage, Problem, type Refund } from '../../lib/protocol/index.ts';
import { sweepOverdue } from '../../server/payments/overdue.ts';
import { createTestApi, PIN, people, REDIRECT_URI, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi({ LIMIT_24_HOURS: '100000000', LIMIT_30_DAYS: '100000000' });
  alice = await api.member('alice', '400000');
  bob = await api.member('bob', '1000');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

/** A new account of X, with this handle. */
let accounts = 1_700_000_000_000_000_000n;
function newAccount(handle: string, xUserId = String(++accounts)) {
  const account = { xUserId, handle, name: handle };
  api.x.accounts.set(handle.toLowerCase(), account);
  return account;
}

async function signInAs(handle: string): Promise<ApiClient> {
  const client = await api.device();
  await client.signIn(REDIRECT_URI, async (url) => ({
    code: `code-${handle}`,
    state: new URL(url).searchParams.get('state') ?? '',
  }));
  return client;
}

/** Alice pays this account, which has no wallet. */
async function hold(handle: string, amount = '1000'): Promise<Payment> {
  const payee = await alice.resolve(handle);
  expect(payee.body.holder).toBeNull();
  const ordered = await alice.createPayment({ payeeXUserId: payee.body.x_user_id, amount });
  const confirmed = await alice.confirm(ordered.body, PIN);
  expect(confirmed.body.state).toBe('held');
  return confirmed.body;
}

const take = (client: ApiClient, act: 'claim' | 'decline', id: string) =>
  client.send<Payment>('POST', `/v1/held/${id}/${act}`, { key: randomUUID() });

async function transfersOf(payment: Payment): Promise<string[]> {
  const { rows } = await api.pool.query<{ kind: string }>(
    'select kind from ledger.transfers where subject_id = $1 order by kind',
    [payment.id.slice(4)],
  );
  return rows.map(({ kind }) => kind);
}

async function balanceOf(client: ApiClient): Promise<bigint> {
  return BigInt((await client.wallet()).body.balance.amount);
}

test('T11 whoever takes the handle of somebody for whom money is held gets nothing: the numeric id decides', async () => {
  const meant = newAccount('heiress');
  const payment = await hold('heiress');
  // She gives her handle up; a stranger takes it, and signs in first.
  newAccount('heiress_2', meant.xUserId);
  newAccount('heiress');
  const stranger = await signInAs('heiress');
  expect(stranger.session.person.handle).toBe('heiress');
  expect(PaymentPage.parse((await stranger.send('GET', '/v1/held')).body).items).toEqual([]);
  for (const act of ['claim', 'decline'] as const) {
    const reply = await take(stranger, act, payment.id);
    expect([reply.status, codeOf(reply)]).toEqual([404, 'not_found']);
  }
  expect((await stranger.getPayment(payment.id)).status).toBe(404);

  const heiress = await signInAs('heiress_2');
  expect((await take(heiress, 'claim', payment.id)).body.state).toBe('settled');
  expect(await balanceOf(heiress)).toBe(1000n);
  expect(await balanceOf(stranger)).toBe(0n);
});

test('T45 claim, decline, the payer’s cancel and the end of the thirty days at once: exactly one wins, each time', async () => {
  const winners: string[] = [];
  for (let round = 0; round < 6; round++) {
    const { handle } = newAccount(`racer_${round}`);
    const payment = await hold(handle);
    const racer = await signInAs(handle);
    await api.pool.query('alter table payments disable trigger payments_guarded');
    await api.pool.query('update payments set held_until = moineau_now() where id = $1', [
      payment.id.slice(4),
    ]);
    await api.pool.query('alter table payments enable trigger payments_guarded');
    const before = await balanceOf(alice);
    const acts = [
      () => take(racer, 'claim', payment.id),
      () => take(racer, 'decline', payment.id),
      () => alice.cancel(payment.id),
      () => sweepOverdue(api.services, 10),
      () => sweepOverdue(api.services, 10),
    ];
    // Another one first, each time.
    const first = acts.splice(round % acts.length, 1);
    await Promise.all([...first, ...acts].map((act) => act()));
    const state = (await alice.getPayment(payment.id)).body.state;
    winners.push(state);
    expect(await transfersOf(payment)).toEqual(state === 'settled' ? ['claim', 'hold'] : ['hold', 'return']);
    expect(await balanceOf(racer)).toBe(state === 'settled' ? 1000n : 0n);
    expect((await balanceOf(alice)) - before).toBe(state === 'settled' ? 0n : 1000n);
    const { rows } = await api.pool.query(
      `select from payment_events where payment_id = $1 and to_state in ('settled', 'returned')`,
      [payment.id.slice(4)],
    );
    expect(rows).toHaveLength(1);
  }
  for (const state of winners) expect(['settled', 'returned']).toContain(state);
});

test('T45 what was returned can’t be claimed, what was claimed neither declined nor cancelled', async () => {
  newAccount('too_late');
  newAccount('in_time');
  const [gone, kept] = [await hold('too_late'), await hold('in_time')];
  const [late, early] = [await signInAs('too_late'), await signInAs('in_time')];
  expect((await alice.cancel(gone.id)).body.state).toBe('returned');
  expect(codeOf(await take(late, 'claim', gone.id))).toBe('payment_not_held');
  expect((await take(early, 'claim', kept.id)).body.state).toBe('settled');
  expect(codeOf(await take(early, 'decline', kept.id))).toBe('payment_not_held');
  expect(codeOf(await alice.cancel(kept.id))).toBe('payment_not_awaiting');
});

function refund(client: ApiClient, payment: Payment, amount: string) {
  return client.send<Refund>('POST', `/v1/payments/${payment.id}/refunds`, {
    key: randomUUID(),
    body: { amount: { amount, currency: 'EUR' } },
  });
}

async function payBob(amount: string): Promise<Payment> {
  const ordered = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount });
  const confirmed = await alice.confirm(ordered.body, PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

test('T44 partial refunds, many at once, never pass the payment', async () => {
  const payment = await payBob('1000');
  const before = await balanceOf(bob);
  const replies = await Promise.all(Array.from({ length: 8 }, () => refund(bob, payment, '300')));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
  for (const reply of replies.filter(({ status }) => status !== 201)) {
    expect([reply.status, codeOf(reply)]).toEqual([422, 'refund_exceeds_payment']);
  }
  expect(Problem.parse((await refund(bob, payment, '101')).body)).toMatchObject({
    code: 'refund_exceeds_payment',
    limit: '100',
  });
  expect((await refund(bob, payment, '100')).body.payment.amount_refunded.amount).toBe('1000');
  expect(codeOf(await refund(bob, payment, '1'))).toBe('refund_exceeds_payment');
  expect(before - (await balanceOf(bob))).toBe(1000n);
});

test('T44 a payee who has spent it can’t give it back, and his balance stays whole', async () => {
  const payment = await payBob('20000');
  const spent = await bob.createPayment({
    payeeXUserId: people.alice.xUserId,
    amount: (await balanceOf(bob)).toString(),
  });
  expectStatus(await bob.confirm(spent.body, PIN), 200);
  const reply = await refund(bob, payment, '20000');
  expect([reply.status, codeOf(reply)]).toEqual([402, 'insufficient_funds']);
  expect(await balanceOf(bob)).toBe(0n);
  expect((await alice.getPayment(payment.id)).body.amount_refunded.amount).toBe('0');
});

test('T44 nobody but the payee refunds, and only what has arrived', async () => {
  const payment = await payBob('100');
  expect((await refund(alice, payment, '100')).status).toBe(404);
  expect((await refund(bob, payment, '0')).status).toBe(400);
  newAccount('not_here');
  const held = await hold('not_here');
  const owner = await signInAs('not_here');
  expect((await refund(owner, held, '1')).status).toBe(404);
});
