/** Giving back a payment that was received, in full or in part. Nobody but its payee can, and only what he has. */
import type { z } from 'zod';
import { centsFromWire } from '../../lib/money.ts';
import type { RefundOrder } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { Order } from '../http/idempotency.ts';
import { newId } from '../ids.ts';
import type { Desk } from './desk.ts';
import { findPayment, isVisibleTo } from './payments.ts';

/** Refunds, once per key; the sum of a payment's refunds is never more than the payment (T44). */
export async function refundPayment(
  { pool, desk }: { pool: Pool; desk: Desk },
  input: {
    personId: string;
    paymentId: string;
    body: z.output<typeof RefundOrder>;
    order: Order;
    requestId: string;
  },
): Promise<Answer> {
  const { personId, order, requestId } = input;
  const amount = centsFromWire(input.body.amount.amount);
  if (amount <= 0n) {
    const errors = [{ pointer: '/body/amount/amount', message: 'at least 0.01 €' }];
    return problemAnswer({ code: 'invalid_request', errors }, requestId);
  }
  const payment = await findPayment(pool, input.paymentId);
  // Before the money is his he is not told of it, here neither.
  if (payment?.payee_id !== personId || !isVisibleTo(payment, personId))
    return problemAnswer({ code: 'not_found' }, requestId);
  // He has left: there is no wallet to give it back to.
  if (payment.payer.erased_at !== null)
    return problemAnswer({ code: 'payment_not_refundable' }, input.requestId);
  return desk.run({
    act: { do: 'refund', personId, refundId: newId(), amount },
    ...{ payments: [payment], order, requestId },
  });
}
