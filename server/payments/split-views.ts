/** Splits as rows: several payments, one confirmation. Reading and showing; nothing here writes. */
import { cents, centsToWire, sumCents } from '../../lib/money.ts';
import type { Split, SplitTerms } from '../../lib/protocol/index.ts';
import type { Queryable } from '../db/pool.ts';
import { toWireId } from '../ids.ts';
import { viewMoney } from '../people/people.ts';
import { type PaymentRow, readPaymentRow, selectPayment, viewPayment } from './payments.ts';

export type SplitRow = {
  readonly id: string;
  readonly payer_id: string;
  readonly nonce: string;
  readonly created_at: Date;
  readonly expires_at: Date;
};

/** A split with its payments, in their order. */
export async function findSplit(
  queryable: Queryable,
  id: string,
): Promise<{ split: SplitRow; payments: PaymentRow[] } | null> {
  const { rows } = await queryable.query<SplitRow>(
    'select id, payer_id, nonce, created_at, expires_at from splits where id = $1',
    [id],
  );
  const [split] = rows;
  if (!split) return null;
  const payments = await queryable.query<PaymentRow>(`${selectPayment} where p.split_id = $1 order by p.id`, [
    id,
  ]);
  return { split, payments: payments.rows.map(readPaymentRow) };
}

/** What the payer signs for all of them. */
export function splitTermsOf(split: SplitRow, payments: readonly PaymentRow[]): SplitTerms {
  return {
    v: 1,
    split_id: toWireId('spl', split.id),
    currency: 'EUR',
    total_minor: centsToWire(totalOf(payments)),
    payments: payments.map((payment) => ({
      payment_id: toWireId('pay', payment.id),
      amount_minor: centsToWire(cents(payment.amount)),
      fee_minor: centsToWire(cents(payment.fee)),
      payee_id: payment.payee_id && toWireId('per', payment.payee_id),
      payee_x_user_id: payment.payee_x_user_id,
      payee_label: payment.payee_label,
    })),
    purpose: payments[0]?.memo ?? '',
    nonce: split.nonce,
    expires_at: split.expires_at.toISOString(),
  };
}

/** The split as its payer sees it: nobody else does. */
export function viewSplit(split: SplitRow, payments: readonly PaymentRow[]): Split {
  const awaiting = payments.every(({ state }) => state === 'awaiting_confirmation');
  return {
    id: toWireId('spl', split.id),
    payments: payments.map((payment) => viewPayment(payment, split.payer_id)),
    total: viewMoney(totalOf(payments)),
    created_at: split.created_at.toISOString(),
    expires_at: split.expires_at.toISOString(),
    terms: awaiting ? splitTermsOf(split, payments) : null,
  };
}

function totalOf(payments: readonly PaymentRow[]) {
  return sumCents(payments.map(({ amount }) => cents(amount)));
}
