/**
 * Money that waits or comes back: taking and declining what is held, cancelling, refunding. None of it asks for the code:
 * nothing goes to anybody from whom it did not come.
 */
import type { HeldView, Waiting } from '../messages.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { heldPayments } from '../store/held.ts';
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import type { Outcome } from './api.ts';
import * as api from './generated/operations.ts';
import { doneOf, withKeptKey } from './kept-key.ts';
import { callAsPerson } from './session.ts';

const MOST = 100;
/** Longer than any service holds money: older payments are not looked through. */
const LONGEST_HOLD_MS = 100 * 24 * 3_600_000;

/** What waits for this person, by the API's word; what he sent, by his own history. */
export async function heldView(): Promise<HeldView> {
  const [page, sent] = await Promise.all([
    callAsPerson(api.listHeld, { limit: MOST }),
    heldPayments(Date.now() - LONGEST_HOLD_MS),
  ]);
  return { forMe: doneOf(page).items, sent };
}

/** How much waits for this person's answer, or to be read. */
export async function waiting(): Promise<Waiting> {
  const [held, requests] = await Promise.all([
    callAsPerson(api.listHeld, { limit: MOST }),
    callAsPerson(api.listRequests, { limit: MOST }),
  ]);
  const open = doneOf(requests).items.filter(
    ({ direction, state }) => direction === 'out' && state === 'open',
  );
  const refused = (await getSingleton('sync'))?.refused?.length ?? 0;
  return { requests: open.length, held: doneOf(held).items.length, refused };
}

async function keep(outcome: Outcome<Payment>): Promise<Payment> {
  const payment = doneOf(outcome, 'outcome_unknown');
  await putPayment(payment);
  await tellPages();
  return payment;
}

export async function takeHeld(id: string, act: 'claim' | 'decline'): Promise<Payment> {
  const operation = act === 'claim' ? api.claimHeld : api.declineHeld;
  const outcome = await withKeptKey(`${act}.${id}`, (idempotencyKey) =>
    callAsPerson(operation, { id, idempotencyKey }),
  );
  const payment = doneOf(outcome, 'outcome_unknown');
  // What was sent back was never this person's: it does not belong into his history.
  if (act === 'claim') await putPayment(payment);
  await tellPages();
  return payment;
}

/** Takes back what is still held, or what was never confirmed. */
export async function cancelPayment(id: string): Promise<Payment> {
  return keep(
    await withKeptKey(`cancel.${id}`, (idempotencyKey) =>
      callAsPerson(api.cancelPayment, { id, idempotencyKey }),
    ),
  );
}

/** Gives back what was received, in full or in part. */
export async function refund(id: string, amountMinor: string): Promise<Payment> {
  const body = { amount: { amount: amountMinor, currency: 'EUR' as const } };
  const outcome = await withKeptKey(`refund.${id}.${amountMinor}`, (idempotencyKey) =>
    callAsPerson(api.refundPayment, { id, body, idempotencyKey }),
  );
  return keep(outcome.kind === 'done' ? { kind: 'done', value: outcome.value.payment } : outcome);
}

/** One payment by the API's word. */
export async function freshPayment(id: string): Promise<Payment> {
  const payment = doneOf(await callAsPerson(api.getPayment, { id }));
  await putPayment(payment);
  return payment;
}
