/**
 * Confirming a payment: strong customer authentication with dynamic linking (RTS 2018/389 art. 4 and 5), then
 * the movement of money, in one transaction. The only place where a person's payment reaches the ledger.
 */
import type { z } from 'zod';
import { cents, negateCents, sumCents } from '../../lib/money.ts';
import { type Confirmation, canonicalConfirmation } from '../../lib/protocol/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { appendEvents } from '../events/events.ts';
import { failpoint } from '../failpoints.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { Session } from '../http/authentication.ts';
import { claimOrder, findAnswer, keepAnswer, type Order } from '../http/idempotency.ts';
import type { Buckets } from '../http/throttle.ts';
import { toWireId } from '../ids.ts';
import { lockAccounts, type Posting, postTransfer } from '../ledger/ledger.ts';
import { isSignedBy, raiseCounter } from '../people/devices.ts';
import { MAX_FAILURES, type Pins } from '../people/pins.ts';
import type { Refusal } from '../result.ts';
import {
  eventsOf,
  findPayment,
  lockPayment,
  type PaymentRow,
  spentWithin,
  termsOf,
  transition,
  viewPayment,
} from './payments.ts';
import { type PaymentLimits, passedLimit } from './rules.ts';

export type ConfirmDependencies = {
  readonly pool: Pool;
  readonly pins: Pins;
  readonly limits: PaymentLimits;
  readonly badSignatures: Buckets;
};

export type ConfirmInput = {
  readonly session: Session;
  readonly paymentId: string;
  readonly confirmation: z.output<typeof Confirmation>;
  readonly order: Order;
  readonly requestId: string;
};

/**
 * Confirms, once per payment. Signature first, then the code, then the money: whoever has not the device's key
 * learns nothing and counts no failure against its owner (T25).
 */
export async function confirmPayment(
  dependencies: ConfirmDependencies,
  input: ConfirmInput,
): Promise<Answer> {
  const { pool, pins } = dependencies;
  const { session, confirmation, requestId } = input;
  const payment = await findPayment(pool, input.paymentId);
  if (!payment || payment.payer_id !== session.personId)
    return problemAnswer({ code: 'not_found' }, requestId);

  const bytes = canonicalConfirmation(termsOf(payment), {
    deviceId: toWireId('dev', session.device.id),
    useCounter: confirmation.use_counter,
  });
  if (!isSignedBy(session.device.jwk, bytes, confirmation.signature)) {
    // Looking costs a hash, so not without a bound. Whoever signs as he should is never held up by it (T25).
    const wait = dependencies.badSignatures.take(session.device.id);
    if (wait !== null) return problemAnswer({ code: 'rate_limited', retryAfter: wait }, requestId);
    const pretended = await pins.pretend(session.personId, confirmation.pin);
    return problemAnswer(pretended.ok ? genericFailure : pretended.error, requestId);
  }
  // An answer that was lost is given again before the code is looked at: it may have been locked since.
  const earlier = await findAnswer(pool, input.order);
  if (!earlier.ok) return problemAnswer(earlier.error, requestId);
  if (earlier.value) return earlier.value;

  const checked = await pins.check(session.personId, confirmation.pin);
  if (!checked.ok) return problemAnswer(checked.error, requestId);
  const answer = await withTransaction(pool, async (tx) => {
    const done = await carryOut(tx, dependencies.limits, input);
    failpoint('confirm.before_commit');
    return done;
  });
  failpoint('confirm.after_commit');
  return answer;
}

/** The code was right when this is told, so all tries are there again: the same form as every other failure. */
const genericFailure: Refusal = { code: 'authentication_failed', attemptsLeft: MAX_FAILURES };

/** Everything that must happen together or not at all. Locks: order, payment, device, accounts, event counters. */
async function carryOut(tx: Transaction, limits: PaymentLimits, input: ConfirmInput): Promise<Answer> {
  const { session, confirmation, requestId } = input;
  const claim = await claimOrder(tx, input.order);
  if (!claim.ok) return problemAnswer(claim.error, requestId);
  if (claim.value) return claim.value;

  const { payment, overdue } = await lockPayment(tx, input.paymentId);
  // A double click, or a second device: one effect, the same result (T17).
  if (payment.state === 'settled') return { status: 200, body: viewPayment(payment, session.personId) };
  if (payment.state === 'expired') return problemAnswer({ code: 'payment_expired' }, requestId);
  if (payment.state !== 'awaiting_confirmation')
    return problemAnswer({ code: 'payment_not_awaiting' }, requestId);
  if (overdue)
    return end(tx, input, await transition(tx, payment.id, { to: 'expired' }), { code: 'payment_expired' });
  if (confirmation.version !== payment.version) return problemAnswer({ code: 'terms_changed' }, requestId);
  if ((await raiseCounter(tx, session.device.id, confirmation.use_counter)) !== 'risen') {
    return problemAnswer(genericFailure, requestId);
  }

  const refusal = await moveMoney(tx, limits, payment);
  if (refusal) {
    return end(
      tx,
      input,
      await transition(tx, payment.id, { to: 'refused', refusal: refusal.code }),
      refusal,
    );
  }
  return end(tx, input, await transition(tx, payment.id, { to: 'settled' }), null);
}

/** Tells the people, keeps the answer, and returns it. */
async function end(
  tx: Transaction,
  input: ConfirmInput,
  payment: PaymentRow,
  refusal: Refusal | null,
): Promise<Answer> {
  await appendEvents(tx, eventsOf([payment]));
  const answer: Answer = refusal
    ? problemAnswer(refusal, input.requestId)
    : { status: 200, body: viewPayment(payment, input.session.personId) };
  await keepAnswer(tx, input.order, answer);
  return answer;
}

/** Limits and funds, under the lock of both wallets, then the transfer. Returns why not, or null. */
async function moveMoney(
  tx: Transaction,
  limits: PaymentLimits,
  payment: PaymentRow,
): Promise<Refusal | null> {
  const postings = postingsOf(payment);
  await lockAccounts(
    tx,
    postings.map((posting) => posting.account),
  );
  const limit = passedLimit(limits, cents(payment.amount), {
    in24Hours: await spentWithin(tx, payment.payer_id, 24),
    in30Days: await spentWithin(tx, payment.payer_id, 30 * 24),
  });
  if (limit !== null) return { code: 'limit_exceeded', limit };
  const transfer = await postTransfer(tx, { kind: 'settle', subjectId: payment.id, postings });
  if (transfer.ok) return null;
  if (transfer.error === 'insufficient_funds') return { code: 'insufficient_funds' };
  throw new Error(`payment ${payment.id} was not posted: ${transfer.error}`);
}

/** D wallet:payer · C wallet:payee (organisation: C net + C fees). */
function postingsOf(payment: PaymentRow): Posting[] {
  const amount = cents(payment.amount);
  const fee = cents(payment.fee);
  const postings: Posting[] = [
    { account: { wallet: payment.payer_id }, amount: negateCents(amount) },
    { account: { wallet: payment.payee_id }, amount: sumCents([amount, negateCents(fee)]) },
  ];
  return fee === 0n ? postings : [...postings, { account: 'fees', amount: fee }];
}
