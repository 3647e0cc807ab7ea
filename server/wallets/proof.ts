/**
 * What a person does with his own wallet is proved by his device, and mostly by his code or a passkey: signature first,
 * then the person, as for a payment. Whoever has not the device's key learns nothing and counts no failure against its
 * owner (T25).
 */
import {
  canonicalWalletAct,
  type PasskeyAssertion,
  type Signed,
  type WalletAct,
} from '../../lib/protocol/index.ts';
import type { Transaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { toWireId } from '../ids.ts';
import { type LockedDevice, revokedEvents, useDevice, writeDevices } from '../people/devices.ts';
import {
  checkPersonalProof,
  type PersonalDependencies,
  pinOf,
  readPersonalProof,
} from '../people/personal-proof.ts';
import { genericFailure } from '../people/pins.ts';
import { refuseUnsigned, type SignatureDependencies } from '../people/signature-first.ts';
import { accept, type Result } from '../result.ts';

export type ProofDependencies = SignatureDependencies;

/** With the person's own proof: his code or a passkey, exactly one. */
type PersonallySigned = Signed & {
  readonly pin?: string | undefined;
  readonly passkey?: PasskeyAssertion | undefined;
};

/** Checks the signature over this act, alone. The counter is used later, with the effect: `countUse`. */
export async function proveAct(
  dependencies: ProofDependencies,
  session: Session,
  act: WalletAct,
  { signature, use_counter }: Signed,
): Promise<Result<null>> {
  const unsigned = await refuseUnsigned(dependencies, session, bytesOf(session, act, use_counter), {
    signature,
  });
  return unsigned ? { ok: false, error: unsigned } : accept(null);
}

/** Checks the signature over this act, and then that it is the person himself. */
export async function proveActPersonally(
  dependencies: ProofDependencies & PersonalDependencies,
  session: Session,
  act: WalletAct,
  body: PersonallySigned,
): Promise<Result<null>> {
  const proof = readPersonalProof(body);
  if (!proof.ok) return proof;
  const bytes = bytesOf(session, act, body.use_counter);
  const unsigned = await refuseUnsigned(dependencies, session, bytes, {
    signature: body.signature,
    pin: pinOf(proof.value),
  });
  if (unsigned) return { ok: false, error: unsigned };
  return checkPersonalProof(dependencies, session.personId, bytes, proof.value);
}

/** What the device signs for this act. */
export function bytesOf(session: Session, act: WalletAct, useCounter: number): Uint8Array {
  return canonicalWalletAct(act, {
    personId: toWireId('per', session.personId),
    deviceId: toWireId('dev', session.device.id),
    useCounter,
  });
}

/**
 * Uses the device's counter. A refusal means that the device is out (T21): the caller lets his transaction commit, with
 * nothing else in it.
 */
export async function countUse(
  tx: Transaction,
  devices: ReadonlyMap<string, LockedDevice>,
  session: Session,
  useCounter: number,
): Promise<Result<null, 'authentication_failed'>> {
  const device = devices.get(session.device.id);
  const use = device ? useDevice(device, useCounter) : 'revoked';
  await writeDevices(tx, devices);
  if (use === 'risen') return accept(null);
  await announce(tx, revokedEvents(devices));
  // The code was right, or there was none to check: the same form as every other failure.
  return { ok: false, error: genericFailure };
}
