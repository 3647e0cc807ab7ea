/**
 * Passkeys: checking gestures, adding and removing them. A gesture counts for one set of bytes: its challenge is their
 * SHA-256. User verification is always required, and the page's exact origin must be one of the configured ones. A
 * passkey may be synced between machines, so it never takes the place of the device's signature.
 */
import { createHash } from 'node:crypto';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type {
  Passkey,
  PasskeyAssertion,
  PasskeyList,
  PasskeyOrder,
  Signed,
} from '../../lib/protocol/index.ts';
import { type Pool, type Queryable, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { fromWireId, newId, toWireId } from '../ids.ts';
import { accept, type Result, refuse } from '../result.ts';
import { bytesOf, countUse, type ProofDependencies, proveAct, proveActPersonally } from '../wallets/proof.ts';
import { lockDevices } from './devices.ts';
import type { PersonalDependencies } from './personal-proof.ts';
import type { PinError } from './pins.ts';
import { securityEvent } from './security-events.ts';

/** More than anybody has; keeps the list short. */
const MOST = 10;
/** ES256 and RS256: what platform authenticators make. */
const ALGORITHMS = [-7, -257];

export type Passkeys = {
  /** Checks a gesture over these bytes. Its failure looks like a wrong code's, without tries to count. */
  check(personId: string, bytes: Uint8Array, assertion: PasskeyAssertion): Promise<Result<null, PinError>>;
};

export type PasskeyDependencies = ProofDependencies &
  PersonalDependencies & {
    readonly pool: Pool;
    /** Exact origins of the pages that may make and use passkeys. */
    readonly passkeyOrigins: readonly string[];
    /** Called when somebody was told something. */
    readonly nudge: () => void;
  };

type PasskeyRow = {
  id: string;
  name: string;
  credential_id: string;
  origin: string;
  public_key: Buffer;
  counter: bigint;
  created_at: Date;
  used_at: Date | null;
};

const columns = 'id, name, credential_id, origin, public_key, counter, created_at, used_at';

/** `origins`: a passkey of a page that is no longer allowed counts no more. */
export function createPasskeys(pool: Pool, origins: readonly string[]): Passkeys {
  return {
    async check(personId, bytes, assertion) {
      const { rows } = await pool.query<PasskeyRow>(
        `select ${columns} from passkeys where credential_id = $1 and person_id = $2 and removed_at is null`,
        [assertion.credential_id, personId],
      );
      const [passkey] = rows;
      if (!passkey || !origins.includes(passkey.origin)) return refuse('authentication_failed');
      const counter = await verifiedCounter(passkey, bytes, assertion);
      if (counter === null) return refuse('authentication_failed');
      return (await use(pool, personId, passkey, counter)) ? accept(null) : refuse('authentication_failed');
    },
  };
}

/** What the authenticator counted, or null when anything about the gesture is wrong. */
async function verifiedCounter(
  passkey: PasskeyRow,
  bytes: Uint8Array,
  assertion: PasskeyAssertion,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: assertion.credential_id,
        rawId: assertion.credential_id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: assertion.client_data,
          authenticatorData: assertion.authenticator_data,
          signature: assertion.signature,
        },
      },
      expectedChallenge: challengeOf(bytes),
      expectedOrigin: passkey.origin,
      expectedRPID: relyingPartyOf(passkey.origin),
      requireUserVerification: true,
      // The counter is judged below, where it is also written: in one statement, whatever comes at the same time.
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: 0,
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws on whatever does not fit.
    return null;
  }
}

/**
 * Writes the counter down. The same again is a gesture that was recorded and sent twice; a lower one means that the
 * authenticator is in two places, and ends the passkey.
 */
async function use(pool: Pool, personId: string, passkey: PasskeyRow, counter: number): Promise<boolean> {
  return withTransaction(pool, async (tx) => {
    const risen = await tx.query(
      `update passkeys set counter = $2, used_at = moineau_now()
        where id = $1 and removed_at is null and (counter < $2 or (counter = 0 and $2 = 0))`,
      [passkey.id, counter],
    );
    if (risen.rowCount === 1) return true;
    const cloned = await tx.query(
      `update passkeys set removed_at = moineau_now(), removed_reason = 'counter_fell'
        where id = $1 and removed_at is null and counter > $2`,
      [passkey.id, counter],
    );
    if (cloned.rowCount === 1)
      await announce(tx, [securityEvent(personId, { what: 'passkey_removed', device: null })]);
    return false;
  });
}

/** Those that were not removed, newest first. */
export async function listPasskeys(queryable: Queryable, personId: string): Promise<PasskeyList> {
  const { rows } = await queryable.query<PasskeyRow>(
    `select ${columns} from passkeys where person_id = $1 and removed_at is null order by created_at desc, id desc`,
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

function challengeOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Browsers take an extension's whole origin for its relying party, and of a web page its host. */
function relyingPartyOf(origin: string): string {
  return /^https?:/.test(origin) ? new URL(origin).hostname : origin;
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
