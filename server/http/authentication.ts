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
};

type SessionRow = { person_id: string; device_id: string; jwk: PublicJwk; jkt: string };

export type Authenticator = {
  /** Null when there is no valid proof. */
  proof(request: FastifyRequest): Promise<Proof | null>;
  /** Null when there is no valid session with a proof of its own key. */
  session(request: FastifyRequest): Promise<Session | null>;
};

type Attempt = { readonly hash: Buffer; readonly proof: CheckedProof };

/** `publicOrigin`: what clients call us by, whatever a proxy in between makes of it. */
export function createAuthenticator(pool: Pool, publicOrigin: string): Authenticator {
  const read = (request: FastifyRequest, accessToken: string | null) =>
    readProof({
      header: request.headers.dpop,
      method: request.method,
      url: `${publicOrigin}${request.url.split('?')[0]}`,
      accessToken,
    });
  const open = askTogether((attempts: readonly Attempt[]) => openSessions(pool, attempts));
  return {
    async proof(request) {
      const proof = await read(request, null);
      if (!proof) return null;
      const [spent] = await spendProofs(pool, [proof]);
      return spent ? { jwk: proof.jwk, jkt: proof.jkt } : null;
    },
    async session(request) {
      const accessToken = /^DPoP ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
      if (!accessToken) return null;
      const proof = await read(request, accessToken);
      return proof && open({ hash: tokenHash(accessToken), proof });
    },
  };
}

/** The sessions of these attempts; null where there is none, or the proof is of another key or was used. */
async function openSessions(pool: Pool, attempts: readonly Attempt[]): Promise<(Session | null)[]> {
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
  return attempts.map((attempt, i) => {
    const row = rows[i];
    if (!row || !valid.has(attempt)) return null;
    return {
      personId: row.person_id,
      device: { id: row.device_id, jwk: row.jwk },
      tokenHash: attempt.hash,
    };
  });
}

async function findSessions(
  queryable: Queryable,
  hashes: readonly Buffer[],
): Promise<(SessionRow | undefined)[]> {
  const { rows } = await queryable.query<SessionRow & { nr: bigint }>({
    name: 'find-sessions',
    text: `select a.nr, s.person_id, s.device_id, s.jkt, d.jwk
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
