/**
 * The receipt of a payment that was confirmed, for its two people. Made from the rows each time: it says what is so
 * now, with what was returned or refunded since. A payment that came to nothing has none.
 */
import { type Cents, cents, negateCents, sumCents } from '../../lib/money.ts';
import type { Receipt } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import type { Language } from '../http/language.ts';
import { toWireId } from '../ids.ts';
import { findPayment, isHeldFor, isVisibleTo, type PaymentRow, viewPayee } from '../payments/payments.ts';
import { viewMoney, viewPerson } from '../people/people.ts';
import { accept, type Result, refuse } from '../result.ts';
import { receiptText } from './texts.ts';

type RefundRow = { id: string; amount: bigint; created_at: Date };

/** To everybody else there is nothing (T52). */
export async function readReceipt(
  pool: Pool,
  personId: string,
  paymentId: string,
  language: Language,
): Promise<Result<Receipt, 'not_found' | 'payment_not_confirmed'>> {
  const payment = await findPayment(pool, paymentId);
  if (!payment || !(isVisibleTo(payment, personId) || isHeldFor(payment, personId)))
    return refuse('not_found');
  const { confirmed_at } = payment;
  if (confirmed_at === null) return refuse('payment_not_confirmed');
  const refunds = await pool.query<RefundRow>(
    'select id, amount, created_at from refunds where payment_id = $1 order by created_at, id',
    [paymentId],
  );
  const facts = factsOf({ ...payment, confirmed_at }, refunds.rows, {
    isPayer: payment.payer_id === personId,
    returnedAt: payment.state === 'returned' ? await returnedAt(pool, paymentId) : null,
  });
  return accept({ ...facts, language, text: receiptText(facts, language) });
}

async function returnedAt(pool: Pool, paymentId: string): Promise<Date | null> {
  const { rows } = await pool.query<{ at: Date }>(
    "select at from payment_events where payment_id = $1 and to_state = 'returned'",
    [paymentId],
  );
  return rows[0]?.at ?? null;
}

function factsOf(
  payment: PaymentRow & { confirmed_at: Date },
  refunds: readonly RefundRow[],
  { isPayer, returnedAt }: { isPayer: boolean; returnedAt: Date | null },
): Omit<Receipt, 'language' | 'text'> {
  const amount = cents(payment.amount);
  // Charged for having received: not for what is still held, or was given back before it arrived.
  const fee: Cents = payment.settled_at === null ? cents(0n) : cents(payment.fee);
  return {
    payment_id: toWireId('pay', payment.id),
    state: payment.state,
    direction: isPayer ? 'out' : 'in',
    payer: viewPerson(payment.payer),
    payee: viewPayee(payment),
    amount: viewMoney(amount),
    fee: viewMoney(fee),
    received: viewMoney(payment.settled_at === null ? cents(0n) : sumCents([amount, negateCents(fee)])),
    amount_refunded: viewMoney(cents(payment.amount_refunded)),
    refunds: refunds.map((refund) => ({
      id: toWireId('ref', refund.id),
      amount: viewMoney(cents(refund.amount)),
      created_at: refund.created_at.toISOString(),
    })),
    memo: payment.memo,
    created_at: payment.created_at.toISOString(),
    confirmed_at: payment.confirmed_at.toISOString(),
    settled_at: payment.settled_at?.toISOString() ?? null,
    held_until: payment.held_until?.toISOString() ?? null,
    returned_at: returnedAt?.toISOString() ?? null,
  };
}
