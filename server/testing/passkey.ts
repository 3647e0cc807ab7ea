/**
 * An authenticator in software, for tests: makes a passkey and signs with it as a platform's does, ES256 without
 * attestation. Every part can be made wrong.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion } from '../../lib/protocol/index.ts';

export type Authenticator = {
  readonly credentialId: string;
  /** What `counter` the next gesture tells, unless it is given. */
  counter: number;
  register(bytes: Uint8Array, changes?: GestureChanges): Registration;
  assert(bytes: Uint8Array, changes?: GestureChanges): PasskeyAssertion;
};

export type Registration = {
  readonly credential_id: string;
  readonly client_data: string;
  readonly attestation: string;
};

export type GestureChanges = {
  readonly origin?: string;
  readonly relyingParty?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly type?: string;
};

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_DATA = 0x40;

/** `origin`: of the page in which it is used. Its relying party is the same, as browsers have it for extensions. */
export function createAuthenticator(origin: string): Authenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const authenticator: Authenticator = {
    credentialId: id.toString('base64url'),
    counter: 0,
    register(bytes, changes = {}) {
      const data = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, coseKey(publicKey)]);
      const authData = authenticatorData({ origin, counter: 0, ...changes }, CREDENTIAL_DATA, data);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
        ...[text('authData'), Buffer.from([0x59]), uint16(authData.length), authData],
      ]);
      return {
        credential_id: authenticator.credentialId,
        client_data: clientData('webauthn.create', bytes, { origin, ...changes }).toString('base64url'),
        attestation: attestation.toString('base64url'),
      };
    },
    assert(bytes, changes = {}) {
      const counter = changes.counter ?? ++authenticator.counter;
      const authData = authenticatorData({ origin, ...changes, counter }, 0, Buffer.alloc(0));
      const client = clientData('webauthn.get', bytes, { origin, ...changes });
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      return {
        credential_id: authenticator.credentialId,
        client_data: client.toString('base64url'),
        authenticator_data: authData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      };
    },
  };
  return authenticator;
}

type Gesture = GestureChanges & { readonly origin: string };

function clientData(type: string, bytes: Uint8Array, gesture: Gesture): Buffer {
  const challenge = createHash('sha256').update(bytes).digest('base64url');
  return Buffer.from(JSON.stringify({ type: gesture.type ?? type, challenge, origin: gesture.origin }));
}

function authenticatorData(gesture: Gesture & { counter: number }, more: number, data: Buffer): Buffer {
  const relyingParty = createHash('sha256')
    .update(gesture.relyingParty ?? gesture.origin)
    .digest();
  const flags = USER_PRESENT | ((gesture.userVerified ?? true) ? USER_VERIFIED : 0) | more;
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(gesture.counter);
  return Buffer.concat([relyingParty, Buffer.from([flags]), counter, data]);
}

/** COSE, EC2: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const part = (value: string) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(value, 'base64url')]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    part(x),
    Buffer.from([0x22]),
    part(y),
  ]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
