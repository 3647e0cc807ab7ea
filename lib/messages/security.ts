/** What the wallet's pages and the background say of devices, the code, passkeys and the person's own phrase. */
import { z } from 'zod';
import { DeviceId, PasskeyAssertion, PasskeyId, Pin, UseCounter } from '../protocol/index.ts';

/** The person's own words, by which he knows that a window is ours. One line, at most 40 UTF-16 units. */
export const Phrase = z.string().min(1).max(40);

/** What a device or a passkey is called; the API looks at it more closely. */
const Name = z.string().min(1).max(60);

/** What a gesture is for: confirming the draft, opening an idle session, adding a passkey, choosing another code. */
export const GestureAim = z.enum(['confirm', 'unlock', 'add', 'pin_change']);
export type GestureAim = z.infer<typeof GestureAim>;

/** What a page asks the authenticator. The challenge is the hash of the very bytes that the device will sign. */
export const Gesture = z.strictObject({
  /** base64url. */
  challenge: z.string(),
  /** The device's counter for which it counts. */
  useCounter: UseCounter,
  /** Ids of the credentials that do, or, when one is added, that are there already. */
  credentials: z.array(z.string()),
  /** Whose passkey it is. */
  person: z.strictObject({ id: z.string(), handle: z.string() }),
});
export type Gesture = z.infer<typeof Gesture>;

/** What was done, with the counter that it is for. */
export const ByPasskey = z.strictObject({ useCounter: UseCounter, passkey: PasskeyAssertion });
export type ByPasskey = z.infer<typeof ByPasskey>;

/** The code, or a gesture. */
export const PersonalProof = z.union([z.strictObject({ pin: Pin }), ByPasskey]);
export type PersonalProof = z.infer<typeof PersonalProof>;

/** A new passkey as the authenticator gives it. */
export const MadePasskey = z.strictObject({
  credential_id: z.string(),
  client_data: z.string(),
  attestation: z.string(),
});
export type MadePasskey = z.infer<typeof MadePasskey>;

export const DeviceInput = z.strictObject({ id: DeviceId });
export const RenameInput = z.strictObject({ id: DeviceId, name: Name });
export const PasskeyInput = z.strictObject({ id: PasskeyId });
export const AddPasskeyInput = z.strictObject({
  name: Name,
  pin: Pin,
  useCounter: UseCounter,
  made: MadePasskey,
});
