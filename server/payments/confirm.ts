/**
 * Confirming: strong customer authentication with dynamic linking (RTS 2018/389 art. 4 and 5), then the desk. The
 * only place from which a person's payment reaches the ledger.
 */
import type { z } from 'zod';
import {
  type Confirmation,
  canonicalConfirmation,
  type SplitConfirmation,
  type SplitTerms,
  type Terms,
} from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { Session } from '../http/authentication.ts';
import { findAnswer, type Order } from '../http/idempotency.ts';
import { isSignedBy } from '../http/public-keys.ts';
import type { Buckets } from '../http/throttle.ts';
import { toWireId } from '../ids.ts';
import type { Pins } from '../people/pins.ts';
import type { Desk } from './desk.ts';
import { genericFailure } from './judge.ts';
import { findPayment, type PaymentRow, termsOf } from './payments.ts';
import { findSplit, type SplitRow, splitTermsOf } from './split-views.ts';

export type ConfirmDependencies = {
  readonly pool: Pool;
  readonly pins: Pins;
  readonly desk: Desk;
  readonly badSignatures: Buckets;
};

type ConfirmInput<Body> = {
  readonly session: Session;
  readonly id: string;
  readonly confirmation: Body;
  readonly order: Order;
  readonly requestId: string;
};

/** Confirms a payment, once. */
export async function confirmPayment(
  dependencies: ConfirmDependencies,
  input: ConfirmInput<z.output<typeof Confirmation>>,
): Promise<Answer> {
  const { session, requestId } = input;
  const payment = await findPayment(dependencies.pool, input.id);
  if (payment?.payer_id !== session.personId) return problemAnswer({ code: 'not_found' }, requestId);
  if (payment.split_id !== null) return problemAnswer({ code: 'part_of_split' }, requestId);
  const { version } = input.confirmation;
  return confirm(dependencies, input, termsOf(payment), { payments: [payment], version, split: null });
}

/** Confirms all payments of a split, once: all of them are paid, or none. */
export async function confirmSplit(
  dependencies: ConfirmDependencies,
  input: ConfirmInput<z.output<typeof SplitConfirmation>>,
): Promise<Answer> {
  const { session, requestId } = input;
  const found = await findSplit(dependencies.pool, input.id);
  if (found?.split.payer_id !== session.personId) return problemAnswer({ code: 'not_found' }, requestId);
  const { split, payments } = found;
  return confirm(dependencies, input, splitTermsOf(split, payments), { payments, version: null, split });
}

/**
 * Signature first, then the code, then the money: whoever has not the device's key learns nothing and counts no
 * failure against its owner (T25).
 */
async function confirm(
  { pool, pins, desk, badSignatures }: ConfirmDependencies,
  input: ConfirmInput<z.output<typeof SplitConfirmation>>,
  terms: Terms | SplitTerms,
  what: { payments: readonly PaymentRow[]; version: number | null; split: SplitRow | null },
): Promise<Answer> {
  const { session, confirmation, order, requestId } = input;
  const device = session.device;
  const bytes = canonicalConfirmation(terms, {
    deviceId: toWireId('dev', device.id),
    useCounter: confirmation.use_counter,
  });
  if (!(await isSignedBy(device.jwk, bytes, confirmation.signature))) {
    // Looking costs a hash, so not without a bound. Whoever signs as he should is never held up by it (T25).
    const wait = badSignatures.take(device.id);
    if (wait !== null) return problemAnswer({ code: 'rate_limited', retryAfter: wait }, requestId);
    const pretended = await pins.pretend(session.personId, confirmation.pin);
    return problemAnswer(pretended.ok ? genericFailure : pretended.error, requestId);
  }
  // An answer that was lost is given again before the code is looked at: it may have been locked since.
  const earlier = await findAnswer(pool, order);
  if (!earlier.ok) return problemAnswer(earlier.error, requestId);
  if (earlier.value) return earlier.value;

  const checked = await pins.check(session.personId, confirmation.pin);
  if (!checked.ok) return problemAnswer(checked.error, requestId);
  return desk.run({
    act: {
      do: 'confirm',
      ...{ personId: session.personId, device, useCounter: confirmation.use_counter },
      ...{ version: what.version, split: what.split },
    },
    ...{ payments: what.payments, order, requestId },
  });
}
