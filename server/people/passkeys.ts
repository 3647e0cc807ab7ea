/** A person's passkeys: the list, adding one by code and device, removing one. How a gesture is judged: passkey-check.ts. */
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import type { Passkey, PasskeyList, PasskeyOrder, Signed } from '../../lib/protocol/index.ts';
import { type Pool, type Queryable, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { fromWireId, newId, toWireId } from '../ids.ts';
import { accept, type Result, refuse } from '../result.ts';
import { bytesOf, countUse, type ProofDependencies, proveAct, proveActPersonally } from '../wallets/proof.ts';
import { lockDevices } from './devices.ts';
import { challengeOf, type PasskeyRow, passkeyColumns, relyingPartyOf } from './passkey-check.ts';
import type { PersonalDependencies } from './personal-proof.ts';
import { securityEvent } from './security-events.ts';

/** More than anybody has; keeps the list short. */
const MOST = 10;
/** ES256 and RS256: what platform authenticators make. */
const ALGORITHMS = [-7, -257];

export type PasskeyDependencies = ProofDependencies &
  PersonalDependencies & {
    readonly pool: Pool;
    /** Exact origins of the pages that may make and use passkeys. */
    readonly passkeyOrigins: readonly string[];
    /** Called when somebody was told something. */
    readonly nudge: () => void;
  };

/** Those that were not removed, newest first. */
export async function listPasskeys(queryable: Queryable, personId: string): Promise<PasskeyList> {
  const { rows } = await queryable.query<PasskeyRow>(
    `select ${passkeyColumns} from passkeys where person_id = $1 and removed_at is null order by created_at desc, id desc`,
    [personId],
  );
  return { items: rows.map(viewPasskey) };
}

/** Adds one, by code and device: signing in with X alone would let whoever has taken over the account pay. */
export async function addPasskey(
  dependencies: PasskeyDependencies,
  session: Session,
  body: PasskeyOrder,
): Promise<Result<PasskeyList>> {
  const { pool, nudge } = dependencies;
  const act = { action: 'passkey.add' } as const;
  const { pin, signature, use_counter } = body;
  const proved = await proveActPersonally(dependencies, session, act, { pin, signature, use_counter });
  if (!proved.ok) return proved;
  const bytes = bytesOf(session, act, use_counter);
  const made = await verifiedRegistration(dependencies.passkeyOrigins, bytes, body);
  if (!made) return refuse('passkey_refused');
  const result = await withTransaction(pool, async (tx): Promise<Result<PasskeyList>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    if (!(await insert(tx, session.personId, body.name, made))) return refuse('passkey_refused');
    await announce(tx, [
      securityEvent(session.personId, { what: 'passkey_added', device: devices.get(session.device.id) }),
    ]);
    return accept(await listPasskeys(tx, session.personId));
  });
  nudge();
  return result;
}

export async function removePasskey(
  dependencies: PasskeyDependencies,
  session: Session,
  wireId: Passkey['id'],
  body: Signed,
): Promise<Result<PasskeyList>> {
  const { pool, nudge } = dependencies;
  const proved = await proveAct(dependencies, session, { action: 'passkey.remove', passkey: wireId }, body);
  if (!proved.ok) return proved;
  const result = await withTransaction(pool, async (tx): Promise<Result<PasskeyList>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    const removed = await tx.query(
      `update passkeys set removed_at = moineau_now(), removed_reason = 'by_person'
        where id = $1 and person_id = $2 and removed_at is null`,
      [fromWireId('psk', wireId), session.personId],
    );
    if (removed.rowCount === 0) return refuse('not_found');
    await announce(tx, [
      securityEvent(session.personId, { what: 'passkey_removed', device: devices.get(session.device.id) }),
    ]);
    return accept(await listPasskeys(tx, session.personId));
  });
  nudge();
  return result;
}

type Made = { credentialId: string; publicKey: Buffer; counter: number; origin: string };

async function verifiedRegistration(
  origins: readonly string[],
  bytes: Uint8Array,
  body: PasskeyOrder,
): Promise<Made | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: body.credential_id,
        rawId: body.credential_id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: body.client_data, attestationObject: body.attestation },
      },
      expectedChallenge: challengeOf(bytes),
      expectedOrigin: [...origins],
      expectedRPID: origins.map(relyingPartyOf),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || registrationInfo.rpID !== relyingPartyOf(registrationInfo.origin)) return null;
    const { credential, origin } = registrationInfo;
    const publicKey = Buffer.from(credential.publicKey);
    return { credentialId: credential.id, publicKey, counter: credential.counter, origin };
  } catch {
    return null;
  }
}

/** False when there are too many, or somebody has this one. */
async function insert(tx: Transaction, personId: string, name: string, made: Made): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into passkeys (id, person_id, name, credential_id, origin, public_key, counter)
      select $1, $2, $3, $4, $5, $6, $7
       where (select count(*) from passkeys where person_id = $2 and removed_at is null) < $8
      on conflict (credential_id) do nothing`,
    [newId(), personId, name, made.credentialId, made.origin, made.publicKey, made.counter, MOST],
  );
  return rowCount === 1;
}

function viewPasskey(row: PasskeyRow): Passkey {
  return {
    id: toWireId('psk', row.id),
    name: row.name,
    credential_id: row.credential_id,
    origin: row.origin,
    created_at: row.created_at.toISOString(),
    used_at: row.used_at?.toISOString() ?? null,
  };
}
