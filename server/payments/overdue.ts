/**
 * What time does to payments: nobody has confirmed one in time, or nobody has claimed what was held. Each is looked
 * up here and judged at the desk, under its lock: doing it twice, or in two processes, changes nothing.
 */
import type { Pool, Queryable } from '../db/pool.ts';
import type { Desk } from './desk.ts';
import type { Act } from './judge.ts';
import { findPayments } from './payments.ts';

type OverdueDependencies = { readonly pool: Pool; readonly desk: Desk };

/**
 * Marks a person's overdue payments as expired. Called before they are read: nobody is shown an order as waiting that
 * can no longer be confirmed.
 */
export async function expireOverdue(dependencies: OverdueDependencies, payerId: string): Promise<void> {
  const { rows } = await dependencies.pool.query<{ id: string }>({
    name: 'find-overdue-of',
    text: `select id from payments
      where payer_id = $1 and state = 'awaiting_confirmation' and expires_at <= moineau_now() limit 100`,
    values: [payerId],
  });
  await end(dependencies, rows, 'expire');
}

/** Ends what nobody has looked at, and gives back what nobody has claimed; at most `most` of each. @returns how many. */
export async function sweepOverdue(dependencies: OverdueDependencies, most: number): Promise<number> {
  const expired = await find(
    dependencies.pool,
    `select id from payments where state = 'awaiting_confirmation' and expires_at <= moineau_now()
      order by expires_at limit $1`,
    most,
  );
  const unclaimed = await find(
    dependencies.pool,
    `select id from payments where state = 'held' and held_until <= moineau_now() order by held_until limit $1`,
    most,
  );
  await end(dependencies, expired, 'expire');
  await end(dependencies, unclaimed, 'return');
  return Math.max(expired.length, unclaimed.length);
}

async function find(queryable: Queryable, text: string, most: number): Promise<{ id: string }[]> {
  return (await queryable.query<{ id: string }>(text, [most])).rows;
}

async function end(
  { pool, desk }: OverdueDependencies,
  rows: readonly { id: string }[],
  what: 'expire' | 'return',
): Promise<void> {
  if (rows.length === 0) return;
  const act: Act = { do: what, personId: null };
  const payments = await findPayments(
    pool,
    rows.map(({ id }) => id),
  );
  await Promise.all(
    payments.map((payment) => desk.run({ act, payments: [payment], order: null, requestId: 'overdue' })),
  );
}
