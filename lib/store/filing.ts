/** Under what a payment is filed: its words and its month, and what it adds to that month. Pure: database.ts writes. */
import { type Cents, cents, centsFromWire, negateCents, sumCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { monthOf, wordsOfPayment } from './search.ts';

/** A payment with what it is found by. */
export type KeptPayment = Payment & { readonly filed: { readonly month: string; readonly words: string[] } };

/** What a month holds: how many payments, and what came in and went out of what has moved. */
export type MonthTotal = {
  /** "2026-11" */
  readonly month: string;
  readonly count: number;
  readonly came: Cents;
  readonly went: Cents;
};

/**
 * The payment as it is kept. It stays in the month under which it was first filed, wherever its reader has travelled since:
 * what it added there is what has to be taken away.
 */
export function fileAway(payment: Payment, before: KeptPayment | undefined): KeptPayment {
  const month = before?.filed.month ?? monthOf(payment.created_at);
  return { ...payment, filed: { month, words: wordsOfPayment(payment, month) } };
}

/** Changes the totals of the payment's month from what they were with `before` to what they are with `after`. */
export function addToMonths(
  months: Map<string, MonthTotal>,
  before: KeptPayment | undefined,
  after: KeptPayment,
): void {
  const { month } = after.filed;
  const total = months.get(month) ?? { month, count: 0, came: cents(0n), went: cents(0n) };
  const difference = (way: Payment['direction']) =>
    sumCents([movedBy(after, way), negateCents(before ? movedBy(before, way) : cents(0n))]);
  months.set(month, {
    month,
    count: total.count + (before ? 0 : 1),
    came: sumCents([total.came, difference('in')]),
    went: sumCents([total.went, difference('out')]),
  });
}

/** What the payment moved that way, after what was given back. The payee is given what is left after the fee. */
function movedBy(payment: Payment, way: Payment['direction']): Cents {
  if (payment.direction !== way) return cents(0n);
  if (payment.state !== 'settled' && payment.state !== 'held') return cents(0n);
  const back = negateCents(centsFromWire(payment.amount_refunded.amount));
  const fee = way === 'in' ? negateCents(centsFromWire(payment.fee.amount)) : cents(0n);
  return sumCents([centsFromWire(payment.amount.amount), back, fee]);
}
