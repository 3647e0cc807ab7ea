/** The key of a device in tests: what it signs, and its DPoP proofs. It must never be used by the product. */
import { createHash, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export type DeviceKey = { privateKey: CryptoKey; publicKey: CryptoKey; jwk: JWK };

/** An ECDSA P-256 key that cannot be exported, like a browser's. */
export async function createDeviceKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: false });
  return { privateKey, publicKey, jwk: await exportJWK(publicKey) };
}

/** Signs as a device does: r‖s, 64 bytes, base64url. */
export async function signBytes(key: DeviceKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, bytes);
  return Buffer.from(signature).toString('base64url');
}

export type ProofChanges = {
  htu?: string;
  htm?: string;
  iat?: number;
  jti?: string;
  ath?: string | null;
  typ?: string;
};

/** A DPoP proof (RFC 9449 §4.2); `changes` makes wrong ones. */
export async function createProof(
  key: DeviceKey,
  request: { method: string; url: string; accessToken: string | null },
  changes: ProofChanges = {},
): Promise<string> {
  const ath =
    request.accessToken === null
      ? null
      : createHash('sha256').update(request.accessToken).digest('base64url');
  const chosenAth = changes.ath === undefined ? ath : changes.ath;
  return new SignJWT({
    htm: changes.htm ?? request.method,
    htu: changes.htu ?? request.url.split('?')[0] ?? '',
    jti: changes.jti ?? randomUUID(),
    ...(chosenAth === null ? {} : { ath: chosenAth }),
  })
    .setProtectedHeader({ typ: changes.typ ?? 'dpop+jwt', alg: 'ES256', jwk: key.jwk })
    .setIssuedAt(changes.iat ?? Math.floor(Date.now() / 1000))
    .sign(key.privateKey);
}
