/** Cancelling a payment that awaits confirmation. Only its payer can, and never once money has moved. */
import { type Pool, withTransaction } from '../db/pool.ts';
import { appendEvents } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer, type Order } from '../http/idempotency.ts';
import { eventsOf, findPayment, lockPayment, transition, viewPayment } from './payments.ts';

/** Cancels; a payment that is cancelled already is answered as it is. */
export async function cancelPayment(
  pool: Pool,
  input: { payerId: string; paymentId: string; order: Order; requestId: string },
): Promise<Answer> {
  const { payerId, requestId } = input;
  const known = await findPayment(pool, input.paymentId);
  if (!known || known.payer_id !== payerId) return problemAnswer({ code: 'not_found' }, requestId);
  return withTransaction(pool, async (tx) => {
    const claim = await claimOrder(tx, input.order);
    if (!claim.ok) return problemAnswer(claim.error, requestId);
    if (claim.value) return claim.value;
    const { payment, overdue } = await lockPayment(tx, input.paymentId);
    if (payment.state === 'cancelled') return { status: 200, body: viewPayment(payment, payerId) };
    if (payment.state === 'expired') return problemAnswer({ code: 'payment_expired' }, requestId);
    if (payment.state !== 'awaiting_confirmation')
      return problemAnswer({ code: 'payment_not_awaiting' }, requestId);
    const ended = await transition(tx, payment.id, { to: overdue ? 'expired' : 'cancelled' });
    await appendEvents(tx, eventsOf([ended]));
    const answer: Answer = overdue
      ? problemAnswer({ code: 'payment_expired' }, requestId)
      : { status: 200, body: viewPayment(ended, payerId) };
    await keepAnswer(tx, input.order, answer);
    return answer;
  });
}
