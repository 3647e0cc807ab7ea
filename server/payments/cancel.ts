/** Cancelling: what awaits confirmation, or is still held for a payee without a wallet. Only its payer can. */
import type { Pool } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { Order } from '../http/idempotency.ts';
import type { Desk } from './desk.ts';
import { findPayment } from './payments.ts';
import { findSplit } from './split-views.ts';

type CancelInput = {
  readonly personId: string;
  readonly id: string;
  readonly order: Order;
  readonly requestId: string;
};

/** Cancels a payment; one that is cancelled already is answered as it is. */
export async function cancelPayment(
  { pool, desk }: { pool: Pool; desk: Desk },
  { personId, id, order, requestId }: CancelInput,
): Promise<Answer> {
  const payment = await findPayment(pool, id);
  if (payment?.payer_id !== personId) return problemAnswer({ code: 'not_found' }, requestId);
  // Once the split is confirmed each part has its own fate; and a part that came back answers its key again.
  if (payment.split_id !== null && payment.confirmed_at === null)
    return problemAnswer({ code: 'part_of_split' }, requestId);
  return desk.run({ act: { do: 'cancel', personId, split: null }, payments: [payment], order, requestId });
}

/** Cancels all payments of a split that awaits confirmation. */
export async function cancelSplit(
  { pool, desk }: { pool: Pool; desk: Desk },
  { personId, id, order, requestId }: CancelInput,
): Promise<Answer> {
  const found = await findSplit(pool, id);
  if (found?.split.payer_id !== personId) return problemAnswer({ code: 'not_found' }, requestId);
  const { split, payments } = found;
  return desk.run({ act: { do: 'cancel', personId, split }, payments, order, requestId });
}
