/** Which devices want to be told by push. One subscription a device; it goes with the device and with its sessions. */
import type { PushSettings, PushSubscriptionOrder } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import { lastSeqOf } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { PushGateway } from './port.ts';

type Dependencies = { readonly pool: Pool; readonly push: PushGateway };

/** What this device has asked for. */
export async function pushSettings({ pool, push }: Dependencies, session: Session): Promise<PushSettings> {
  const { rows } = await pool.query<{ hide_amounts: boolean; created_at: Date }>(
    'select hide_amounts, created_at from push_subscriptions where device_id = $1',
    [session.device.id],
  );
  const [row] = rows;
  return {
    public_key: push.publicKey,
    subscription: row ? { hide_amounts: row.hide_amounts, created_at: row.created_at.toISOString() } : null,
  };
}

/** From now on. The same browser that now belongs to somebody else tells the one before no more. */
export async function subscribePush(
  dependencies: Dependencies,
  session: Session,
  { endpoint, keys, hide_amounts }: PushSubscriptionOrder,
): Promise<Result<PushSettings, 'invalid_request'>> {
  const { pool, push } = dependencies;
  if (!push.knows(endpoint)) {
    return refuse('invalid_request', {
      errors: [{ pointer: '/body/endpoint', message: 'not at a push service that is known here' }],
    });
  }
  const { personId, device } = session;
  await withTransaction(pool, async (tx) => {
    await tx.query('delete from push_subscriptions where endpoint = $1 and device_id <> $2', [
      endpoint,
      device.id,
    ]);
    await tx.query(
      `insert into push_subscriptions (device_id, person_id, endpoint, p256dh, auth, hide_amounts, read_seq)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (device_id) do update set endpoint = excluded.endpoint, p256dh = excluded.p256dh,
          auth = excluded.auth, hide_amounts = excluded.hide_amounts, failures = 0`,
      [device.id, personId, endpoint, keys.p256dh, keys.auth, hide_amounts, await lastSeqOf(tx, personId)],
    );
  });
  return accept(await pushSettings(dependencies, session));
}

export async function unsubscribePush({ pool }: Dependencies, session: Session): Promise<void> {
  await pool.query('delete from push_subscriptions where device_id = $1', [session.device.id]);
}
