/** Reading payments: one, or a page of them. A person must never learn of a payment that is not his (T52). */
import type { z } from 'zod';
import type { PageQuery, Payment, PaymentPage } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { accept, type Result, refuse } from '../result.ts';
import {
  expireOverdue,
  findPayment,
  isVisibleTo,
  listPayments,
  type PaymentRow,
  viewPayment,
} from './payments.ts';

/** One payment of this person. */
export async function getPayment(
  pool: Pool,
  personId: string,
  paymentId: string,
): Promise<Result<Payment, 'not_found'>> {
  await expireOverdue(pool, personId);
  const payment = await findPayment(pool, paymentId);
  if (!payment || !isVisibleTo(payment, personId)) return refuse('not_found');
  return accept(viewPayment(payment, personId));
}

/** A page of this person's payments, newest first. */
export async function pageOfPayments(
  pool: Pool,
  personId: string,
  query: z.output<typeof PageQuery>,
): Promise<Result<PaymentPage, 'invalid_request'>> {
  const before = query.cursor === undefined ? null : readCursor(query.cursor);
  if (before === undefined) {
    return refuse('invalid_request', {
      errors: [{ pointer: '/query/cursor', message: 'not a cursor of this list' }],
    });
  }
  await expireOverdue(pool, personId);
  // One more than asked for tells whether there is more.
  const rows = await listPayments(pool, personId, { before, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return accept({
    items: shown.map((payment) => viewPayment(payment, personId)),
    has_more: last !== undefined,
    next_cursor: last ? writeCursor(last) : null,
  });
}

function writeCursor(payment: PaymentRow): string {
  return Buffer.from(`${payment.created_at.toISOString()} ${payment.id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: string; id: string } | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const match =
    /^(2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  const [, createdAt, id] = match ?? [];
  return createdAt && id && isInstant(createdAt) ? { createdAt, id } : undefined;
}

/** JavaScript reads 30 February as a day in March; PostgreSQL refuses it. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
