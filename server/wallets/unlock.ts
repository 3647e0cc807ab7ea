/** Opening a session again that was locked because nobody was there (T27): code and device, as for a payment. */
import type { SignedAct } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import type { Session } from '../http/authentication.ts';
import { lockDevices } from '../people/devices.ts';
import type { PersonalDependencies } from '../people/personal-proof.ts';
import { accept, type Result } from '../result.ts';
import { countUse, type ProofDependencies, proveActPersonally } from './proof.ts';

/** A wrong code counts as a try. One that is open stays so, and the device's counter as it was. */
export async function unlockSession(
  dependencies: ProofDependencies &
    PersonalDependencies & { readonly pool: Pool; readonly nudge: () => void },
  session: Session,
  body: SignedAct,
): Promise<Result<null>> {
  const { pool, nudge } = dependencies;
  const proved = await proveActPersonally(dependencies, session, { action: 'session.unlock' }, body);
  if (!proved.ok || !session.locked) return proved;
  const opened = await withTransaction(pool, async (tx): Promise<Result<null>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    await tx.query(
      'update sessions set active_at = moineau_now() where token_hash = $1 and ended_at is null',
      [session.tokenHash],
    );
    return accept(null);
  });
  nudge();
  return opened;
}
