/**
 * What only the person himself can give, beside his device's signature: his code, or a passkey's gesture over the very
 * bytes that the device signs. Exactly one of them; neither tells which element was wrong (RTS 2018/389 art. 4(3)(a)).
 */
import type { PasskeyAssertion } from '../../lib/protocol/index.ts';
import { type Result, refuse } from '../result.ts';
import type { Passkeys } from './passkey-check.ts';
import type { PinError, Pins } from './pins.ts';

export type PersonalProof =
  | { readonly method: 'pin'; readonly pin: string }
  | { readonly method: 'passkey'; readonly assertion: PasskeyAssertion };

export type PersonalDependencies = { readonly pins: Pins; readonly passkeys: Passkeys };

/** As it came with a request. */
type Given = { readonly pin?: string | undefined; readonly passkey?: PasskeyAssertion | undefined };

/** Which of the two was given. */
export function readPersonalProof({ pin, passkey }: Given): Result<PersonalProof, 'invalid_request'> {
  if (pin !== undefined && passkey === undefined) return { ok: true, value: { method: 'pin', pin } };
  if (pin === undefined && passkey !== undefined)
    return { ok: true, value: { method: 'passkey', assertion: passkey } };
  const errors = [{ pointer: '/body/pin', message: 'either pin or passkey' }];
  return refuse('invalid_request', { errors });
}

/** Checks it. `bytes`: what the device has signed. A wrong code is counted. */
export function checkPersonalProof(
  { pins, passkeys }: PersonalDependencies,
  personId: string,
  bytes: Uint8Array,
  proof: PersonalProof,
): Promise<Result<null, PinError>> {
  return proof.method === 'pin'
    ? pins.check(personId, proof.pin)
    : passkeys.check(personId, bytes, proof.assertion);
}

/** What goes to `refuseUnsigned`: the code, where there is one to pretend looking at. */
export function pinOf(proof: PersonalProof): string | undefined {
  return proof.method === 'pin' ? proof.pin : undefined;
}
