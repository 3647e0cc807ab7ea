/**
 * Requests for money as rows: reading them, and showing them to one of their two people. What changes them stands in
 * `ends.ts`, `ask.ts` and `accept.ts`; nothing here writes.
 */
import type { z } from 'zod';
import { cents } from '../../lib/money.ts';
import type {
  MoneyRequest,
  MoneyRequestPage,
  MoneyRequestState,
  PageQuery,
} from '../../lib/protocol/index.ts';
import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import type { NewEvent } from '../events/events.ts';
import { readPage } from '../http/pages.ts';
import { toWireId } from '../ids.ts';
import { personJson, revivePerson } from '../payments/payments.ts';
import { type PersonRow, viewMoney, viewPerson } from '../people/people.ts';
import type { Result } from '../result.ts';

export type RequestRow = {
  id: string;
  payer_id: string;
  payee_id: string;
  amount: bigint;
  memo: string | null;
  /** As it stands now: see `selectRequest`. */
  state: MoneyRequestState;
  /** The payer is never shown it. */
  hidden: boolean;
  payment_id: string | null;
  created_at: Date;
  expires_at: Date;
  payer: PersonRow;
  payee: PersonRow;
};

/** One whose payment has come to nothing is open again; an open one is over when its time is. */
const selectRequest = `select r.id, r.payer_id, r.payee_id, r.amount, r.memo, r.hidden, r.payment_id, r.created_at, r.expires_at,
    case when r.state <> 'open' and not (r.state = 'accepted' and p.state in ('refused', 'cancelled', 'expired')) then r.state
         when r.expires_at <= moineau_now() then 'expired' else 'open' end as state,
    ${personJson('payer')} as payer, ${personJson('payee')} as payee
  from money_requests r join people payer on payer.id = r.payer_id join people payee on payee.id = r.payee_id
    left join payments p on p.id = r.payment_id`;

function readRow(row: RequestRow): RequestRow {
  return { ...row, payer: revivePerson(row.payer), payee: revivePerson(row.payee) };
}

/** These requests, in the order of their ids. */
export async function findRequests(queryable: Queryable, ids: readonly string[]): Promise<RequestRow[]> {
  const { rows } = await queryable.query<RequestRow>(
    `${selectRequest} where r.id = any($1::uuid[]) order by r.id`,
    [ids],
  );
  return rows.map(readRow);
}

/** One request, locked until the transaction ends; null when this person may not know of it. */
export async function lockRequest(tx: Transaction, id: string, personId: string): Promise<RequestRow | null> {
  await tx.query('select from money_requests where id = $1 for no key update', [id]);
  const [request] = await findRequests(tx, [id]);
  return request && isVisibleTo(request, personId) ? request : null;
}

function isVisibleTo(request: RequestRow, personId: string): boolean {
  return request.payee_id === personId || (request.payer_id === personId && !request.hidden);
}

/** A page of this person's requests, newest first: those he made, and those he was shown. */
export function pageOfRequests(
  pool: Pool,
  personId: string,
  query: z.output<typeof PageQuery>,
): Promise<Result<MoneyRequestPage, 'invalid_request'>> {
  const read = async ({ before, limit }: { before: { createdAt: string; id: string }; limit: number }) => {
    const { rows } = await pool.query<RequestRow>(
      `with page as (
         (select id, created_at from money_requests where payer_id = $1 and not hidden and (created_at, id) < ($2, $3)
           order by created_at desc, id desc limit $4)
         union all
         (select id, created_at from money_requests where payee_id = $1 and (created_at, id) < ($2, $3)
           order by created_at desc, id desc limit $4)
         order by created_at desc, id desc limit $4)
       ${selectRequest} join page on page.id = r.id order by r.created_at desc, r.id desc`,
      [personId, before.createdAt, before.id, limit],
    );
    return rows.map(readRow);
  };
  return readPage(query, read, (request) => viewRequest(request, personId));
}

/** The request as one of its two people sees it. */
export function viewRequest(request: RequestRow, viewerId: string): MoneyRequest {
  const isPayer = request.payer_id === viewerId;
  return {
    id: toWireId('req', request.id),
    state: request.state,
    direction: isPayer ? 'out' : 'in',
    payer: viewPerson(request.payer),
    payee: viewPerson(request.payee),
    amount: viewMoney(cents(request.amount)),
    memo: request.memo,
    created_at: request.created_at.toISOString(),
    expires_at: request.expires_at.toISOString(),
    payment_id: isPayer && request.payment_id ? toWireId('pay', request.payment_id) : null,
  };
}

/** What its people are told: whoever is asked hears nothing of one that is hidden from him. */
export function eventsOf(request: RequestRow, isNew = false): NewEvent[] {
  const forPayee: NewEvent = {
    personId: request.payee_id,
    type: 'request.updated',
    payload: { request: viewRequest(request, request.payee_id) },
  };
  if (request.hidden) return [forPayee];
  return [
    forPayee,
    {
      personId: request.payer_id,
      type: isNew ? 'request.received' : 'request.updated',
      payload: { request: viewRequest(request, request.payer_id) },
    },
  ];
}
