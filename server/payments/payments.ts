/**
 * Payments as rows: reading them, showing them to one of their two people, moving them from state to state.
 * A state is changed here only, with its row in payment_events and its events, in one transaction.
 */
import { type Cents, cents, centsToWire } from '../../lib/money.ts';
import type { Payment, PaymentOrigin, PaymentState, ProblemCode, Terms } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Queryable, type Transaction, withTransaction } from '../db/pool.ts';
import { appendEvents, type NewEvent } from '../events/events.ts';
import { toWireId } from '../ids.ts';
import { type PersonRow, viewMoney, viewPerson } from '../people/people.ts';

export type PaymentRow = {
  id: string;
  payer_id: string;
  payee_id: string;
  amount: bigint;
  fee: bigint;
  payee_label: string;
  memo: string | null;
  visibility: 'private';
  origin: PaymentOrigin;
  tweet_id: string | null;
  state: PaymentState;
  version: number;
  nonce: string;
  refusal: ProblemCode | null;
  created_at: Date;
  expires_at: Date;
  settled_at: Date | null;
  payer: PersonRow;
  payee: PersonRow;
};

const personJson = (alias: string) =>
  `jsonb_build_object('id', ${alias}.id, 'x_user_id', ${alias}.x_user_id, 'handle', ${alias}.handle,
    'name', ${alias}.name, 'kind', ${alias}.kind, 'linked_since', ${alias}.linked_since)`;

const selectPayment = `select p.*, ${personJson('payer')} as payer, ${personJson('payee')} as payee
  from payments p join people payer on payer.id = p.payer_id join people payee on payee.id = p.payee_id`;

/** JSON has no dates: the two inside the people come back as text. */
function readRow(row: PaymentRow): PaymentRow {
  const revive = (person: PersonRow) => ({ ...person, linked_since: new Date(person.linked_since) });
  return { ...row, payer: revive(row.payer), payee: revive(row.payee) };
}

export async function findPayment(queryable: Queryable, id: string): Promise<PaymentRow | null> {
  const { rows } = await queryable.query<PaymentRow>(`${selectPayment} where p.id = $1`, [id]);
  return rows[0] ? readRow(rows[0]) : null;
}

/** The payment, locked until the transaction ends, and whether it is overdue by the database's clock (T18). */
export async function lockPayment(
  tx: Transaction,
  id: string,
): Promise<{ payment: PaymentRow; overdue: boolean }> {
  // The time is read after the lock: waiting for it may have taken long.
  await tx.query('select from payments where id = $1 for no key update', [id]);
  const row = onlyRow(
    await tx.query<PaymentRow & { overdue: boolean }>(
      `select x.*, clock_timestamp() >= x.expires_at as overdue from (${selectPayment} where p.id = $1) x`,
      [id],
    ),
  );
  return { payment: readRow(row), overdue: row.overdue };
}

/** Stands where there is no cursor: every payment comes before infinity. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Payments that a person may see, newest first: his own orders, and what has reached him. */
export async function listPayments(
  queryable: Queryable,
  personId: string,
  page: { before: { createdAt: string; id: string } | null; limit: number },
): Promise<PaymentRow[]> {
  const { rows } = await queryable.query<PaymentRow>(
    // Two indexes, each read in order and no further than the page: an `or` would read and sort all of them.
    `with page as (
       (select id, created_at from payments where payer_id = $1 and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4)
       union all
       (select id, created_at from payments where payee_id = $1 and settled_at is not null and (created_at, id) < ($2, $3)
         order by created_at desc, id desc limit $4)
       order by created_at desc, id desc limit $4)
     ${selectPayment} join page on page.id = p.id order by p.created_at desc, p.id desc`,
    [personId, page.before?.createdAt ?? 'infinity', page.before?.id ?? NO_ID, page.limit],
  );
  return rows.map(readRow);
}

/** Whether this person may know of the payment: a payee does from the moment that the money is his. */
export function isVisibleTo(payment: PaymentRow, personId: string): boolean {
  return payment.payer_id === personId || (payment.payee_id === personId && payment.settled_at !== null);
}

/** The terms, rebuilt from the row: what a signature is checked against. */
export function termsOf(payment: PaymentRow): Terms {
  return {
    v: 1,
    payment_id: toWireId('pay', payment.id),
    version: payment.version,
    amount_minor: centsToWire(cents(payment.amount)),
    currency: 'EUR',
    fee_minor: centsToWire(cents(payment.fee)),
    payee_id: toWireId('per', payment.payee_id),
    payee_label: payment.payee_label,
    purpose: payment.memo ?? '',
    nonce: payment.nonce,
    expires_at: payment.expires_at.toISOString(),
  };
}

/** The payment as one of its two people sees it. The terms are for the payer, while he can confirm them. */
export function viewPayment(payment: PaymentRow, viewerId: string): Payment {
  const isPayer = payment.payer_id === viewerId;
  return {
    id: toWireId('pay', payment.id),
    state: payment.state,
    direction: isPayer ? 'out' : 'in',
    payer: viewPerson(payment.payer),
    payee: viewPerson(payment.payee),
    amount: viewMoney(cents(payment.amount)),
    fee: viewMoney(cents(payment.fee)),
    memo: payment.memo,
    visibility: payment.visibility,
    origin: payment.origin,
    tweet_id: payment.tweet_id,
    created_at: payment.created_at.toISOString(),
    expires_at: payment.expires_at.toISOString(),
    settled_at: payment.settled_at?.toISOString() ?? null,
    refusal: payment.refusal,
    terms: isPayer && payment.state === 'awaiting_confirmation' ? termsOf(payment) : null,
  };
}

type Transition =
  | { readonly to: 'settled' | 'cancelled' | 'expired' }
  | { readonly to: 'refused'; readonly refusal: ProblemCode };

/**
 * Moves an awaiting payment on, and returns it as it is then. The caller tells people of it with `tell`.
 * @throws Error when it is not awaiting: the caller has locked it and looked.
 */
export async function transition(tx: Transaction, paymentId: string, step: Transition): Promise<PaymentRow> {
  const moved = await tx.query(
    `update payments set state = $2::text, refusal = $3,
        settled_at = case when $2::text = 'settled' then date_trunc('milliseconds', clock_timestamp()) end
      where id = $1 and state = 'awaiting_confirmation'`,
    [paymentId, step.to, step.to === 'refused' ? step.refusal : null],
  );
  if (moved.rowCount !== 1) throw new Error(`payment ${paymentId} is not awaiting confirmation`);
  await recordTransition(tx, paymentId, 'awaiting_confirmation', step.to);
  const payment = await findPayment(tx, paymentId);
  if (!payment) throw new Error(`payment ${paymentId} is gone`);
  return payment;
}

/** One row for each transition. The payment is locked, so positions do not collide. */
export async function recordTransition(
  tx: Transaction,
  paymentId: string,
  from: PaymentState | null,
  to: PaymentState,
): Promise<void> {
  await tx.query(
    `insert into payment_events (payment_id, position, from_state, to_state)
      select $1, coalesce(max(position), 0) + 1, $2, $3 from payment_events where payment_id = $1`,
    [paymentId, from, to],
  );
}

/** The events that a change of these payments is for their people. */
export function eventsOf(payments: readonly PaymentRow[]): NewEvent[] {
  return payments.flatMap((payment): NewEvent[] => {
    const forPayer: NewEvent = {
      personId: payment.payer_id,
      type: 'payment.updated',
      payload: { payment: viewPayment(payment, payment.payer_id) },
    };
    if (payment.settled_at === null) return [forPayer];
    return [
      forPayer,
      {
        personId: payment.payee_id,
        type: 'payment.received',
        payload: { payment: viewPayment(payment, payment.payee_id) },
      },
    ];
  });
}

/**
 * Marks a person's overdue payments as expired. Called before they are read: nobody is shown an order as
 * waiting that can no longer be confirmed.
 */
export async function expireOverdue(pool: Pool, payerId: string): Promise<void> {
  const overdue = `payer_id = $1 and state = 'awaiting_confirmation' and expires_at <= clock_timestamp()`;
  const { rowCount } = await pool.query(`select from payments where ${overdue} limit 1`, [payerId]);
  if (rowCount === 0) return;
  await withTransaction(pool, async (tx) => {
    // One that is locked is being confirmed or cancelled this moment: that decides.
    const { rows } = await tx.query<{ id: string }>(
      `select id from payments where ${overdue} order by id for no key update skip locked`,
      [payerId],
    );
    const expired: PaymentRow[] = [];
    for (const { id } of rows) expired.push(await transition(tx, id, { to: 'expired' }));
    await appendEvents(tx, eventsOf(expired));
  });
}

/** What a person has sent in the last `hours`. Exact under the lock of his wallet. */
export async function spentWithin(tx: Transaction, personId: string, hours: number): Promise<Cents> {
  const { rows } = await tx.query<{ spent: bigint }>(
    `select coalesce(sum(amount), 0)::bigint as spent from payments
      where payer_id = $1 and state in ('settled', 'held') and settled_at > clock_timestamp() - make_interval(hours => $2)`,
    [personId, hours],
  );
  return cents(rows[0]?.spent ?? 0n);
}
