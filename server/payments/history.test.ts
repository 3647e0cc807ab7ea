import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Pool } from '../db/pool.ts';
import { createTestApi, type TestApi } from '../testing/api.ts';
import { pageOfPayments } from './history.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

test('a page of a long history reads no more rows than it shows', async () => {
  const both = [await api.signIn('alice'), await api.signIn('bob')];
  const [payer, payee] = both.map((client) => client.session.person.id.slice(4));
  await api.pool.query(
    `insert into payments (id, payer_id, payee_id, payee_x_user_id, payee_handle, payee_name, amount, fee, payee_label,
                           visibility, origin, state, nonce, created_at, expires_at, confirmed_at, settled_at)
      select gen_random_uuid(), case when n % 2 = 0 then $1 else $2 end::uuid, case when n % 2 = 0 then $2 else $1 end::uuid,
             '1', 'x', 'x', 1, 0, 'x', 'private', 'popup', 'settled', 'x', now() - n * interval '1 day', now(), now() - interval '400 days', now() - interval '400 days'
        from generate_series(400, 6000) n`,
    [payer, payee],
  );
  await api.pool.query('analyze payments');
  let asked: { text: string; values: unknown[] } = { text: '', values: [] };
  const listening = {
    query: async (text: string | object, values: unknown[] = []) => {
      if (typeof text === 'string') asked = { text, values };
      return { rows: [] };
    },
  };
  const { desk } = api.services;
  await pageOfPayments({ pool: listening as unknown as Pool, desk }, payer ?? '', { limit: 19 });
  const { rows } = await api.pool.query(`explain (analyze, format json) ${asked.text}`, asked.values);
  expect(rowsRead(rows[0]['QUERY PLAN'][0].Plan)).toBeLessThanOrEqual(3 * 20);
});

type Plan = { 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; Plans?: Plan[] };

/** Rows of payments that a plan took from tables and indexes, discarded ones included. */
function rowsRead(plan: Plan): number {
  const here = plan['Relation Name'] === 'payments' ? plan['Actual Rows'] * plan['Actual Loops'] : 0;
  return (plan.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), here);
}
