/**
 * Changing what an order is for, as long as its payer has not confirmed it: its tweet was edited (T02). The terms get a
 * new version and a new nonce, so whatever was signed before is worth nothing, and he is shown them anew.
 */
import { type Cents, cents } from '../../lib/money.ts';
import type { Transaction } from '../db/pool.ts';
import { accept, type Result, refuse } from '../result.ts';
import { announceChanges } from './changes.ts';
import { lockPayments } from './locks.ts';
import { newNonce } from './nonce.ts';
import { findPayment, type PaymentRow } from './payments.ts';
import { type FeeSchedule, feesFor, limitOfOne, type PaymentLimits } from './rules.ts';

export type Revision = { readonly amount: Cents; readonly memo: string | null };

type ReviseError =
  | 'not_found'
  | 'payment_expired'
  | 'part_of_split'
  | 'payment_not_awaiting'
  | 'limit_exceeded'
  | 'invalid_request';

/** In the transaction of the caller, who may tell nobody else in it. The same again changes nothing. */
export async function reviseTerms(
  tx: Transaction,
  { limits, fees, lifetimeSeconds }: { limits: PaymentLimits; fees: FeeSchedule; lifetimeSeconds: number },
  paymentId: string,
  { amount, memo }: Revision,
): Promise<Result<PaymentRow, ReviseError>> {
  const before = await findPayment(tx, paymentId);
  if (!before) return refuse('not_found');
  if (before.split_id !== null) return refuse('part_of_split');
  await lockPayments(tx, [before]);
  const found = await findPayment(tx, paymentId);
  if (found?.state !== 'awaiting_confirmation') return refuse('payment_not_awaiting');
  if (amount <= 0n) return refuse('invalid_request');
  const { kind, charity } = found.payee ?? { kind: 'person', charity: false };
  const limit = limitOfOne(limits, kind);
  if (amount > limit) return refuse('limit_exceeded', { limit });
  if (found.amount === amount && found.memo === memo) return accept(found);
  const [fee = cents(0n)] = feesFor(fees, [{ amount, kind, charity }]);
  const { rows } = await tx.query<{ at: Date }>(
    `with t as (select date_trunc('milliseconds', moineau_now()) as at)
       update payments set amount = $2, fee = $3, memo = $4, nonce = $5, version = version + 1,
           expires_at = t.at + make_interval(secs => $6)
         from t where id = $1 and payments.expires_at > t.at returning t.at`,
    [paymentId, amount, fee, memo, newNonce(), lifetimeSeconds],
  );
  const [written] = rows;
  if (!written) return refuse('payment_expired');
  const revised = await findPayment(tx, paymentId);
  if (!revised) throw new Error(`payment ${paymentId} is gone`);
  await announceChanges(tx, [{ payment: revised, from: revised.state, at: written.at }]);
  return accept(revised);
}
