/** Ordering a payment. It awaits its payer's confirmation and moves nothing. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { type Cents, centsFromWire } from '../../lib/money.ts';
import type { PaymentOrder } from '../../lib/protocol/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { appendEvents } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer, type Order } from '../http/idempotency.ts';
import { newId } from '../ids.ts';
import { walletBalance } from '../ledger/ledger.ts';
import { findByXUserId, getPerson, type PersonRow } from '../people/people.ts';
import { accept, type Result, refuse } from '../result.ts';
import { eventsOf, findPayment, recordTransition, viewPayment } from './payments.ts';
import { feeFor, limitOfOne, type PaymentLimits } from './rules.ts';

type CreateError =
  | 'invalid_request'
  | 'payee_is_payer'
  | 'payee_without_wallet'
  | 'limit_exceeded'
  | 'insufficient_funds';

export type CreateDependencies = {
  readonly pool: Pool;
  readonly limits: PaymentLimits;
  /** How long its terms can be confirmed. */
  readonly lifetimeSeconds: number;
};

/** Orders a payment, once per key. A refused order has no effect, so its key may be used for a better one. */
export async function createPayment(
  { pool, limits, lifetimeSeconds }: CreateDependencies,
  input: { payerId: string; body: z.output<typeof PaymentOrder>; order: Order; requestId: string },
): Promise<Answer> {
  return withTransaction(pool, async (tx) => {
    const claim = await claimOrder(tx, input.order);
    if (!claim.ok) return problemAnswer(claim.error, input.requestId);
    if (claim.value) return claim.value;
    const terms = await judge(tx, limits, input.payerId, input.body);
    if (!terms.ok) return problemAnswer(terms.error, input.requestId);
    const id = await insertPayment(tx, {
      payerId: input.payerId,
      body: input.body,
      lifetimeSeconds,
      ...terms.value,
    });
    const payment = await findPayment(tx, id);
    if (!payment) throw new Error('a payment just made is gone');
    await appendEvents(tx, eventsOf([payment]));
    const answer: Answer = { status: 201, body: viewPayment(payment, input.payerId) };
    await keepAnswer(tx, input.order, answer);
    return answer;
  });
}

/** Whether the order may be made. Funds are judged again, under the lock, when it is confirmed. */
async function judge(
  tx: Transaction,
  limits: PaymentLimits,
  payerId: string,
  body: z.output<typeof PaymentOrder>,
): Promise<Result<{ payee: PersonRow; amount: Cents }, CreateError>> {
  const amount = centsFromWire(body.amount.amount);
  if (amount <= 0n)
    return refuse('invalid_request', {
      errors: [{ pointer: '/body/amount/amount', message: 'at least 0.01 €' }],
    });
  const payer = await getPerson(tx, payerId);
  if (body.payee_x_user_id === payer.x_user_id) return refuse('payee_is_payer');
  const payee = await findByXUserId(tx, body.payee_x_user_id);
  if (!payee) return refuse('payee_without_wallet');
  const limit = limitOfOne(limits, payee.kind);
  if (amount > limit) return refuse('limit_exceeded', { limit });
  if ((await walletBalance(tx, payerId)) < amount) return refuse('insufficient_funds');
  return accept({ payee, amount });
}

async function insertPayment(
  tx: Transaction,
  draft: {
    payerId: string;
    payee: PersonRow;
    amount: Cents;
    body: z.output<typeof PaymentOrder>;
    lifetimeSeconds: number;
  },
): Promise<string> {
  const id = newId();
  const { payee, amount, body } = draft;
  await tx.query(
    `insert into payments (id, payer_id, payee_id, amount, fee, payee_label, memo, visibility, origin, tweet_id,
                           state, nonce, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'awaiting_confirmation', $11,
              date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $12))`,
    [
      ...[
        id,
        draft.payerId,
        payee.id,
        amount,
        feeFor(payee.kind, amount),
        `${payee.name} (@${payee.handle})`,
      ],
      ...[body.memo, body.visibility, body.origin, body.tweet_id],
      ...[randomBytes(16).toString('base64url'), draft.lifetimeSeconds],
    ],
  );
  await recordTransition(tx, id, null, 'created');
  await recordTransition(tx, id, 'created', 'awaiting_confirmation');
  return id;
}
