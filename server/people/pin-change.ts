/**
 * Another code: by the old one (or a passkey), or, for who has forgotten or locked it, by signing in with X anew. X's
 * word alone must not open a wallet to whoever has just taken over the account: on a device of less than a day the new
 * code counts when that day is over, all devices are told at once, and the old code, typed right, puts an end to it.
 */
import { isTrivialPin, type PinChange, type PinReset } from '../../lib/protocol/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { accept, type Result, refuse } from '../result.ts';
import { countUse, type ProofDependencies, proveAct, proveActPersonally } from '../wallets/proof.ts';
import { lockDevices } from './devices.ts';
import { isPinSet } from './people.ts';
import type { PersonalDependencies } from './personal-proof.ts';
import { securityEvent } from './security-events.ts';

/** For how long a sign-in with X is fresh. */
const FRESH_MINUTES = 10;
/** As long as a device is young. */
const YOUNG_HOURS = 24;

export type PinChangeDependencies = ProofDependencies &
  PersonalDependencies & {
    readonly pool: Pool;
    /** Called when somebody was told something. */
    readonly nudge: () => void;
  };

/** A wrong old code counts as a try. */
export async function changePin(
  dependencies: PinChangeDependencies,
  session: Session,
  body: PinChange,
): Promise<Result<null>> {
  if (isTrivialPin(body.new_pin)) return refuse('pin_too_simple');
  const proved = await proveActPersonally(dependencies, session, { action: 'pin.change' }, body);
  if (!proved.ok) return proved;
  return write(dependencies, session, { body, what: 'pin_changed' });
}

/** On a session that began with X a moment ago, and on no other. */
export async function resetPin(
  dependencies: PinChangeDependencies,
  session: Session,
  body: PinReset,
): Promise<Result<null>> {
  if (isTrivialPin(body.new_pin)) return refuse('pin_too_simple');
  const proved = await proveAct(dependencies, session, { action: 'pin.reset' }, body);
  if (!proved.ok) return proved;
  if (!(await isPinSet(dependencies.pool, session.personId))) return refuse('pin_not_set');
  return write(dependencies, session, { body, what: 'pin_reset' });
}

type Writing = {
  readonly body: { readonly new_pin: string; readonly use_counter: number };
  readonly what: 'pin_changed' | 'pin_reset';
};

async function write(
  { pool, pins, nudge }: PinChangeDependencies,
  session: Session,
  { body, what }: Writing,
): Promise<Result<null>> {
  const { personId } = session;
  const encoded = await pins.encode(body.new_pin);
  if (encoded === null) return refuse('unavailable', { retryAfter: 1 });
  const written = await withTransaction(pool, async (tx): Promise<Result<null>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    const standing = what === 'pin_reset' ? await standingOf(tx, session) : SETTLED;
    if (!standing.fresh) return refuse('sign_in_again');
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    if (standing.from) await setNext(tx, personId, encoded, standing.from);
    else await setNow(tx, personId, encoded);
    const device = devices.get(session.device.id);
    await announce(tx, [securityEvent(personId, { what, device, from: standing.from })]);
    return accept(null);
  });
  nudge();
  return written;
}

/** Whether the sign-in is fresh, and from when a code counts that was chosen by it; null: at once. */
type Standing = { readonly fresh: boolean; readonly from: Date | null };
const SETTLED: Standing = { fresh: true, from: null };

async function standingOf(tx: Transaction, { tokenHash }: Session): Promise<Standing> {
  const { rows } = await tx.query<Standing>(
    `select s.created_at > moineau_now() - make_interval(mins => $2) as fresh,
        case when d.created_at > moineau_now() - make_interval(hours => $3)
             then date_trunc('milliseconds', d.created_at + make_interval(hours => $3)) end as from
       from sessions s join devices d on d.id = s.device_id where s.token_hash = $1 and s.ended_at is null`,
    [tokenHash, FRESH_MINUTES, YOUNG_HOURS],
  );
  return rows[0] ?? { fresh: false, from: null };
}

async function setNow(tx: Transaction, personId: string, encoded: string): Promise<void> {
  await tx.query(
    `update pins set hash = $2, chosen_at = moineau_now(), failures = 0, locked_until = null, locks = 0, blocked = false,
        next_hash = null, next_from = null where person_id = $1`,
    [personId, encoded],
  );
}

async function setNext(tx: Transaction, personId: string, encoded: string, from: Date): Promise<void> {
  await tx.query('update pins set next_hash = $2, next_from = $3 where person_id = $1', [
    personId,
    encoded,
    from,
  ]);
}
