/**
 * Writing down what has become of payments: their rows, the record of their transitions, the events of their people,
 * the outbox. The only writer of a payment's state. Always in the transaction that moves the money, and for many
 * payments in one statement each.
 */
import type { PaymentState } from '../../lib/protocol/index.ts';
import { onlyRow, type Transaction } from '../db/pool.ts';
import { announce, type NewEvent } from '../events/events.ts';
import { type PaymentRow, viewPayment } from './payments.ts';

/** A transition: the payment as it is afterwards, and the state it was in. `from` is null for one just ordered. */
export type Change = {
  readonly payment: PaymentRow;
  readonly from: PaymentState | null;
  readonly at: Date;
};

/**
 * Writes the changes of existing payments. Call it once per transaction, with everything: people are told in one go.
 * @throws Error when one of them has moved on since it was locked, which must not happen.
 */
export async function writeChanges(
  tx: Transaction,
  changes: readonly Change[],
  otherEvents: readonly NewEvent[] = [],
): Promise<void> {
  if (changes.length > 0) await updatePayments(tx, changes);
  await announceChanges(tx, changes, otherEvents);
}

/** Tells the people of changes that have been written, and of what else there is to tell. */
export async function announceChanges(
  tx: Transaction,
  changes: readonly Change[],
  otherEvents: readonly NewEvent[] = [],
): Promise<void> {
  const ids = new Set(changes.map(({ payment }) => payment.id));
  await announce(tx, [...changes.flatMap(eventsOf), ...otherEvents], [...ids]);
}

/** What a change is for the payment's people. The payee hears of it from the moment that the money is his. */
function eventsOf({ payment, from }: Change): NewEvent[] {
  const forPayer: NewEvent = {
    personId: payment.payer_id,
    type: 'payment.updated',
    payload: { payment: viewPayment(payment, payment.payer_id) },
  };
  if (payment.settled_at === null || payment.payee_id === null) return [forPayer];
  return [
    forPayer,
    {
      personId: payment.payee_id,
      type: from === 'settled' ? 'payment.updated' : 'payment.received',
      payload: { payment: viewPayment(payment, payment.payee_id) },
    },
  ];
}

async function updatePayments(tx: Transaction, changes: readonly Change[]): Promise<void> {
  const of = <T>(read: (payment: PaymentRow) => T) => changes.map(({ payment }) => read(payment));
  const result = await tx.query<{ updated: bigint }>({
    name: 'update-payments',
    text: `with after as (
        select * from unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::timestamptz[],
                             $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::timestamptz[])
          u (id, step, before, state, refusal, payee_id, confirmed_at, settled_at, held_until, amount_refunded, at)),
      updated as (
        update payments p set step = u.step, state = u.state, refusal = u.refusal, payee_id = u.payee_id,
            confirmed_at = u.confirmed_at, settled_at = u.settled_at, held_until = u.held_until,
            amount_refunded = u.amount_refunded
          from after u where p.id = u.id and p.step = u.step - 1 and p.state = u.before returning p.id),
      recorded as (
        insert into payment_events (payment_id, position, from_state, to_state, at)
          select id, step, before, state, at from after)
      select count(*) as updated from updated`,
    values: [
      of(({ id }) => id),
      of(({ step }) => step),
      changes.map(({ from }) => from),
      of(({ state }) => state),
      of(({ refusal }) => refusal),
      of(({ payee_id }) => payee_id),
      of(({ confirmed_at }) => confirmed_at),
      of(({ settled_at }) => settled_at),
      of(({ held_until }) => held_until),
      of(({ amount_refunded }) => amount_refunded),
      changes.map(({ at }) => at),
    ],
  });
  if (Number(onlyRow(result).updated) !== changes.length) {
    throw new Error('a payment moved on while it was locked');
  }
}
