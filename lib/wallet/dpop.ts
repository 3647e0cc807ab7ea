/** Proofs that a request comes from this device (DPoP, RFC 9449), and the device key behind them. */
import { type DeviceKey, getSingleton, putSingleton } from '../store/database.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The device's key; made at the first call. `extractable: false`: no page and no code of ours can read it out. */
export async function deviceKey(): Promise<DeviceKey> {
  // One at a time: two first calls must not make two keys.
  return navigator.locks.request('moineau.device_key', async () => {
    const known = await getSingleton('device');
    if (known) return known;
    const pair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const made: DeviceKey = { privateKey: pair.privateKey, publicJwk: { kty, crv, x, y } as JsonWebKey };
    await putSingleton('device', made);
    return made;
  });
}

/** Signs bytes with the device key: raw r‖s, 64 bytes, base64url. */
export async function signWithDevice(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { privateKey } = await deviceKey();
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes);
  return base64Url(new Uint8Array(signature));
}

/**
 * One proof for one request: a JWT (RFC 7519) that the device key signs. A test reads it with jose, as the API does; here
 * a signer of our own key alone is four lines, and jose's four kilobytes (docs/decisions/0015).
 * @param request.clockOffsetSeconds what the server's clock is ahead of ours, as its last answer told.
 */
export async function makeProof(request: {
  method: string;
  url: string;
  accessToken: string | null;
  clockOffsetSeconds: number;
}): Promise<string> {
  const { publicJwk } = await deviceKey();
  const { origin, pathname } = new URL(request.url);
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk };
  const claims = {
    htm: request.method,
    htu: origin + pathname,
    jti: crypto.randomUUID(),
    iat: Math.floor(Date.now() / 1000) + request.clockOffsetSeconds,
    ...(request.accessToken === null ? {} : { ath: await digestOf(request.accessToken) }),
  };
  const signed = [header, claims].map((part) => base64Url(utf8.encode(JSON.stringify(part)))).join('.');
  return `${signed}.${await signWithDevice(utf8.encode(signed))}`;
}

const utf8 = new TextEncoder();

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(text));
  return base64Url(new Uint8Array(digest));
}

/** Bytes as the API has them in JSON. */
export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
