/**
 * Signing in with X (OAuth 2.0 with PKCE) and enrolling a device's key. The code verifier and X's tokens must
 * never leave the server; our own token is kept as its SHA-256 only.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { LinkStart, LinkStarted, SessionStart, SessionStarted } from '../../lib/protocol/index.ts';
import { randomBytes } from '../chance.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { type Proof, tokenHash } from '../http/dpop.ts';
import { fromWireId, newId, toWireId } from '../ids.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Sealer } from '../sealing.ts';
import { type XPort, XSignInError } from '../x/port.ts';
import { admitPerson, isPinSet, viewPerson } from './people.ts';
import { securityEvent } from './security-events.ts';

const LINK_MINUTES = 10;
const SESSION_DAYS = 30;

type LinkRow = { state: string; code_verifier: string; redirect_uri: string };

/** Begins a sign-in for the key of this proof. The redirect address must be one of the configured ones, exactly. */
export async function startLink(
  {
    pool,
    x,
    redirectUris,
    sealer,
  }: { pool: Pool; x: XPort; redirectUris: readonly string[]; sealer: Sealer },
  proof: Proof,
  body: z.output<typeof LinkStart>,
): Promise<Result<LinkStarted, 'invalid_request'>> {
  if (!redirectUris.includes(body.redirect_uri)) {
    return refuse('invalid_request', {
      errors: [{ pointer: '/body/redirect_uri', message: 'not an allowed address' }],
    });
  }
  const authorization = x.startAuthorization(body.redirect_uri);
  const id = newId();
  const { expires_at } = onlyRow(
    await pool.query<{ expires_at: Date }>(
      `insert into links (id, state, code_verifier, jkt, redirect_uri, expires_at)
        values ($1, $2, $3, $4, $5, moineau_now() + make_interval(mins => $6)) returning expires_at`,
      [
        ...[id, authorization.state, sealer.seal(authorization.codeVerifier, verifierOf(id))],
        ...[proof.jkt, body.redirect_uri, LINK_MINUTES],
      ],
    ),
  );
  return accept({
    link_id: toWireId('lnk', id),
    authorize_url: authorization.url,
    expires_at: expires_at.toISOString(),
  });
}

/**
 * Ends a sign-in: asks X who it was, admits the person, enrols the key, opens a session.
 * @throws XUnavailableError
 */
export async function startSession(
  { pool, x, sealer, nudge }: { pool: Pool; x: XPort; sealer: Sealer; nudge: () => void },
  proof: Proof,
  body: z.output<typeof SessionStart>,
): Promise<Result<SessionStarted, 'sign_in_failed'>> {
  const link = await useLink(pool, proof, body);
  if (!link) return refuse('sign_in_failed');
  const account = await x
    .finishAuthorization({
      code: body.code,
      codeVerifier: sealer.open(link.code_verifier, verifierOf(fromWireId('lnk', body.link_id))),
      redirectUri: link.redirect_uri,
    })
    .catch((error: unknown) => {
      if (error instanceof XSignInError) return null;
      throw error;
    });
  if (!account) return refuse('sign_in_failed');
  const started = await withTransaction(
    pool,
    async (tx): Promise<Result<SessionStarted, 'sign_in_failed'>> => {
      const person = await admitPerson(tx, account);
      const device = await enrolDevice(tx, person.id, proof, body.device_name);
      if (!device) return refuse('sign_in_failed');
      const deviceId = device.id;
      // His other devices are told: if it was not he who signed in, one of them can shut the new one out.
      if (device.added && device.others)
        await announce(tx, [
          securityEvent(person.id, {
            what: 'device_added',
            device: { id: deviceId, name: body.device_name },
          }),
        ]);
      const session = await openSession(tx, person.id, deviceId, proof.jkt);
      return accept({
        ...session,
        token_type: 'DPoP' as const,
        device_id: toWireId('dev', deviceId),
        person: viewPerson(person),
        pin_set: await isPinSet(tx, person.id),
      });
    },
  );
  nudge();
  return started;
}

/** What the seal of a link's verifier is good for. */
function verifierOf(linkId: string): string {
  return `links.code_verifier:${linkId}`;
}

/**
 * Takes a link out of use, committed before X is asked: whatever comes of it, it works once. A wrong state or
 * another key does not use it up, or a stranger could spoil sign-ins.
 */
async function useLink(
  pool: Pool,
  proof: Proof,
  body: z.output<typeof SessionStart>,
): Promise<LinkRow | null> {
  const id = fromWireId('lnk', body.link_id);
  const { rows } = await pool.query<LinkRow>(
    'select state, code_verifier, redirect_uri from links where id = $1 and jkt = $2',
    [id, proof.jkt],
  );
  const [link] = rows;
  if (!link || !sameText(link.state, body.state)) return null;
  const used = await pool.query(
    'update links set used_at = moineau_now() where id = $1 and used_at is null and expires_at > moineau_now()',
    [id],
  );
  return used.rowCount === 1 ? link : null;
}

/** In constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/**
 * Null for a key that was revoked: it may be in two hands, and stays out for ever. A new key is welcome. One that is known
 * keeps the name that its person has given it.
 */
async function enrolDevice(
  tx: Transaction,
  personId: string,
  proof: Proof,
  name: string,
): Promise<{ id: string; added: boolean; others: boolean } | null> {
  const id = newId();
  const row = onlyRow(
    await tx.query<{ id: string; revoked: boolean; others: boolean }>(
      `insert into devices (id, person_id, name, jwk, jkt) values ($1, $2, $3, $4, $5)
        on conflict (person_id, jkt) do update set jkt = excluded.jkt
        returning id, revoked_at is not null as revoked,
          exists (select from devices where person_id = $2 and jkt <> $5 and revoked_at is null) as others`,
      [id, personId, name, proof.jwk, proof.jkt],
    ),
  );
  return row.revoked ? null : { id: row.id, added: row.id === id, others: row.others };
}

async function openSession(tx: Transaction, personId: string, deviceId: string, jkt: string) {
  // A device has one session: signing in again on it ends the one before.
  await tx.query('update sessions set ended_at = moineau_now() where device_id = $1 and ended_at is null', [
    deviceId,
  ]);
  const accessToken = randomBytes(32).toString('base64url');
  const { expires_at } = onlyRow(
    await tx.query<{ expires_at: Date }>(
      `insert into sessions (token_hash, person_id, device_id, jkt, expires_at)
        values ($1, $2, $3, $4, moineau_now() + make_interval(days => $5)) returning expires_at`,
      [tokenHash(accessToken), personId, deviceId, jkt, SESSION_DAYS],
    ),
  );
  return { access_token: accessToken, expires_at: expires_at.toISOString() };
}
