/**
 * A person's devices: the list, their names, shutting one out, signing out, unlinking X. Whatever ends a device ends its
 * sessions in the same transaction; streams look after that by themselves.
 */
import type { Device, DeviceList, Signed, WalletAct } from '../../lib/protocol/index.ts';
import { type Pool, type Queryable, type Transaction, withTransaction } from '../db/pool.ts';
import { announce, type NewEvent } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { fromWireId, toWireId } from '../ids.ts';
import { accept, type Result, refuse } from '../result.ts';
import { countUse, type ProofDependencies, proveAct } from '../wallets/proof.ts';
import { lockDevices } from './devices.ts';

export type DeviceDependencies = ProofDependencies & {
  readonly pool: Pool;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
};

type Row = { id: string; name: string; created_at: Date; seen_at: Date | null };

export async function listDevices(queryable: Queryable, session: Session): Promise<DeviceList> {
  const { rows } = await queryable.query<Row>(
    `select d.id, d.name, d.created_at, (
        select max(s.active_at) from sessions s
         where s.device_id = d.id and s.ended_at is null and s.expires_at > moineau_now()) as seen_at
       from devices d where d.person_id = $1 and d.revoked_at is null
      order by d.id = $2 desc, seen_at desc nulls last, d.created_at desc`,
    [session.personId, session.device.id],
  );
  return { items: rows.map((row) => viewDevice(row, session)) };
}

function viewDevice(row: Row, session: Session): Device {
  return {
    id: toWireId('dev', row.id),
    name: row.name,
    linked_at: row.created_at.toISOString(),
    seen_at: row.seen_at?.toISOString() ?? null,
    this_one: row.id === session.device.id,
  };
}

export async function renameDevice(
  pool: Pool,
  session: Session,
  wireId: Device['id'],
  name: string,
): Promise<Result<DeviceList, 'not_found'>> {
  const { rowCount } = await pool.query(
    'update devices set name = $3 where id = $1 and person_id = $2 and revoked_at is null',
    [fromWireId('dev', wireId), session.personId, name],
  );
  return rowCount === 1 ? accept(await listDevices(pool, session)) : refuse('not_found');
}

/** Shuts one device out. One that is out already stays so. */
export async function revokeDevice(
  dependencies: DeviceDependencies,
  session: Session,
  wireId: Device['id'],
  body: Signed,
): Promise<Result<DeviceList>> {
  const id = fromWireId('dev', wireId);
  const act = { action: 'device.revoke', device: wireId } as const;
  const ended = await endDevices(dependencies, session, { act, body, reason: 'by_person', only: id });
  return ended.ok ? accept(await listDevices(dependencies.pool, session)) : ended;
}

/** Shuts all devices out, this one too. X keeps nothing of ours: its token was revoked when he had signed in. */
export async function unlinkX(
  dependencies: DeviceDependencies,
  session: Session,
  body: Signed,
): Promise<Result<null>> {
  const act = { action: 'x.unlink' } as const;
  return endDevices(dependencies, session, { act, body, reason: 'unlinked', only: null });
}

/** Ends this session and no other. */
export async function endSession(pool: Pool, { tokenHash }: Session): Promise<void> {
  await pool.query(
    'update sessions set ended_at = moineau_now() where token_hash = $1 and ended_at is null',
    [tokenHash],
  );
}

type Ending = {
  readonly act: WalletAct;
  readonly body: Signed;
  readonly reason: 'by_person' | 'unlinked';
  /** Null: all of them. */
  readonly only: string | null;
};

async function endDevices(
  dependencies: DeviceDependencies,
  session: Session,
  { act, body, reason, only }: Ending,
): Promise<Result<null>> {
  const { pool, nudge } = dependencies;
  const proved = await proveAct(dependencies, session, act, body);
  if (!proved.ok) return proved;
  const ended = await withTransaction(pool, async (tx): Promise<Result<null>> => {
    const { rows } = await tx.query<{ id: string; name: string }>(
      'select id, name from devices where person_id = $1 and id = coalesce($2, id) and revoked_at is null',
      [session.personId, only],
    );
    if (only !== null && rows.length === 0) return refuse('not_found');
    // The one that asks, and those it ends, in the one order of locks.
    const devices = await lockDevices(tx, [...new Set([session.device.id, ...rows.map(({ id }) => id)])]);
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    await revoke(
      tx,
      rows.map(({ id }) => id),
      reason,
    );
    await announce(
      tx,
      rows.map(
        ({ id, name }): NewEvent => ({
          personId: session.personId,
          type: 'device.revoked',
          payload: { device: { id: toWireId('dev', id), name }, reason },
        }),
      ),
    );
    return accept(null);
  });
  nudge();
  return ended;
}

async function revoke(tx: Transaction, ids: readonly string[], reason: string): Promise<void> {
  await tx.query(
    'update devices set revoked_at = moineau_now(), revoked_reason = $2 where id = any($1::uuid[])',
    [ids, reason],
  );
  // Locked in one order: two may be shut out at once.
  await tx.query(
    `with open as (select token_hash from sessions where device_id = any($1::uuid[]) and ended_at is null
                    order by token_hash for no key update)
     update sessions set ended_at = moineau_now() where token_hash in (select token_hash from open)`,
    [ids],
  );
}
