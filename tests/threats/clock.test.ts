/** A clock that jumps back an hour, in the database and on the client, as when a machine gets the time wrong. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { HistoryPage, type Payment, Problem } from '../../lib/protocol/index.ts';
import { sweepOverdue } from '../../server/payments/overdue.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus } from '../../server/testing/client.ts';

const HOUR_MS = 60 * 60 * 1000;

let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '100000');
  await api.member('bob');
});
afterEach(() => setClock(0));
afterAll(() => api.close());

/** From now on it is so much later, or earlier, for everybody: proofs need clocks that agree to a minute. */
async function setClock(offsetMs: number): Promise<void> {
  await api.pool.query(
    `create or replace function moineau_now() returns timestamptz language sql volatile parallel safe as $$
       select clock_timestamp() + interval '${offsetMs} milliseconds' $$`,
  );
  vi.useRealTimers();
  if (offsetMs !== 0)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs, shouldAdvanceTime: false });
}

async function order(payeeXUserId: string = people.bob.xUserId): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId, amount: '100' });
  expectStatus(created, 201);
  return created.body;
}

async function historyOf(payment: Payment): Promise<string[]> {
  const { rows } = await api.pool.query<{ to_state: string }>(
    'select to_state from payment_events where payment_id = $1 order by position',
    [payment.id.slice(4)],
  );
  return rows.map(({ to_state }) => to_state);
}

test('T58 what has expired stays so when the clock jumps back, and expires once', async () => {
  const payment = await order();
  await setClock(HOUR_MS);
  await sweepOverdue(api.services, 10);
  expect((await alice.getPayment(payment.id)).body.state).toBe('expired');
  await setClock(0);
  const reply = await alice.confirm(payment, PIN);
  expect([reply.status, Problem.parse(reply.body).code]).toEqual([409, 'payment_expired']);
  await sweepOverdue(api.services, 10);
  await setClock(HOUR_MS);
  await sweepOverdue(api.services, 10);
  expect(await historyOf(payment)).toEqual(['created', 'awaiting_confirmation', 'expired']);
});

test('T58 money that went back after its thirty days goes back once', async () => {
  await alice.resolve('refuge_sample');
  const held = await alice.confirm(await order(people.refuge.xUserId), PIN);
  expect(held.body.state).toBe('held');
  const before = BigInt((await alice.wallet()).body.balance.amount);
  await setClock(31 * 24 * HOUR_MS);
  await sweepOverdue(api.services, 10);
  await setClock(0);
  await sweepOverdue(api.services, 10);
  await setClock(31 * 24 * HOUR_MS);
  await sweepOverdue(api.services, 10);
  await setClock(0);
  expect(BigInt((await alice.wallet()).body.balance.amount)).toBe(before + 100n);
  expect(await historyOf(held.body)).toEqual(['created', 'awaiting_confirmation', 'held', 'returned']);
});

test('T58 events and the statement of an account go on by number, whatever the clock says', async () => {
  const first = await order();
  expectStatus(await alice.confirm(first, PIN), 200);
  await setClock(-HOUR_MS);
  const second = await order();
  expect((await alice.confirm(second, PIN)).body.state).toBe('settled');
  await setClock(0);
  const personId = alice.session.person.id.slice(4);
  const { rows } = await api.pool.query<{ seq: bigint; id: string; state: string }>(
    `select seq, payload->'payment'->>'id' as id, payload->'payment'->>'state' as state from events
      where person_id = $1 and payload->'payment'->>'id' = any($2) order by seq`,
    [personId, [first.id, second.id]],
  );
  expect(rows.map(({ id, state }) => [id, state])).toEqual([
    [first.id, 'awaiting_confirmation'],
    [first.id, 'settled'],
    [second.id, 'awaiting_confirmation'],
    [second.id, 'settled'],
  ]);
  const postings = await api.pool.query<{ gapless: boolean }>(
    `select max(seq) = count(*) and min(seq) = 1 as gapless from ledger.postings
      where account_id = (select id from ledger.accounts where owner_id = $1)`,
    [personId],
  );
  expect(postings.rows[0]?.gapless).toBe(true);
  const page = HistoryPage.parse((await alice.send('GET', '/v1/payments')).body);
  expect(page.items.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id]));
});

test('T58 an hour back gives no limit a second time', async () => {
  const limited = await alice.changeLimits('300', null);
  expectStatus(limited, 200);
  const left = BigInt(limited.body.left.in_24_hours.amount);
  expect(left).toBeLessThanOrEqual(100n);
  await setClock(-HOUR_MS);
  expect(BigInt((await alice.limits()).body.left.in_24_hours.amount)).toBeLessThanOrEqual(left);
});
