import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { deviceKey, makeProof } from './dpop.ts';

const request = {
  ...{ method: 'POST', url: 'https://api.test/v1/payments?cursor=é', accessToken: 'tökén' },
  clockOffsetSeconds: 90,
};

it('a proof is what the API’s own library reads: signed by the device key, for this request and token', async () => {
  const proof = await makeProof(request);
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' });
  const { publicJwk } = await deviceKey();
  expect(protectedHeader.alg).toBe('ES256');
  expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(
    await calculateJwkThumbprint(publicJwk as { kty: string }),
  );
  expect(payload).toMatchObject({
    htm: 'POST',
    htu: 'https://api.test/v1/payments',
    ath: createHash('sha256').update('tökén').digest('base64url'),
  });
  expect(Math.abs((payload.iat ?? 0) - Date.now() / 1000 - 90)).toBeLessThan(5);
});

it('each proof is another one, without a token none is bound to it', async () => {
  const [one, other] = await Promise.all([makeProof(request), makeProof(request)]);
  const claims = (proof: string) =>
    JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString());
  expect(claims(one).jti).not.toBe(claims(other).jti);
  expect(claims(await makeProof({ ...request, accessToken: null }))).not.toHaveProperty('ath');
});
