/**
 * The device's key: possession, the second factor beside the code. A use counter that does not rise means that
 * the key is in two places (a cloned profile): the device is revoked at once (T21).
 */
import { createPublicKey, verify } from 'node:crypto';
import type { Transaction } from '../db/pool.ts';
import { onlyRow } from '../db/pool.ts';
import type { PublicJwk } from '../http/dpop.ts';

/** Whether this device signed these bytes. `signature`: r‖s, 64 bytes, base64url. */
export function isSignedBy(jwk: PublicJwk, bytes: Uint8Array, signature: string): boolean {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

export type CounterUse = 'risen' | 'revoked' | 'reused';

/**
 * Uses a device's counter. Locks the device until the transaction ends. On `reused` the device and its
 * sessions have been revoked: the caller must let the transaction commit.
 */
export async function raiseCounter(
  tx: Transaction,
  deviceId: string,
  useCounter: number,
): Promise<CounterUse> {
  const device = onlyRow(
    await tx.query<{ use_counter: bigint; revoked_at: Date | null }>(
      'select use_counter, revoked_at from devices where id = $1 for no key update',
      [deviceId],
    ),
  );
  if (device.revoked_at !== null) return 'revoked';
  if (BigInt(useCounter) <= device.use_counter) {
    await tx.query(
      "update devices set revoked_at = clock_timestamp(), revoked_reason = 'counter_reused' where id = $1",
      [deviceId],
    );
    await tx.query(
      'update sessions set ended_at = clock_timestamp() where device_id = $1 and ended_at is null',
      [deviceId],
    );
    return 'reused';
  }
  await tx.query('update devices set use_counter = $2 where id = $1', [deviceId, useCounter]);
  return 'risen';
}
