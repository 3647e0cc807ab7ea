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
import type { Order } from '../http/idempotency.ts';
import type { Buckets } from '../http/throttle.ts';
import { toWireId } from '../ids.ts';
import {
  checkPersonalProof,
  type PersonalDependencies,
  pinOf,
  readPersonalProof,
} from '../people/personal-proof.ts';
import { refuseUnsigned } from '../people/signature-first.ts';
import type { Desk } from './desk.ts';
import type { Lookups } from './lookups.ts';
import { type PaymentRow, termsOf } from './payments.ts';
import { findSplit, type SplitRow, splitTermsOf } from './split-views.ts';

export type ConfirmDependencies = PersonalDependencies & {
  readonly pool: Pool;
  readonly lookups: Lookups;
  readonly desk: Desk;
  readonly badSignatures: Buckets;
};

type ConfirmInput<Body> = {
  readonly session: Session;
  readonly id: string;
  readonly confirmation: Body;
  readonly order: Order;
  readonly requestId: string;
  /** Client and version, as it says itself. */
  readonly client: string | null;
};

/** Confirms a payment, once. */
export async function confirmPayment(
  dependencies: ConfirmDependencies,
  input: ConfirmInput<z.output<typeof Confirmation>>,
): Promise<Answer> {
  const { session, requestId } = input;
  const payment = await dependencies.lookups.payment(input.id);
  if (payment?.payer_id !== session.personId) return problemAnswer({ code: 'not_found' }, requestId);
  if (payment.split_id !== null) return problemAnswer({ code: 'part_of_split' }, requestId);
  const { version } = payment;
  const said = input.confirmation.version;
  return confirm(dependencies, input, termsOf(payment), { payments: [payment], version, said, split: null });
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
  return confirm(dependencies, input, splitTermsOf(split, payments), {
    ...{ payments, version: null, said: null, split },
  });
}

/**
 * Signature first, then the code, then the money: whoever has not the device's key learns nothing and counts no
 * failure against its owner (T25).
 */
async function confirm(
  { lookups, pins, passkeys, desk, badSignatures }: ConfirmDependencies,
  input: ConfirmInput<z.output<typeof SplitConfirmation>>,
  terms: Terms | SplitTerms,
  what: {
    payments: readonly PaymentRow[];
    /** Of the terms whose signature is looked at: under the lock they must still be the same (T19). */
    version: number | null;
    /** Of the terms that the client believes to sign. */
    said: number | null;
    split: SplitRow | null;
  },
): Promise<Answer> {
  const { session, confirmation, order, requestId } = input;
  const device = session.device;
  const proof = readPersonalProof(confirmation);
  if (!proof.ok) return problemAnswer(proof.error, requestId);
  const bytes = canonicalConfirmation(terms, {
    deviceId: toWireId('dev', device.id),
    useCounter: confirmation.use_counter,
  });
  const { signature } = confirmation;
  const pin = pinOf(proof.value);
  const unsigned = await refuseUnsigned({ pins, badSignatures }, session, bytes, { signature, pin });
  if (unsigned) return problemAnswer(unsigned, requestId);
  // An answer that was lost is given again before the code is looked at: it may have been locked since.
  const earlier = await lookups.answer(order);
  if (!earlier.ok) return problemAnswer(earlier.error, requestId);
  if (earlier.value) return earlier.value;

  const checked = await checkPersonalProof({ pins, passkeys }, session.personId, bytes, proof.value);
  if (!checked.ok) return problemAnswer(checked.error, requestId);
  if (what.said !== what.version) return problemAnswer({ code: 'terms_changed' }, requestId);
  return desk.run({
    act: {
      do: 'confirm',
      ...{ personId: session.personId, device, useCounter: confirmation.use_counter },
      ...{ version: what.version, split: what.split },
      evidence: {
        deviceId: device.id,
        deviceKey: `${device.jwk.x}.${device.jwk.y}`,
        ...{ signed: bytes, signature, client: input.client },
        assertion: proof.value.method === 'passkey' ? proof.value.assertion : null,
      },
    },
    ...{ payments: what.payments, order, requestId },
  });
}
