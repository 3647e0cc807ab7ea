import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Payment, PaymentPage, Problem } from '../../lib/protocol/index.ts';
import { createPool } from '../db/pool.ts';
import { keepHouse } from '../housekeeping.ts';
import { createTestApi, PIN, REDIRECT_URI, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus, type Reply } from '../testing/client.ts';
import type { XAccount } from '../x/port.ts';
import { openDesk } from './desk.ts';
import { findPayments } from './payments.ts';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;
beforeAll(async () => {
  api = await createTestApi({
    ...{ LIMIT_24_HOURS: '100000000', LIMIT_30_DAYS: '100000000', HOLD_DAYS: '30' },
    ...{ RATE_ORDERS: '10000', RATE_CODES: '10000', RATE_LOOKUPS: '10000', RATE_SIGN_INS: '10000' },
  });
  alice = await api.member('alice', '100000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

let strangers = 0;
/** An X account that has no wallet yet. */
function stranger(): XAccount {
  const nr = ++strangers;
  const account = {
    xUserId: `${1_700_000_000_000_000_000n + BigInt(nr)}`,
    handle: `new_${nr}`,
    name: `New ${nr}`,
  };
  api.x.accounts.set(account.handle, account);
  return account;
}
/** A device on which this account has signed in, under the handle that it has now. */
async function join({ handle }: Pick<XAccount, 'handle'>): Promise<ApiClient> {
  const client = await api.device();
  await client.signIn(REDIRECT_URI, async (url) => ({
    code: `code-${handle}`,
    state: new URL(url).searchParams.get('state') ?? '',
  }));
  return client;
}
async function order(to: XAccount, amount = '1000'): Promise<Payment> {
  expectStatus(await alice.resolve(to.handle), 200);
  const created = await alice.createPayment({ payeeXUserId: to.xUserId, amount });
  expectStatus(created, 201);
  return created.body;
}
async function hold(to: XAccount, amount = '1000'): Promise<Payment> {
  const confirmed = await alice.confirm(await order(to, amount), PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}
const take = (client: ApiClient, what: 'claim' | 'decline', id: string, key: string = randomUUID()) =>
  client.send<Payment>('POST', `/v1/held/${id}/${what}`, { key });
const heldFor = async (client: ApiClient) =>
  PaymentPage.parse((await client.send('GET', '/v1/held')).body).items;
const balanceOf = async (client: ApiClient) => BigInt((await client.wallet()).body.balance.amount);
const answerOf = (reply: Reply) => [reply.status, Problem.parse(reply.body).code];
const stateOf = async (id: string) => (await alice.getPayment(id)).body.state;
async function heldTotal(): Promise<bigint> {
  const { rows } = await api.pool.query("select balance from ledger.accounts where kind = 'held'");
  return rows[0]?.balance;
}
/** A round of the background work, in a process whose database time is this. */
async function workAt(now: Date): Promise<void> {
  const url = new URL(api.databaseUrl);
  url.searchParams.set('options', `-c moineau.now=${now.toISOString()}`);
  const pool = createPool(url.href, 4);
  try {
    const desk = openDesk({ ...api.services, pool });
    await keepHouse({ ...api.services, pool, desk, cards: api.cards, log: { warn: fail, error: fail } });
  } finally {
    await pool.end();
  }
}
function fail(found: unknown): void {
  throw new Error(`the background work failed: ${JSON.stringify(found)}`);
}

describe('money for somebody without a wallet', () => {
  test('leaves the payer, waits, and reaches whoever signs in with that numeric id and claims it', async () => {
    const account = stranger();
    const [before, heldBefore] = [await balanceOf(alice), await heldTotal()];
    const ordered = await order(account);
    expect(ordered).toMatchObject({
      payee: { id: null, x_user_id: account.xUserId, handle: account.handle },
    });
    expect(ordered.terms).toMatchObject({ payee_id: null, payee_x_user_id: account.xUserId });
    const held = Payment.parse((await alice.confirm(ordered, PIN)).body);
    expect(held).toMatchObject({ state: 'held', settled_at: null, terms: null });
    expect(Date.parse(held.held_until ?? '') - Date.parse(held.confirmed_at ?? '')).toBe(
      30 * 24 * 3600 * 1000,
    );
    expect([await balanceOf(alice), await heldTotal()]).toEqual([before - 1000n, heldBefore + 1000n]);

    const payee = await join(account);
    expect((await heldFor(payee)).map(({ id, direction }) => [id, direction])).toEqual([[held.id, 'in']]);
    expect(await balanceOf(payee)).toBe(0n);
    const claimed = Payment.parse((await take(payee, 'claim', held.id)).body);
    expect(claimed).toMatchObject({
      state: 'settled',
      direction: 'in',
      payee: { id: payee.session.person.id },
    });
    expect(claimed.settled_at).not.toBeNull();
    expect([await balanceOf(payee), await heldTotal(), await heldFor(payee)]).toEqual([
      1000n,
      heldBefore,
      [],
    ]);
    const { rows } = await api.pool.query('select type from events where person_id = $1 order by seq', [
      payee.session.person.id.slice(4),
    ]);
    expect(rows).toEqual([{ type: 'payment.received' }]);
  });

  test('is claimed once, however often it is asked for', async () => {
    const account = stranger();
    const { id } = await hold(account);
    const payee = await join(account);
    const key = randomUUID();
    const first = await take(payee, 'claim', id, key);
    const replayed = await take(payee, 'claim', id, key);
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(replayed.body).toEqual(first.body);
    expect((await take(payee, 'claim', id)).body).toEqual(first.body);
    expect(answerOf(await take(payee, 'decline', id))).toEqual([409, 'payment_not_held']);
    expect(await balanceOf(payee)).toBe(1000n);
  });

  test('goes back in full when the payee declines it, for ever', async () => {
    const account = stranger();
    const before = await balanceOf(alice);
    const { id } = await hold(account);
    const payee = await join(account);
    expect((await take(payee, 'decline', id)).body).toMatchObject({ state: 'returned', settled_at: null });
    expect((await take(payee, 'decline', id)).status).toBe(200);
    expect(answerOf(await take(payee, 'claim', id))).toEqual([409, 'payment_not_held']);
    expect([await balanceOf(alice), await balanceOf(payee), await stateOf(id)]).toEqual([
      before,
      0n,
      'returned',
    ]);
    expect(await heldFor(payee)).toEqual([]);
  });

  test('goes back in full when the payer cancels, and only he can', async () => {
    const account = stranger();
    const before = await balanceOf(alice);
    const { id } = await hold(account);
    expect((await bob.cancel(id)).status).toBe(404);
    expect((await alice.cancel(id)).body).toMatchObject({ state: 'returned' });
    expect((await alice.cancel(id)).body).toMatchObject({ state: 'returned' });
    expect(await balanceOf(alice)).toBe(before);
    const payee = await join(account);
    expect(await heldFor(payee)).toEqual([]);
    expect(answerOf(await take(payee, 'claim', id))).toEqual([409, 'payment_not_held']);
  });

  test('that is claimed can no longer be cancelled', async () => {
    const account = stranger();
    const { id } = await hold(account);
    await take(await join(account), 'claim', id);
    expect(answerOf(await alice.cancel(id))).toEqual([409, 'payment_not_awaiting']);
  });

  test('goes back after thirty days, not a moment earlier, and once, however many processes look', async () => {
    const account = stranger();
    const before = await balanceOf(alice);
    const { id, held_until } = await hold(account);
    const end = Date.parse(held_until ?? '');
    await workAt(new Date(end - 1));
    expect(await stateOf(id)).toBe('held');
    await Promise.all([workAt(new Date(end)), workAt(new Date(end)), workAt(new Date(end + 60_000))]);
    expect([await stateOf(id), await balanceOf(alice)]).toEqual(['returned', before]);
    const { rows } = await api.pool.query('select kind from ledger.transfers where subject_id = $1', [
      id.slice(4),
    ]);
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['hold', 'return']);
  });

  test('and nothing ends before its time, even if the background work is wrong about it', async () => {
    const account = stranger();
    const [held, awaiting] = [await hold(account), await order(account)];
    for (const [what, { id }] of [
      ['return', held],
      ['expire', awaiting],
    ] as const) {
      const payments = await findPayments(api.pool, [id.slice(4)]);
      const act = { do: what, personId: null };
      await api.services.desk.run({ act, payments, order: null, requestId: 'early' });
    }
    expect([await stateOf(held.id), await stateOf(awaiting.id)]).toEqual(['held', 'awaiting_confirmation']);
  });

  test('settles at once when the payee has signed in between order and confirmation', async () => {
    const account = stranger();
    const ordered = await order(account);
    const payee = await join(account);
    expect((await alice.confirm(ordered, PIN)).body).toMatchObject({ state: 'settled', held_until: null });
    expect([await balanceOf(payee), await heldFor(payee)]).toEqual([1000n, []]);
  });

  test('is not listed, claimed or declined by anybody else', async () => {
    const account = stranger();
    const { id } = await hold(account);
    expect((await heldFor(bob)).map((item) => item.id)).not.toContain(id);
    for (const client of [bob, alice])
      for (const what of ['claim', 'decline'] as const) {
        expect(answerOf(await take(client, what, id))).toEqual([404, 'not_found']);
      }
    expect((await bob.getPayment(id)).status).toBe(404);
    expect(await stateOf(id)).toBe('held');
    expect(answerOf(await take(bob, 'claim', `pay_${randomUUID()}`))).toEqual([404, 'not_found']);
  });

  test('awaiting confirmation is nothing to claim yet', async () => {
    const account = stranger();
    const { id } = await order(account);
    const payee = await join(account);
    expect(await heldFor(payee)).toEqual([]);
    expect(answerOf(await take(payee, 'claim', id))).toEqual([404, 'not_found']);
  });
});

test('T11 whoever takes over the handle gets nothing; the same numeric id under another handle claims', async () => {
  const account = stranger();
  const { id } = await hold(account);
  const renamed = { ...account, handle: `${account.handle}_now` };
  const taker = { ...stranger(), handle: account.handle };
  api.x.accounts.set(renamed.handle, renamed);
  api.x.accounts.set(taker.handle, taker);
  const thief = await join(taker);
  expect(thief.session.person).toMatchObject({ handle: account.handle, x_user_id: taker.xUserId });
  expect(await heldFor(thief)).toEqual([]);
  expect(answerOf(await take(thief, 'claim', id))).toEqual([404, 'not_found']);
  expect(answerOf(await take(thief, 'decline', id))).toEqual([404, 'not_found']);
  expect(await stateOf(id)).toBe('held');
  const payee = await join(renamed);
  expect((await take(payee, 'claim', id)).body).toMatchObject({ state: 'settled' });
  expect([await balanceOf(payee), await balanceOf(thief)]).toEqual([1000n, 0n]);
});

describe('T12 what a new member has claimed', () => {
  const link = (client: ApiClient, ago: string) =>
    api.pool.query('update people set linked_since = moineau_now() - $2::interval where id = $1', [
      ...[client.session.person.id.slice(4), ago],
    ]);
  /** A member of a moment ago, with what he has claimed and what he has paid in. */
  async function newMember(
    claimed: string,
    paidIn: string,
  ): Promise<{ client: ApiClient; payment: Payment }> {
    const account = stranger();
    const payment = await hold(account, claimed);
    const client = await join(account);
    expectStatus(await client.choosePin(PIN), 204);
    expectStatus(await take(client, 'claim', payment.id), 200);
    if (paidIn !== '0') expectStatus(await client.topUp(paidIn), 201);
    return { client, payment };
  }
  async function pay(client: ApiClient, amount: string): Promise<Reply> {
    const ordered = await client.createPayment({ payeeXUserId: bob.session.person.x_user_id, amount });
    expectStatus(ordered, 201);
    return client.confirm(ordered.body, PIN);
  }

  test('T12 waits for a day after he signed in first; what else he has does not', async () => {
    const { client } = await newMember('1000', '500');
    const refused = await pay(client, '501');
    expect(answerOf(refused)).toEqual([409, 'claimed_money_waits']);
    const wait = Problem.parse(refused.body).retry_after ?? 0;
    expect(wait > 86_000 && wait <= 86_400).toBe(true);
    expect(await balanceOf(client)).toBe(1500n);
    expectStatus(await pay(client, '500'), 200);
    expect(answerOf(await pay(client, '1'))).toEqual([409, 'claimed_money_waits']);
    await link(client, '23 hours 59 minutes');
    expect(answerOf(await pay(client, '1'))).toEqual([409, 'claimed_money_waits']);
    await link(client, '24 hours');
    expectStatus(await pay(client, '1000'), 200);
    expect(await balanceOf(client)).toBe(0n);
  });

  test('the payment that had to wait can be confirmed afterwards', async () => {
    const { client } = await newMember('1000', '0');
    const ordered = await client.createPayment({ payeeXUserId: bob.session.person.x_user_id, amount: '400' });
    expect(answerOf(await client.confirm(ordered.body, PIN))).toEqual([409, 'claimed_money_waits']);
    await link(client, '24 hours');
    expect((await client.confirm(ordered.body, PIN)).body).toMatchObject({ state: 'settled' });
  });

  test('can go back to who sent it at any time, and then holds up nothing else', async () => {
    const { client, payment } = await newMember('1000', '500');
    const body = { amount: { amount: '1000', currency: 'EUR' } };
    expectStatus(
      await client.send('POST', `/v1/payments/${payment.id}/refunds`, { key: randomUUID(), body }),
      201,
    );
    expectStatus(await pay(client, '500'), 200);
  });
});
