/**
 * The device's key: possession, the second factor beside the code. A use counter that does not rise means that
 * the key is in two places (a cloned profile): the device is revoked at once (T21).
 */
import type { Transaction } from '../db/pool.ts';
import { announce, type NewEvent } from '../events/events.ts';
import { toWireId } from '../ids.ts';

/** A device under its lock, and what this transaction does to it. */
export type LockedDevice = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  counter: number;
  use: 'none' | CounterUse;
};

export type CounterUse = 'risen' | 'revoked' | 'reused';

type DeviceRow = {
  id: string;
  person_id: string;
  name: string;
  use_counter: bigint;
  revoked_at: Date | null;
};

/** Locks these devices until the transaction ends, in the order of their ids. */
export async function lockDevices(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, LockedDevice>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<DeviceRow>({
    name: 'lock-devices',
    text: `select id, person_id, name, use_counter, revoked_at from devices where id = any($1::uuid[])
      order by id for no key update`,
    values: [ids],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        personId: row.person_id,
        name: row.name,
        counter: Number(row.use_counter),
        use: row.revoked_at === null ? 'none' : 'revoked',
      } as const,
    ]),
  );
}

/** Uses a device's counter once. After `reused` the device is out: `writeDevices` revokes it. */
export function useDevice(device: LockedDevice, useCounter: number): CounterUse {
  if (device.use === 'revoked' || device.use === 'reused') return 'revoked';
  if (useCounter <= device.counter) {
    device.use = 'reused';
    return 'reused';
  }
  device.counter = useCounter;
  device.use = 'risen';
  return 'risen';
}

/**
 * Writes down how the devices were used. Of a person whose counter came twice, all sessions end: which of two
 * profiles is the owner's is not known. He is told by `revokedEvents`.
 */
export async function writeDevices(
  tx: Transaction,
  devices: ReadonlyMap<string, LockedDevice>,
): Promise<void> {
  const risen = [...devices.values()].filter(({ use }) => use === 'risen');
  if (risen.length > 0) {
    await tx.query({
      name: 'raise-counters',
      text: `update devices d set use_counter = u.counter from unnest($1::uuid[], $2::bigint[]) u (id, counter)
        where d.id = u.id`,
      values: [risen.map(({ id }) => id), risen.map(({ counter }) => counter)],
    });
  }
  const reused = [...devices.values()].filter(({ use }) => use === 'reused');
  if (reused.length === 0) return;
  await tx.query(
    `update devices set revoked_at = moineau_now(), revoked_reason = 'counter_reused' where id = any($1::uuid[])`,
    [reused.map(({ id }) => id)],
  );
  // Locked in one order: two devices may be revoked at once.
  await tx.query(
    `with open as (select token_hash from sessions
                    where device_id in (select id from devices where person_id = any($1::uuid[])) and ended_at is null
                    order by token_hash for no key update)
     update sessions set ended_at = moineau_now() where token_hash in (select token_hash from open)`,
    [reused.map(({ personId }) => personId)],
  );
}

/** What the people of devices that were shut out are told. */
export function revokedEvents(devices: ReadonlyMap<string, LockedDevice>): NewEvent[] {
  return [...devices.values()]
    .filter(({ use }) => use === 'reused')
    .map(({ id, personId, name }) => ({
      personId,
      type: 'device.revoked',
      payload: { device: { id: toWireId('dev', id), name }, reason: 'counter_reused' },
    }));
}

/**
 * Uses a device's counter by itself. On `reused` the device is revoked and his person told: the caller must let the
 * transaction commit, and append no events of his own.
 */
export async function raiseCounter(
  tx: Transaction,
  deviceId: string,
  useCounter: number,
): Promise<CounterUse> {
  const devices = await lockDevices(tx, [deviceId]);
  const device = devices.get(deviceId);
  if (!device) throw new Error(`device ${deviceId} is gone`);
  const use = useDevice(device, useCounter);
  await writeDevices(tx, devices);
  await announce(tx, revokedEvents(devices));
  return use;
}
