/** Thanking for a payment: once, by its payee; the payer is told. Moves nothing and promises nothing. */
import type { Payment } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import { announce, type NewEvent } from '../events/events.ts';
import { accept, type Result, refuse } from '../result.ts';
import { findPayment, viewPayment } from './payments.ts';

/** The payment as the payee sees it, thanked for. Asked again, nothing happens. */
export async function thankForPayment(
  { pool, nudge }: { readonly pool: Pool; readonly nudge: () => void },
  personId: string,
  paymentId: string,
): Promise<Result<Payment, 'not_found'>> {
  const before = await findPayment(pool, paymentId);
  if (before?.payee_id !== personId || before.state !== 'settled') return refuse('not_found');
  if (before.thanked_at) return accept(viewPayment(before, personId));
  const payment = await withTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `update payments set thanked_at = date_trunc('milliseconds', moineau_now())
        where id = $1 and thanked_at is null`,
      [paymentId],
    );
    // Read after the row is ours, so that nobody's older word on it is told.
    const thanked = await findPayment(tx, paymentId);
    if (!thanked) throw new Error(`payment ${paymentId} is gone`);
    if (rowCount === 1) await announce(tx, eventsOf(thanked, personId), [paymentId]);
    return thanked;
  });
  nudge();
  return accept(viewPayment(payment, personId));
}

type Row = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

function eventsOf(payment: Row, payeeId: string): NewEvent[] {
  const view = (viewerId: string) => ({ payment: viewPayment(payment, viewerId) });
  const forPayee: NewEvent = { personId: payeeId, type: 'payment.updated', payload: view(payeeId) };
  // Who has left has no stream.
  if (payment.payer.erased_at !== null) return [forPayee];
  const { payer_id: personId } = payment;
  return [{ personId, type: 'payment.thanked', payload: view(personId) }, forPayee];
}
