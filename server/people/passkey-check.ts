/**
 * Looking at the gesture of a passkey. It counts for one set of bytes: its challenge is their SHA-256. User verification is
 * always required, and the page's exact origin must be one of the configured ones. A passkey may be synced between
 * machines, so it never takes the place of the device's signature.
 */
import { createHash } from 'node:crypto';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PasskeyAssertion } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { PinError } from './pins.ts';
import { securityEvent } from './security-events.ts';

export type Passkeys = {
  /** Checks a gesture over these bytes. Its failure looks like a wrong code's, without tries to count. */
  check(personId: string, bytes: Uint8Array, assertion: PasskeyAssertion): Promise<Result<null, PinError>>;
};

export type PasskeyRow = {
  id: string;
  name: string;
  credential_id: string;
  origin: string;
  public_key: Buffer;
  counter: bigint;
  created_at: Date;
  used_at: Date | null;
};

export const passkeyColumns = 'id, name, credential_id, origin, public_key, counter, created_at, used_at';

/** `origins`: a passkey of a page that is no longer allowed counts no more. */
export function createPasskeys(pool: Pool, origins: readonly string[]): Passkeys {
  return {
    async check(personId, bytes, assertion) {
      const { rows } = await pool.query<PasskeyRow>(
        `select ${passkeyColumns} from passkeys where credential_id = $1 and person_id = $2 and removed_at is null`,
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

/** The challenge of a gesture over these bytes. */
export function challengeOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Browsers take an extension's whole origin for its relying party, and of a web page its host. */
export function relyingPartyOf(origin: string): string {
  return /^https?:/.test(origin) ? new URL(origin).hostname : origin;
}
