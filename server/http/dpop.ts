/**
 * Proofs of possession (DPoP, RFC 9449): whoever sends a request holds the private key that its token is bound
 * to. Every failure looks the same to the client: which check failed must never be told.
 */
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Queryable } from '../db/pool.ts';
import { isSignedBy, PublicJwk, readPublicKey } from './public-keys.ts';

/** How far the client's clock may be off, before and after ours. */
const WINDOW_SECONDS = 60;
const MAX_PROOF_LENGTH = 4_096;

/** `crit` names extensions that must be understood, and we know none (RFC 7515 §4.1.11). */
const Header = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: PublicJwk,
  crit: z.undefined().optional(),
  b64: z.undefined().optional(),
});

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

export type CheckedProof = Proof & { readonly jti: string; readonly issuedAt: number };

/** Checks form, key, signature, method, address and token. Null when any of them is wrong. */
export async function readProof(request: ProofRequest): Promise<CheckedProof | null> {
  if (typeof request.header !== 'string' || request.header.length > MAX_PROOF_LENGTH) return null;
  try {
    const { kty, crv, x, y } = Header.parse(decodeProtectedHeader(request.header)).jwk;
    const claims = Claims.parse(decodeJwt(request.header));
    const [head, body, signature, ...more] = request.header.split('.');
    if (!signature || more.length > 0) return null;
    // With the key that is kept: the library would read it anew each time, which costs more than the signature.
    const signed = await isSignedBy({ kty, crv, x, y }, Buffer.from(`${head}.${body}`), signature);
    if (!signed) return null;
    if (claims.htm !== request.method || withoutQuery(claims.htu) !== request.url) return null;
    if (request.accessToken !== null && claims.ath !== tokenHash(request.accessToken).toString('base64url'))
      return null;
    const jwk = { kty, crv, x, y };
    return { jwk, jkt: readPublicKey(jwk).jkt, jti: claims.jti, issuedAt: claims.iat };
  } catch {
    return null;
  }
}

/**
 * Marks proofs as used. False for one that was used before, or was not made within the window by the database's clock.
 */
export async function spendProofs(queryable: Queryable, proofs: readonly CheckedProof[]): Promise<boolean[]> {
  const hashes = proofs.map(({ jkt, jti }) => createHash('sha256').update(`${jkt}.${jti}`).digest('hex'));
  const { rows } = await queryable.query<{ hash: string }>({
    name: 'spend-proofs',
    text: `insert into dpop_proofs (hash, expires_at)
      select decode(hash, 'hex'), moineau_now() + make_interval(secs => $3 * 2 + 1)
        from unnest($1::text[], $2::float8[]) p (hash, issued_at)
       where abs(extract(epoch from moineau_now()) - issued_at) <= $3
      on conflict (hash) do nothing returning encode(hash, 'hex') as hash`,
    values: [hashes, proofs.map(({ issuedAt }) => issuedAt), WINDOW_SECONDS],
  });
  const spent = new Set(rows.map(({ hash }) => hash));
  // Of the same proof twice in one batch, the first was it.
  return hashes.map((hash) => spent.delete(hash));
}

/** SHA-256 of an access token: its `ath` in proofs and its name in the database. */
export function tokenHash(accessToken: string): Buffer {
  return createHash('sha256').update(accessToken).digest();
}

function withoutQuery(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}
