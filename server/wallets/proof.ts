/**
 * What a person does with his own wallet is proved by his device, and mostly by his code: signature first, then the
 * code, as for a payment. Whoever has not the device's key learns nothing and counts no failure against its owner (T25).
 */
import { canonicalWalletAct, type WalletAct } from '../../lib/protocol/index.ts';
import type { Transaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { toWireId } from '../ids.ts';
import { type LockedDevice, revokedEvents, useDevice, writeDevices } from '../people/devices.ts';
import { genericFailure } from '../people/pins.ts';
import { refuseUnsigned, type SignatureDependencies } from '../people/signature-first.ts';
import { accept, type Result } from '../result.ts';

export type ProofDependencies = SignatureDependencies;

/** What came with the request. `pin` is undefined where the device's signature is enough. */
export type ActProof = {
  readonly signature: string;
  readonly use_counter: number;
  readonly pin?: string | undefined;
};

/** Checks the signature over this act, and then the code. The counter is used later, with the effect: `countUse`. */
export async function proveAct(
  dependencies: ProofDependencies,
  session: Session,
  act: WalletAct,
  proof: ActProof,
): Promise<Result<null>> {
  const bytes = canonicalWalletAct(act, {
    personId: toWireId('per', session.personId),
    deviceId: toWireId('dev', session.device.id),
    useCounter: proof.use_counter,
  });
  const unsigned = await refuseUnsigned(dependencies, session, bytes, proof);
  if (unsigned) return { ok: false, error: unsigned };
  return proof.pin === undefined ? accept(null) : dependencies.pins.check(session.personId, proof.pin);
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
