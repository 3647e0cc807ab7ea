/**
 * Passkeys (WebAuthn) in the place of the code. The challenge of every gesture is the SHA-256 of the bytes that the device
 * signs for the same act: a gesture is bound to amount, payee, device and its counter, and is worth nothing elsewhere.
 */
import { z } from 'zod';
import { DeviceName, Instant, PasskeyId, Pin, Signature, UseCounter } from './primitives.ts';

const Base64Url = z
  .string()
  .min(1)
  .max(8_192)
  .regex(/^[A-Za-z0-9_-]+$/);

/** What an authenticator gives back for a gesture, each part in base64url. */
export const PasskeyAssertion = z.strictObject({
  credential_id: Base64Url,
  client_data: Base64Url,
  authenticator_data: Base64Url,
  signature: Base64Url,
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

/** Adding one: proved by the code, signed by the device over `canonicalWalletAct`. */
export const PasskeyOrder = z.strictObject({
  name: DeviceName,
  pin: Pin,
  signature: Signature,
  use_counter: UseCounter,
  credential_id: Base64Url,
  client_data: Base64Url,
  attestation: Base64Url,
});
export type PasskeyOrder = z.infer<typeof PasskeyOrder>;

export const Passkey = z.strictObject({
  id: PasskeyId,
  name: z.string(),
  credential_id: z.string(),
  /** Where it was made, and the only place where it counts: `chrome-extension://…`, `https://…`. */
  origin: z.string(),
  created_at: Instant,
  used_at: Instant.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

export const PasskeyList = z.strictObject({ items: z.array(Passkey) });
export type PasskeyList = z.infer<typeof PasskeyList>;
