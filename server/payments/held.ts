/** Money that is held for an X account: seen, taken or sent back by whoever signs in with that numeric id (T11). */
import type { z } from 'zod';
import type { PageQuery, PaymentPage } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { Order } from '../http/idempotency.ts';
import type { Result } from '../result.ts';
import type { Desk } from './desk.ts';
import { pageOf } from './history.ts';
import { findPayment, isHeldFor, type PaymentRow, readPaymentRow, selectPayment } from './payments.ts';

/** Takes it or sends it back. To everybody else there is nothing. */
export async function takeHeld(
  { pool, desk }: { pool: Pool; desk: Desk },
  input: { act: 'claim' | 'decline'; personId: string; paymentId: string; order: Order; requestId: string },
): Promise<Answer> {
  const { act, personId, order, requestId } = input;
  const payment = await findPayment(pool, input.paymentId);
  if (!payment || !isHeldFor(payment, personId)) return problemAnswer({ code: 'not_found' }, requestId);
  return desk.run({ act: { do: act, personId }, payments: [payment], order, requestId });
}

/** A page of what is held for this person, newest first. */
export function pageOfHeld(
  pool: Pool,
  personId: string,
  query: z.output<typeof PageQuery>,
): Promise<Result<PaymentPage, 'invalid_request'>> {
  return pageOf(personId, query, async ({ before, limit }) => {
    const { rows } = await pool.query<PaymentRow>(
      `${selectPayment} where p.state = 'held' and holder.id = $1 and (p.created_at, p.id) < ($2, $3)
        order by p.created_at desc, p.id desc limit $4`,
      [personId, before.createdAt, before.id, limit],
    );
    return rows.map(readPaymentRow);
  });
}
