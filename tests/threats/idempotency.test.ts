import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import type { ApiClient } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '20000');
  await api.member('bob');
});
afterAll(() => api.close());

const payeeXUserId = people.bob.xUserId;
const codeOf = (reply: { body: unknown }) => Problem.parse(reply.body).code;
async function countPayments(): Promise<bigint> {
  const { rows } = await api.pool.query<{ count: bigint }>('select count(*) from payments');
  return rows[0]?.count ?? 0n;
}

test('T35 a key used again with another amount is refused and has no effect', async () => {
  const key = randomUUID();
  expect((await alice.createPayment({ payeeXUserId, amount: '100', key })).status).toBe(201);
  const before = await countPayments();
  const reply = await alice.createPayment({ payeeXUserId, amount: '200', key });
  expect([reply.status, codeOf(reply)]).toEqual([422, 'idempotency_key_reused']);
  expect(codeOf(await alice.topUp('100', 'pm_card_visa', key))).toBe('idempotency_key_reused');
  expect(await countPayments()).toBe(before);
});

test('T35 nor can a top-up be asked for again with another amount', async () => {
  const key = randomUUID();
  await alice.topUp('100', 'pm_card_visa', key);
  expect(codeOf(await alice.topUp('200', 'pm_card_visa', key))).toBe('idempotency_key_reused');
});

test('T36 the same order twice at once: one is made, the other is told to wait and then gets the same answer', async () => {
  const key = randomUUID();
  const before = await countPayments();
  // Holds the payment's transaction open at its event, so that both requests are surely at work together.
  const blocker = await api.pool.connect();
  await blocker.query('begin');
  await blocker.query('select from event_counters where person_id = $1 for update', [
    alice.session.person.id.slice(4),
  ]);
  const first = alice.createPayment({ payeeXUserId, amount: '100', key });
  await untilSomeoneWaits();
  const second = await alice.createPayment({ payeeXUserId, amount: '100', key });
  expect([second.status, codeOf(second), second.headers['retry-after']]).toEqual([
    409,
    'request_in_flight',
    '1',
  ]);
  await blocker.query('rollback');
  blocker.release();
  const made = await first;
  expect(made.status).toBe(201);
  const third = await alice.createPayment({ payeeXUserId, amount: '100', key });
  expect(third.headers['idempotency-replayed']).toBe('true');
  expect(third.body).toEqual(made.body);
  expect(await countPayments()).toBe(before + 1n);
});

test('T36 many confirmations with one key at once pay once', async () => {
  const payment = (await alice.createPayment({ payeeXUserId, amount: '100' })).body;
  if (!payment.terms) throw new Error('no terms');
  const key = randomUUID();
  const body = await alice.confirmation(payment.terms, PIN);
  const send = () => alice.send('POST', `/v1/payments/${payment.id}/confirm`, { key, body });
  const replies = await Promise.all([send(), send(), send(), send()]);
  for (const reply of replies) expect([200, 409]).toContain(reply.status);
  expect((await send()).status).toBe(200);
  const { rowCount } = await api.pool.query('select from ledger.transfers where subject_id = $1', [
    payment.id.slice(4),
  ]);
  expect(rowCount).toBe(1);
});

async function untilSomeoneWaits(): Promise<void> {
  await expect
    .poll(async () => {
      const { rowCount } = await api.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rowCount;
    })
    .toBe(1);
}
