/**
 * The public keys of devices, read once: reading one costs as much as checking a signature with it. It must never
 * hold a private part.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

/** An ECDSA P-256 public key. Strict: a private part would be a client that leaks its key. */
export const PublicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  y: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  d: z.undefined().optional(),
});
export type PublicJwk = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

type KnownKey = { readonly key: KeyObject; readonly jkt: string };

/** About 20 MB. */
const MOST_KNOWN = 20_000;
const known = new Map<string, KnownKey>();

/** The key, and its thumbprint (RFC 7638), base64url. @throws when it is not a point of the curve. */
export function readPublicKey({ kty, crv, x, y }: PublicJwk): KnownKey {
  const name = `${x}.${y}`;
  const found = known.get(name);
  if (found) return found;
  // The members in the order of RFC 7638 §3.2; none of them needs escaping.
  const text = `{"crv":"${crv}","kty":"${kty}","x":"${x}","y":"${y}"}`;
  const read = {
    key: createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }),
    jkt: createHash('sha256').update(text).digest('base64url'),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, read);
  return read;
}

/** Whether this key signed these bytes, off the main thread. `signature`: r‖s, 64 bytes, base64url. */
export function isSignedBy(jwk: PublicJwk, bytes: Uint8Array, signature: string): Promise<boolean> {
  if (!/^[A-Za-z0-9_-]{86}$/.test(signature)) return Promise.resolve(false);
  const key = { key: readPublicKey(jwk).key, dsaEncoding: 'ieee-p1363' } as const;
  return new Promise((resolve, reject) => {
    verify('sha256', bytes, key, Buffer.from(signature, 'base64url'), (error, valid) =>
      error ? reject(error) : resolve(valid),
    );
  });
}
