/** Reading payments: one, or a page of them. A person must never learn of a payment that is not his (T52). */
import type { z } from 'zod';
import type { HistoryPage, PageQuery, Payment, PaymentPage, Split } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { lastSeqOf } from '../events/events.ts';
import { type Position, readPage } from '../http/pages.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Desk } from './desk.ts';
import { expireOverdue } from './overdue.ts';
import {
  findPayment,
  isHeldFor,
  isVisibleTo,
  type PaymentRow,
  readPaymentRow,
  selectPayment,
  viewPayment,
} from './payments.ts';
import { findSplit, viewSplit } from './split-views.ts';

type HistoryDependencies = { readonly pool: Pool; readonly desk: Desk };

/** One payment of this person, or one that is held for him. */
export async function getPayment(
  { pool, desk }: HistoryDependencies,
  personId: string,
  paymentId: string,
): Promise<Result<Payment, 'not_found'>> {
  await expireOverdue({ pool, desk }, personId);
  const payment = await findPayment(pool, paymentId);
  const visible = payment && (isVisibleTo(payment, personId) || isHeldFor(payment, personId));
  return visible ? accept(viewPayment(payment, personId)) : refuse('not_found');
}

/** One split of this person's. */
export async function getSplit(
  { pool, desk }: HistoryDependencies,
  personId: string,
  splitId: string,
): Promise<Result<Split, 'not_found'>> {
  await expireOverdue({ pool, desk }, personId);
  const found = await findSplit(pool, splitId);
  return found?.split.payer_id === personId
    ? accept(viewSplit(found.split, found.payments))
    : refuse('not_found');
}

/** A page of this person's payments, newest first: his own orders, and what has reached him. */
export async function pageOfPayments(
  { pool, desk }: HistoryDependencies,
  personId: string,
  query: z.output<typeof PageQuery>,
): Promise<Result<HistoryPage, 'invalid_request'>> {
  await expireOverdue({ pool, desk }, personId);
  // Before the page: what happens in between is in both, and never in neither.
  const asOfSeq = await lastSeqOf(pool, personId);
  const page = await pageOf(personId, query, async ({ before, limit }) => {
    const { rows } = await pool.query<PaymentRow>(
      // Two indexes, each read in order and no further than the page: an `or` would read and sort all of them.
      `with page as (
         (select id, created_at from payments where payer_id = $1 and (created_at, id) < ($2, $3)
           order by created_at desc, id desc limit $4)
         union all
         (select id, created_at from payments where payee_id = $1 and settled_at is not null and (created_at, id) < ($2, $3)
           order by created_at desc, id desc limit $4)
         order by created_at desc, id desc limit $4)
       ${selectPayment} join page on page.id = p.id order by p.created_at desc, p.id desc`,
      [personId, before.createdAt, before.id, limit],
    );
    return rows.map(readPaymentRow);
  });
  return page.ok ? accept({ ...page.value, as_of_seq: asOfSeq }) : page;
}

/** A page of a list of payments, newest first, as this person sees them. */
export function pageOf(
  personId: string,
  query: z.output<typeof PageQuery>,
  read: (page: { before: Position; limit: number }) => Promise<PaymentRow[]>,
): Promise<Result<PaymentPage, 'invalid_request'>> {
  return readPage(query, read, (payment) => viewPayment(payment, personId));
}
