/**
 * Proofs of possession (DPoP, RFC 9449): whoever sends a request holds the private key that its token is bound
 * to. Every failure looks the same to the client: which check failed must never be told.
 */
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Pool } from '../db/pool.ts';

/** How far the client's clock may be off, before and after ours. */
const WINDOW_SECONDS = 60;
const MAX_PROOF_LENGTH = 4_096;

/** An ECDSA P-256 public key. Strict: a private part would be a client that leaks its key. */
export const PublicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  d: z.undefined().optional(),
});
export type PublicJwk = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

const Claims = z.object({
  htm: z.string(),
  htu: z.string(),
  jti: z.string().min(8).max(128),
  iat: z.number(),
  ath: z.string().optional(),
});

/** `jkt`: the key's thumbprint (RFC 7638), base64url. */
export type Proof = { readonly jwk: PublicJwk; readonly jkt: string };

export type ProofRequest = {
  readonly header: unknown;
  readonly method: string;
  /** The address as the client sees it, without query. */
  readonly url: string;
  /** Null where there is no session yet. */
  readonly accessToken: string | null;
};

type CheckedProof = Proof & { readonly jti: string; readonly issuedAt: number };

/** Checks form, key, signature, method, address and token. Null when any of them is wrong. */
export async function readProof(request: ProofRequest): Promise<CheckedProof | null> {
  if (typeof request.header !== 'string' || request.header.length > MAX_PROOF_LENGTH) return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(request.header, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
    });
    const claims = Claims.parse(payload);
    const { kty, crv, x, y } = PublicJwk.parse(protectedHeader.jwk);
    if (claims.htm !== request.method || withoutQuery(claims.htu) !== request.url) return null;
    if (request.accessToken !== null && claims.ath !== tokenHash(request.accessToken).toString('base64url'))
      return null;
    const jwk = { kty, crv, x, y };
    return { jwk, jkt: await calculateJwkThumbprint(jwk), jti: claims.jti, issuedAt: claims.iat };
  } catch {
    return null;
  }
}

/** Marks a proof as used. False when it was used before, or was not made within the window by the database's clock. */
export async function spendProof(pool: Pool, proof: CheckedProof): Promise<boolean> {
  const hash = createHash('sha256').update(`${proof.jkt}.${proof.jti}`).digest();
  const { rowCount } = await pool.query(
    `insert into dpop_proofs (hash, expires_at)
      select $1, clock_timestamp() + make_interval(secs => $3 * 2 + 1)
       where abs(extract(epoch from clock_timestamp()) - $2::float8) <= $3
      on conflict (hash) do nothing`,
    [hash, proof.issuedAt, WINDOW_SECONDS],
  );
  return rowCount === 1;
}

/** SHA-256 of an access token: its `ath` in proofs and its name in the database. */
export function tokenHash(accessToken: string): Buffer {
  return createHash('sha256').update(accessToken).digest();
}

function withoutQuery(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}
