/**
 * Asks the authenticator of this browser (WebAuthn), in a page of the wallet: user verification is always required. The
 * relying party is left to the browser, which takes the page's own origin; an extension may name no other.
 */
import type { Gesture, MadePasskey } from './messages/security.ts';
import type { PasskeyAssertion } from './protocol/passkeys.ts';

export type Gestures = {
  /** Makes a passkey. Null when the person has given it up, or the browser can't. */
  readonly make: (gesture: Gesture) => Promise<MadePasskey | null>;
  /** Uses one. Null when the person has given it up, or there is none here. */
  readonly use: (gesture: Gesture) => Promise<PasskeyAssertion | null>;
};

const TIMEOUT_MS = 60_000;
/** ES256 and RS256. */
const ALGORITHMS = [-7, -257];

/** Null where the browser has no WebAuthn. */
export function browserGestures(): Gestures | null {
  return typeof PublicKeyCredential === 'undefined' ? null : { make, use };
}

async function make({ challenge, credentials, person }: Gesture): Promise<MadePasskey | null> {
  const made = await navigator.credentials
    .create({
      publicKey: {
        challenge: bytes(challenge),
        rp: { name: 'Moineau' },
        user: {
          id: new TextEncoder().encode(person.id),
          name: `@${person.handle}`,
          displayName: `@${person.handle}`,
        },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: credentials.map((id) => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
      },
    })
    .catch(() => null);
  if (!(made instanceof PublicKeyCredential)) return null;
  const { response } = made;
  if (!(response instanceof AuthenticatorAttestationResponse)) return null;
  return {
    credential_id: text(made.rawId),
    client_data: text(response.clientDataJSON),
    attestation: text(response.attestationObject),
  };
}

async function use({ challenge, credentials }: Gesture): Promise<PasskeyAssertion | null> {
  const used = await navigator.credentials
    .get({
      publicKey: {
        challenge: bytes(challenge),
        allowCredentials: credentials.map((id) => ({ type: 'public-key', id: bytes(id) })),
        userVerification: 'required',
        timeout: TIMEOUT_MS,
      },
    })
    .catch(() => null);
  if (!(used instanceof PublicKeyCredential)) return null;
  const { response } = used;
  if (!(response instanceof AuthenticatorAssertionResponse)) return null;
  return {
    credential_id: text(used.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  };
}

function bytes(base64Url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
