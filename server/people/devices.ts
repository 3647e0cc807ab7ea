/**
 * The device's key: possession, the second factor beside the code. A use counter that does not rise means that
 * the key is in two places (a cloned profile): the device is revoked at once (T21).
 */
import { createPublicKey, verify } from 'node:crypto';
import type { Transaction } from '../db/pool.ts';
import { onlyRow } from '../db/pool.ts';
import { appendEvents } from '../events/events.ts';
import type { PublicJwk } from '../http/dpop.ts';
import { toWireId } from '../ids.ts';

/** Whether this device signed these bytes. `signature`: r‖s, 64 bytes, base64url. */
export function isSignedBy(jwk: PublicJwk, bytes: Uint8Array, signature: string): boolean {
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

type DeviceRow = {
  id: string;
  person_id: string;
  name: string;
  use_counter: bigint;
  revoked_at: Date | null;
};

export type CounterUse = 'risen' | 'revoked' | 'reused';

/**
 * Uses a device's counter. Locks the device until the transaction ends. On `reused` the device is revoked, all
 * sessions of its person have ended and he is told: the caller must let the transaction commit, and append no
 * events of his own.
 */
export async function raiseCounter(
  tx: Transaction,
  deviceId: string,
  useCounter: number,
): Promise<CounterUse> {
  const device = onlyRow(
    await tx.query<DeviceRow>(
      'select id, person_id, name, use_counter, revoked_at from devices where id = $1 for no key update',
      [deviceId],
    ),
  );
  if (device.revoked_at !== null) return 'revoked';
  if (BigInt(useCounter) <= device.use_counter) {
    await revoke(tx, device);
    return 'reused';
  }
  await tx.query('update devices set use_counter = $2 where id = $1', [deviceId, useCounter]);
  return 'risen';
}

/** Of all his devices the sessions end: which of two profiles is the owner's is not known. */
async function revoke(tx: Transaction, device: DeviceRow): Promise<void> {
  await tx.query(
    "update devices set revoked_at = clock_timestamp(), revoked_reason = 'counter_reused' where id = $1",
    [device.id],
  );
  // Locked in one order: two devices may be revoked at once.
  await tx.query(
    `with open as (select token_hash from sessions
                    where device_id in (select id from devices where person_id = $1) and ended_at is null
                    order by token_hash for no key update)
     update sessions set ended_at = clock_timestamp() where token_hash in (select token_hash from open)`,
    [device.person_id],
  );
  const told = {
    device: { id: toWireId('dev', device.id), name: device.name },
    reason: 'counter_reused' as const,
  };
  await appendEvents(tx, [{ personId: device.person_id, type: 'device.revoked', payload: told }]);
}
