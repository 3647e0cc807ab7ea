/** The payments of a statement, oldest first, a page at a time: however long, never more of it in memory than a page. */
import type { Payment } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { type PaymentRow, readPaymentRow, selectPayment, viewPayment } from '../payments/payments.ts';

const PAGE = 500;

export type Period = { readonly from: string | null; readonly to: string | null };

/** A person's own orders that moved money, and what has reached him (T52: nobody else's). */
export async function* paymentsOfPeriod(
  pool: Pool,
  personId: string,
  { from, to }: Period,
): AsyncGenerator<Payment> {
  let after = { createdAt: from ?? '-infinity', id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const { rows } = await pool.query<PaymentRow>(
      // Two indexes, each read in order and no further than the page.
      `with page as (
         (select id, created_at from payments
           where payer_id = $1 and confirmed_at is not null and (created_at, id) > ($2, $3) and created_at < $4
           order by created_at, id limit $5)
         union all
         (select id, created_at from payments
           where payee_id = $1 and settled_at is not null and (created_at, id) > ($2, $3) and created_at < $4
           order by created_at, id limit $5)
         order by created_at, id limit $5)
       ${selectPayment} join page on page.id = p.id order by p.created_at, p.id`,
      [personId, after.createdAt, after.id, to ?? 'infinity', PAGE],
    );
    for (const row of rows) yield viewPayment(readPaymentRow(row), personId);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = { createdAt: last.created_at.toISOString(), id: last.id };
  }
}
