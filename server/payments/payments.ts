/**
 * Payments as rows: reading them, and showing them to one of their two people. What changes them stands in
 * `changes.ts`; nothing here writes.
 */
import { cents, centsToWire } from '../../lib/money.ts';
import type {
  Party,
  Payment,
  PaymentOrigin,
  PaymentState,
  ProblemCode,
  Terms,
  Visibility,
} from '../../lib/protocol/index.ts';
import type { Queryable } from '../db/pool.ts';
import { toWireId } from '../ids.ts';
import { type PersonRow, viewMoney, viewPerson } from '../people/people.ts';

export type PaymentRow = {
  id: string;
  payer_id: string;
  /** Who holds the wallet that the money went to; null before, and while there is none. */
  payee_id: string | null;
  payee_x_user_id: string;
  payee_handle: string;
  payee_name: string;
  amount: bigint;
  fee: bigint;
  amount_refunded: bigint;
  payee_label: string;
  memo: string | null;
  visibility: Visibility;
  origin: PaymentOrigin;
  tweet_id: string | null;
  split_id: string | null;
  state: PaymentState;
  version: number;
  /** Counts the transitions. */
  step: number;
  nonce: string;
  refusal: ProblemCode | null;
  created_at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  settled_at: Date | null;
  held_until: Date | null;
  thanked_at: Date | null;
  payer: PersonRow;
  /** Who holds a wallet for that X account now, whether the money has gone to it or not. */
  payee: PersonRow | null;
};

/** A person as one column, by the alias of his row; read it with `revivePerson`. */
export const personJson = (alias: string) =>
  `jsonb_build_object('id', ${alias}.id, 'x_user_id', ${alias}.x_user_id, 'handle', ${alias}.handle,
    'name', ${alias}.name, 'kind', ${alias}.kind, 'charity', ${alias}.charity, 'linked_since', ${alias}.linked_since, 'erased_at', ${alias}.erased_at)`;

export const selectPayment = `select p.*, ${personJson('payer')} as payer,
    case when payee.id is not null then ${personJson('payee')}
         when holder.id is not null then ${personJson('holder')} end as payee
  from payments p join people payer on payer.id = p.payer_id left join people payee on payee.id = p.payee_id
    left join people holder on holder.x_user_id = p.payee_x_user_id and p.payee_id is null`;

export function readPaymentRow(row: PaymentRow): PaymentRow {
  return { ...row, payer: revivePerson(row.payer), payee: row.payee && revivePerson(row.payee) };
}

/** JSON has no dates: those inside a person come back as text. */
export function revivePerson(person: PersonRow): PersonRow {
  return {
    ...person,
    linked_since: new Date(person.linked_since),
    erased_at: person.erased_at && new Date(person.erased_at),
  };
}

/** These payments, in the order of their ids. One that does not exist is not among them. */
export async function findPayments(queryable: Queryable, ids: readonly string[]): Promise<PaymentRow[]> {
  const { rows } = await queryable.query<PaymentRow>({
    name: 'find-payments',
    text: `${selectPayment} where p.id = any($1::uuid[]) order by p.id`,
    values: [ids],
  });
  return rows.map(readPaymentRow);
}

export async function findPayment(queryable: Queryable, id: string): Promise<PaymentRow | null> {
  const [payment] = await findPayments(queryable, [id]);
  return payment ?? null;
}

/** Whether this person may know of the payment: a payee does from the moment that the money is his. */
export function isVisibleTo(payment: PaymentRow, personId: string): boolean {
  return payment.payer_id === personId || (payment.payee_id === personId && payment.settled_at !== null);
}

/** Whether the money is held for this person's X account (T11: for the numeric id, whatever its handle). */
export function isHeldFor(payment: PaymentRow, personId: string): boolean {
  return payment.payee?.id === personId && payment.held_until !== null;
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
    payee_id: payment.payee_id && toWireId('per', payment.payee_id),
    payee_x_user_id: payment.payee_x_user_id,
    payee_label: payment.payee_label,
    purpose: payment.memo ?? '',
    nonce: payment.nonce,
    expires_at: payment.expires_at.toISOString(),
  };
}

/** The payment as one of its two people sees it. The terms are for the payer, while he can confirm them. */
export function viewPayment(payment: PaymentRow, viewerId: string): Payment {
  const isPayer = payment.payer_id === viewerId;
  const confirmable = payment.state === 'awaiting_confirmation' && payment.split_id === null;
  return {
    id: toWireId('pay', payment.id),
    state: payment.state,
    direction: isPayer ? 'out' : 'in',
    payer: viewPerson(payment.payer),
    payee: viewPayee(payment),
    amount: viewMoney(cents(payment.amount)),
    fee: viewMoney(cents(payment.fee)),
    amount_refunded: viewMoney(cents(payment.amount_refunded)),
    memo: payment.memo,
    visibility: payment.visibility,
    origin: payment.origin,
    tweet_id: payment.tweet_id,
    created_at: payment.created_at.toISOString(),
    expires_at: payment.expires_at.toISOString(),
    confirmed_at: payment.confirmed_at?.toISOString() ?? null,
    settled_at: payment.settled_at?.toISOString() ?? null,
    held_until: payment.held_until?.toISOString() ?? null,
    thanked_at: payment.thanked_at?.toISOString() ?? null,
    split_id: payment.split_id && toWireId('spl', payment.split_id),
    refusal: payment.refusal,
    terms: isPayer && confirmable ? termsOf(payment) : null,
  };
}

/** Somebody without a wallet, or who has left, is shown as he was when the payment was ordered: we know no more of him. */
export function viewPayee(payment: PaymentRow): Party {
  if (payment.payee && payment.payee.erased_at === null) return viewPerson(payment.payee);
  return {
    id: null,
    x_user_id: payment.payee_x_user_id,
    handle: payment.payee_handle,
    name: payment.payee_name,
    kind: 'person',
    linked_since: null,
  };
}
