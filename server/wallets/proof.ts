/**
 * What a person does with his own wallet is proved by his device, and mostly by his code: signature first, then the
 * code, as for a payment. Whoever has not the device's key learns nothing and counts no failure against its owner (T25).
 */
import { canonicalWalletAct, type WalletAct } from '../../lib/protocol/index.ts';
import type { Transaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { isSignedBy } from '../http/public-keys.ts';
import type { Buckets } from '../http/throttle.ts';
import { toWireId } from '../ids.ts';
import { type LockedDevice, revokedEvents, useDevice, writeDevices } from '../people/devices.ts';
import { MAX_FAILURES, type PinError, type Pins } from '../people/pins.ts';
import { accept, type Result, refuse } from '../result.ts';

export type ProofDependencies = {
  readonly pins: Pins;
  /** Signatures of one device that do not fit. */
  readonly badSignatures: Buckets;
};

/** What came with the request. `pin` is undefined where the device's signature is enough. */
export type ActProof = {
  readonly signature: string;
  readonly use_counter: number;
  readonly pin?: string | undefined;
};

/** Checks the signature over this act, and then the code. The counter is used later, with the effect: `countUse`. */
export async function proveAct(
  { pins, badSignatures }: ProofDependencies,
  session: Session,
  act: WalletAct,
  { signature, use_counter, pin }: ActProof,
): Promise<Result<null, PinError | 'rate_limited'>> {
  const bytes = canonicalWalletAct(act, {
    personId: toWireId('per', session.personId),
    deviceId: toWireId('dev', session.device.id),
    useCounter: use_counter,
  });
  if (await isSignedBy(session.device.jwk, bytes, signature))
    return pin === undefined ? accept(null) : pins.check(session.personId, pin);
  const wait = badSignatures.take(session.device.id);
  if (wait !== null) return refuse('rate_limited', { retryAfter: wait });
  return pin === undefined ? refuse('authentication_failed') : pins.pretend(session.personId, pin);
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
  return refuse('authentication_failed', { attemptsLeft: MAX_FAILURES });
}
