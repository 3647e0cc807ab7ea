/**
 * Accepting a request makes the payment that was asked for. It awaits its payer's confirmation like every other, and
 * there is one at a time: another can be made only when the one before has come to nothing.
 */
import { cents } from '../../lib/money.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer, type Order } from '../http/idempotency.ts';
import { announceChanges } from '../payments/changes.ts';
import { type CreateDependencies, orderPayment } from '../payments/create.ts';
import type { Desk } from '../payments/desk.ts';
import { expireOverdue } from '../payments/overdue.ts';
import { findPayment, viewPayment } from '../payments/payments.ts';
import { viewMoney } from '../people/people.ts';
import { eventsOf, lockRequest } from './requests.ts';

export type AnswerInput = {
  readonly personId: string;
  readonly id: string;
  readonly order: Order;
  readonly requestId: string;
};

/** One that is accepted already is answered with its payment. */
export async function acceptRequest(
  dependencies: CreateDependencies & { readonly pool: Pool; readonly desk: Desk },
  { personId, id, order, requestId }: AnswerInput,
): Promise<Answer> {
  // A payment that can't be confirmed any more stands in no request's way.
  await expireOverdue(dependencies, personId);
  const answer = await withTransaction(dependencies.pool, async (tx): Promise<Answer> => {
    const claim = await claimOrder(tx, order);
    if (!claim.ok) return problemAnswer(claim.error, requestId);
    if (claim.value) return claim.value;
    const request = await lockRequest(tx, id, personId);
    if (request?.payer_id !== personId) return problemAnswer({ code: 'not_found' }, requestId);
    if (request.state === 'accepted' && request.payment_id) {
      const payment = await findPayment(tx, request.payment_id);
      if (!payment) throw new Error(`the payment of request ${id} is gone`);
      return { status: 201, body: viewPayment(payment, personId) };
    }
    if (request.state !== 'open') return problemAnswer({ code: 'request_not_open' }, requestId);
    const made = await orderPayment(tx, dependencies, personId, {
      payee_x_user_id: request.payee.x_user_id,
      amount: viewMoney(cents(request.amount)),
      ...{ memo: request.memo, visibility: 'private', origin: 'request', tweet_id: null },
    });
    if (!made.ok) return problemAnswer(made.error, requestId);
    const payment = made.value;
    await tx.query("update money_requests set state = 'accepted', payment_id = $2 where id = $1", [
      id,
      payment.id,
    ]);
    const accepted = { ...request, state: 'accepted', payment_id: payment.id } as const;
    await announceChanges(tx, [{ payment, from: 'created', at: payment.created_at }], eventsOf(accepted));
    const answered: Answer = { status: 201, body: viewPayment(payment, personId) };
    await keepAnswer(tx, order, answered);
    return answered;
  });
  dependencies.nudge();
  return answer;
}
