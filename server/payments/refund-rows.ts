/** Refunds as rows: writing and showing them. Whether one may be made is judged at the desk. */
import { type Cents, cents } from '../../lib/money.ts';
import type { Refund } from '../../lib/protocol/index.ts';
import type { Transaction } from '../db/pool.ts';
import { toWireId } from '../ids.ts';
import { viewMoney } from '../people/people.ts';
import { type PaymentRow, viewPayment } from './payments.ts';

export type NewRefund = {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: Cents;
  readonly at: Date;
};

export async function insertRefunds(tx: Transaction, refunds: readonly NewRefund[]): Promise<void> {
  if (refunds.length === 0) return;
  await tx.query(
    'insert into refunds (id, payment_id, amount, created_at) select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[])',
    [
      refunds.map(({ id }) => id),
      refunds.map(({ paymentId }) => paymentId),
      refunds.map(({ amount }) => amount),
      refunds.map(({ at }) => at),
    ],
  );
}

export function viewRefund(refund: NewRefund, payment: PaymentRow, viewerId: string): Refund {
  return {
    id: toWireId('ref', refund.id),
    amount: viewMoney(cents(refund.amount)),
    created_at: refund.at.toISOString(),
    payment: viewPayment(payment, viewerId),
  };
}
