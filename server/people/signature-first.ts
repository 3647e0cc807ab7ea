/**
 * Signature first, then the code: whoever has not the device's key learns nothing, and counts no failure against its
 * owner (T25, T26). For payments and for what a person does with his own wallet alike.
 */
import type { Session } from '../http/authentication.ts';
import { isSignedBy } from '../http/public-keys.ts';
import type { Buckets } from '../http/throttle.ts';
import type { Refusal } from '../result.ts';
import { genericFailure, type Pins } from './pins.ts';

export type SignatureDependencies = {
  readonly pins: Pins;
  /** Signatures of one device that do not fit. */
  readonly badSignatures: Buckets;
};

/**
 * Null when this session's device signed these bytes. Else the answer, which is that of a wrong code where there is one;
 * `pin` is undefined where the signature alone is asked for.
 */
export async function refuseUnsigned(
  { pins, badSignatures }: SignatureDependencies,
  { personId, device }: Session,
  bytes: Uint8Array,
  { signature, pin }: { readonly signature: string; readonly pin?: string | undefined },
): Promise<Refusal | null> {
  if (await isSignedBy(device.jwk, bytes, signature)) return null;
  // Looking costs a hash, so not without a bound. Whoever signs as he should is never held up by it (T25).
  const wait = badSignatures.take(device.id);
  if (wait !== null) return { code: 'rate_limited', retryAfter: wait };
  if (pin === undefined) return { code: 'authentication_failed' };
  const pretended = await pins.pretend(personId, pin);
  return pretended.ok ? genericFailure : pretended.error;
}
