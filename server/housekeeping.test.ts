import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TopUp } from '../lib/protocol/index.ts';
import { keepHouse } from './housekeeping.ts';
import { createTestApi, people, type TestApi } from './testing/api.ts';
import type { ApiClient } from './testing/client.ts';

let api: TestApi;
let alice: ApiClient;
const log = { warn: vi.fn(), error: vi.fn() };
beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '1000');
  await api.member('bob');
});
afterAll(() => api.close());

async function count(table: string): Promise<bigint> {
  const { rows } = await api.pool.query<{ count: bigint }>(`select count(*) from ${table}`);
  return rows[0]?.count ?? -1n;
}
const small = { batch: 2, topUps: { patienceSeconds: 30, most: 1 } };
const round = () => keepHouse({ ...api.services, cards: api.cards, log }, small);

test('what is over is forgotten, in batches; what may still be asked for stays', async () => {
  for (let i = 0; i < 5; i++)
    await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '1', key: randomUUID() });
  const tables = ['idempotency', 'links', 'sessions', 'dpop_proofs'];
  const before = await Promise.all(tables.map(count));
  await round();
  expect(await Promise.all(tables.map(count))).toEqual(before);

  await api.pool.query("update idempotency set created_at = created_at - interval '30 days 1 minute'");
  await api.pool.query("update links set expires_at = expires_at - interval '2 hours'");
  await api.pool.query("update sessions set expires_at = now() - interval '8 days' where person_id <> $1", [
    alice.session.person.id.slice(4),
  ]);
  await api.pool.query("update dpop_proofs set expires_at = now() - interval '1 second'");
  await Promise.all([round(), round()]);
  expect(await Promise.all(tables.map(count))).toEqual([0n, 0n, 1n, 0n]);
  expect((await alice.wallet()).status).toBe(200);
  expect(log.warn).not.toHaveBeenCalled();
});

test('top-ups under way are asked about', async () => {
  const slow: string[] = [];
  for (let i = 0; i < 3; i++)
    slow.push(TopUp.parse((await alice.topUp('100', 'pm_card_slow')).body).id.slice(4));
  api.cards.finishSlow();
  await api.pool.query(
    "update topups set created_at = created_at - interval '1 minute' where state = 'processing'",
  );
  await round();
  const { rows } = await api.pool.query('select state from topups where id = any($1)', [slow]);
  expect(rows.map((row) => row.state)).toEqual(['paid', 'paid', 'paid']);
});

test('one task that fails does not keep the others from being done', async () => {
  await api.pool.query('alter table links rename to links_away');
  await api.pool.query("update dpop_proofs set expires_at = now() - interval '1 second'");
  await round();
  await api.pool.query('alter table links_away rename to links');
  expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ task: 'links' }), 'housekeeping failed');
  expect(await count('dpop_proofs')).toBe(0n);
});
