/**
 * Who is asking: the session of an access token, and the proof that the sender holds its device's key.
 * There is one answer to every failure, `unauthenticated`.
 */
import type { FastifyRequest } from 'fastify';
import type { Pool, Queryable } from '../db/pool.ts';
import { askTogether } from '../db/together.ts';
import { type CheckedProof, type Proof, readProof, spendProofs, tokenHash } from './dpop.ts';
import type { PublicJwk } from './public-keys.ts';

export type Session = {
  readonly personId: string;
  readonly device: { readonly id: string; readonly jwk: PublicJwk };
  readonly tokenHash: Buffer;
  /** The person has not been here for too long: what needs him waits for his code (T27). */
  readonly locked: boolean;
};

type SessionRow = {
  person_id: string;
  device_id: string;
  jwk: PublicJwk;
  jkt: string;
  idle_seconds: number;
};

export type Authenticator = {
  /** Null when there is no valid proof. */
  proof(request: FastifyRequest): Promise<Proof | null>;
  /**
   * Null when there is no valid session with a proof of its own key. `present`: the person himself asks, so the session
   * stays open, unless it is locked already.
   */
  session(request: FastifyRequest, present: boolean): Promise<Session | null>;
};

type Attempt = { readonly hash: Buffer; readonly proof: CheckedProof; readonly present: boolean };

/** Presence is written down when the last time is so much older: this part of the time to the lock. */
const PRESENCE_PART = 10;

/** `publicOrigin`: what clients call us by, whatever a proxy in between makes of it. `idleSeconds`: until the lock. */
export function createAuthenticator(
  pool: Pool,
  { publicOrigin, idleSeconds }: { readonly publicOrigin: string; readonly idleSeconds: number },
): Authenticator {
  const read = (request: FastifyRequest, accessToken: string | null) =>
    readProof({
      header: request.headers.dpop,
      method: request.method,
      url: `${publicOrigin}${request.url.split('?')[0]}`,
      accessToken,
    });
  const open = askTogether((attempts: readonly Attempt[]) => openSessions(pool, attempts, idleSeconds));
  return {
    async proof(request) {
      const proof = await read(request, null);
      if (!proof) return null;
      const [spent] = await spendProofs(pool, [proof]);
      return spent ? { jwk: proof.jwk, jkt: proof.jkt } : null;
    },
    async session(request, present) {
      const accessToken = /^DPoP ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
      if (!accessToken) return null;
      const proof = await read(request, accessToken);
      return proof && open({ hash: tokenHash(accessToken), proof, present });
    },
  };
}

/** The sessions of these attempts; null where there is none, or the proof is of another key or was used. */
async function openSessions(
  pool: Pool,
  attempts: readonly Attempt[],
  idleSeconds: number,
): Promise<(Session | null)[]> {
  const rows = await findSessions(
    pool,
    attempts.map(({ hash }) => hash),
  );
  const matching = attempts.filter(({ proof }, i) => rows[i]?.jkt === proof.jkt);
  const spent = await spendProofs(
    pool,
    matching.map(({ proof }) => proof),
  );
  const valid = new Set(matching.filter((_, i) => spent[i]));
  const here = attempts.filter((attempt, i) => {
    const idle = rows[i]?.idle_seconds ?? 0;
    return attempt.present && valid.has(attempt) && idle > idleSeconds / PRESENCE_PART && idle <= idleSeconds;
  });
  if (here.length > 0) await writePresence(pool, here);
  return attempts.map((attempt, i) => {
    const row = rows[i];
    if (!row || !valid.has(attempt)) return null;
    return {
      personId: row.person_id,
      device: { id: row.device_id, jwk: row.jwk },
      tokenHash: attempt.hash,
      locked: row.idle_seconds > idleSeconds,
    };
  });
}

/** Only after the proof was spent: a request sent again by a stranger keeps no session open. */
async function writePresence(queryable: Queryable, here: readonly Attempt[]): Promise<void> {
  await queryable.query({
    name: 'write-presence',
    // Who holds the row is writing the same, or ending the session.
    text: `with mine as (select token_hash from sessions
                          where token_hash = any(select decode(hash, 'hex') from unnest($1::text[]) hash)
                          for no key update skip locked)
      update sessions set active_at = moineau_now() where token_hash in (select token_hash from mine)`,
    values: [here.map(({ hash }) => hash.toString('hex'))],
  });
}

async function findSessions(
  queryable: Queryable,
  hashes: readonly Buffer[],
): Promise<(SessionRow | undefined)[]> {
  const { rows } = await queryable.query<SessionRow & { nr: bigint }>({
    name: 'find-sessions',
    text: `select a.nr, s.person_id, s.device_id, s.jkt, d.jwk,
           extract(epoch from moineau_now() - s.active_at)::float8 as idle_seconds
      from unnest($1::text[]) with ordinality a (hash, nr)
      join sessions s on s.token_hash = decode(a.hash, 'hex') join devices d on d.id = s.device_id
     where s.ended_at is null and s.expires_at > moineau_now() and d.revoked_at is null`,
    values: [hashes.map((hash) => hash.toString('hex'))],
  });
  const byNumber = new Map(rows.map((row) => [Number(row.nr) - 1, row]));
  return hashes.map((_, i) => byNumber.get(i));
}

/** Whether a session is still open: asked now and then by long-lived streams. */
export async function isSessionOpen(pool: Pool, session: Session): Promise<boolean> {
  const [row] = await findSessions(pool, [session.tokenHash]);
  return row !== undefined;
}
