import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { createDeviceKey, signBytes } from '../testing/client.ts';
import { isSignedBy, PublicJwk, readPublicKey } from './public-keys.ts';

const bytes = new TextEncoder().encode('ten euros to Bob');
const aKey = async () => {
  const key = await createDeviceKey();
  return { key, jwk: PublicJwk.parse(key.jwk) as PublicJwk };
};

test('the thumbprint of a key is that of RFC 7638', async () => {
  for (let i = 0; i < 20; i++) {
    const { jwk } = await aKey();
    expect(readPublicKey(jwk).jkt).toBe(await calculateJwkThumbprint(jwk, 'sha256'));
    expect(readPublicKey({ ...jwk }).jkt).toBe(readPublicKey(jwk).jkt);
  }
});

test('two keys that share a coordinate are not taken for each other', async () => {
  const [{ jwk }, { jwk: other }] = [await aKey(), await aKey()];
  readPublicKey(jwk);
  expect(() => readPublicKey({ ...jwk, y: other.y })).toThrow();
});

test.each([
  ['a point that is not on the curve', { y: 'A'.repeat(43) }],
  ['the point at infinity', { x: 'A'.repeat(43), y: 'A'.repeat(43) }],
  ['a coordinate beyond the field', { x: `${'_'.repeat(42)}8` }],
])('%s is no key', async (_title, change) => {
  const { jwk } = await aKey();
  expect(() => readPublicKey({ ...jwk, ...change })).toThrow();
  // Nor is it remembered as one.
  expect(() => readPublicKey({ ...jwk, ...change })).toThrow();
});

test('a private part is refused, and so is every other kind of key', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  expect(PublicJwk.safeParse(await exportJWK(privateKey)).success).toBe(false);
  const { jwk } = await aKey();
  for (const change of [
    { crv: 'P-384' },
    { kty: 'RSA' },
    { x: jwk.x.slice(1) },
    { x: `${jwk.x}=` },
    { y: undefined },
  ])
    expect(PublicJwk.safeParse({ ...jwk, ...change }).success).toBe(false);
});

test('a signature is for its bytes and by its key alone', async () => {
  const [{ key, jwk }, { jwk: other }] = [await aKey(), await aKey()];
  const signature = await signBytes(key, bytes);
  expect(await isSignedBy(jwk, bytes, signature)).toBe(true);
  expect(await isSignedBy(other, bytes, signature)).toBe(false);
  expect(await isSignedBy(jwk, bytes.slice(1), signature)).toBe(false);
});

test.each([
  ['nothing', () => ''],
  ['half of one', (signature: string) => signature.slice(0, 43)],
  ['two', (signature: string) => signature + signature],
  ['zeros', () => 'A'.repeat(86)],
])('%s is no signature, and no fault', async (_title, make) => {
  const { key, jwk } = await aKey();
  expect(await isSignedBy(jwk, bytes, make(await signBytes(key, bytes)))).toBe(false);
});
