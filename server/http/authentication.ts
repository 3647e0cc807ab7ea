/**
 * Who is asking: the session of an access token, and the proof that the sender holds its device's key.
 * There is one answer to every failure, `unauthenticated`.
 */
import type { FastifyRequest } from 'fastify';
import type { Pool } from '../db/pool.ts';
import { type Proof, type PublicJwk, readProof, spendProof, tokenHash } from './dpop.ts';

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

/** `publicOrigin`: what clients call us by, whatever a proxy in between makes of it. */
export function createAuthenticator(pool: Pool, publicOrigin: string): Authenticator {
  const read = (request: FastifyRequest, accessToken: string | null) =>
    readProof({
      header: request.headers.dpop,
      method: request.method,
      url: `${publicOrigin}${request.url.split('?')[0]}`,
      accessToken,
    });
  return {
    async proof(request) {
      const proof = await read(request, null);
      return proof && (await spendProof(pool, proof)) ? { jwk: proof.jwk, jkt: proof.jkt } : null;
    },
    async session(request) {
      const accessToken = /^DPoP ([A-Za-z0-9_-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
      if (!accessToken) return null;
      const proof = await read(request, accessToken);
      if (!proof) return null;
      const row = await findSession(pool, tokenHash(accessToken));
      if (!row || row.jkt !== proof.jkt || !(await spendProof(pool, proof))) return null;
      return {
        personId: row.person_id,
        device: { id: row.device_id, jwk: row.jwk },
        tokenHash: tokenHash(accessToken),
      };
    },
  };
}

async function findSession(pool: Pool, hash: Buffer): Promise<SessionRow | undefined> {
  const { rows } = await pool.query<SessionRow>(
    `select s.person_id, s.device_id, s.jkt, d.jwk from sessions s join devices d on d.id = s.device_id
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > clock_timestamp() and d.revoked_at is null`,
    [hash],
  );
  return rows[0];
}

/** Whether a session is still open: asked now and then by long-lived streams. */
export async function isSessionOpen(pool: Pool, session: Session): Promise<boolean> {
  return (await findSession(pool, session.tokenHash)) !== undefined;
}
