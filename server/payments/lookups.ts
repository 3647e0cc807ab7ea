/** What every confirmation looks up before the desk: asked together for all that come at the same time. */
import type { Pool } from '../db/pool.ts';
import { type Ask, askTogether } from '../db/together.ts';
import { type Claim, findAnswers, type Order } from '../http/idempotency.ts';
import { findPayments, type PaymentRow } from './payments.ts';

export type Lookups = {
  /** The payment of this id; null when there is none. */
  readonly payment: Ask<string, PaymentRow | null>;
  /** The kept answer to this order; null when there is none yet. */
  readonly answer: Ask<Order, Claim>;
};

export function createLookups(pool: Pool): Lookups {
  return {
    payment: askTogether(async (ids: readonly string[]) => {
      const found = new Map((await findPayments(pool, ids)).map((payment) => [payment.id, payment]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    answer: askTogether((orders: readonly Order[]) => findAnswers(pool, orders)),
  };
}
