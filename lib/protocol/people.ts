/** Who holds a wallet: sign-in with X, the device's key, the code, the wallet itself. */
import { z } from 'zod';
import { PasskeyAssertion } from './passkeys.ts';
import {
  DeviceId,
  DeviceName,
  Handle,
  Instant,
  LinkId,
  Money,
  PersonId,
  Pin,
  Signature,
  UseCounter,
  XUserId,
} from './primitives.ts';

/** `person` or `organisation`: the limits of one payment differ (PRODUCT.md). */
export const HolderKind = z.enum(['person', 'organisation']);
export type HolderKind = z.infer<typeof HolderKind>;

/** A holder as others see him. `name` is the name on X when he linked it: it proves nothing. */
export const Person = z.strictObject({
  id: PersonId,
  x_user_id: XUserId,
  handle: Handle,
  name: z.string(),
  kind: HolderKind,
  linked_since: Instant,
});
export type Person = z.infer<typeof Person>;

/** Whom a payment is for. `id` and `linked_since` are null while that X account has no wallet. */
export const Party = z.strictObject({
  id: PersonId.nullable(),
  x_user_id: XUserId,
  handle: Handle,
  name: z.string(),
  kind: HolderKind,
  linked_since: Instant.nullable(),
});
export type Party = z.infer<typeof Party>;

/** Sign-in, step 1. The answer's address is opened in the browser's own sign-in window. */
export const LinkStart = z.strictObject({ redirect_uri: z.url() });
export const LinkStarted = z.strictObject({
  link_id: LinkId,
  authorize_url: z.url(),
  expires_at: Instant,
});
export type LinkStarted = z.infer<typeof LinkStarted>;

/** Sign-in, step 2: what X gave back. The DPoP proof's key becomes the device's key. */
export const SessionStart = z.strictObject({
  link_id: LinkId,
  code: z.string().min(1).max(2048),
  state: z.string().min(1).max(512),
  device_name: DeviceName,
});
export const SessionStarted = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('DPoP'),
  expires_at: Instant,
  device_id: DeviceId,
  person: Person,
  pin_set: z.boolean(),
});
export type SessionStarted = z.infer<typeof SessionStarted>;

/** Choosing the code, signed by the device key over `canonicalPinChoice`. */
export const PinChoice = z.strictObject({ pin: Pin, signature: Signature, use_counter: UseCounter });

/** Another code: the old one or a passkey, and the device's signature over `canonicalWalletAct`. */
export const PinChange = z.strictObject({
  new_pin: Pin,
  pin: Pin.optional(),
  passkey: PasskeyAssertion.optional(),
  signature: Signature,
  use_counter: UseCounter,
});
export type PinChange = z.infer<typeof PinChange>;

/** Another code for somebody who has forgotten his, or locked it: he has just signed in with X on this device. */
export const PinReset = z.strictObject({ new_pin: Pin, signature: Signature, use_counter: UseCounter });
export type PinReset = z.infer<typeof PinReset>;

export const Wallet = z.strictObject({
  person: Person,
  balance: Money,
  pin_set: z.boolean(),
  /** From when a code counts that was chosen anew on a young device; until then the old one does. Else null. */
  pin_from: Instant.nullable(),
  /** Nobody was at this device for too long: what needs the person waits for his code. */
  locked: z.boolean(),
  /** The most one payment may be, by the payee's kind. */
  limits: z.strictObject({ to_person: Money, to_organisation: Money }),
  /** How long money is held for an X account without a wallet, before it is returned. */
  hold_days: z.int(),
  /** Since when nothing can leave it; null: it is open. */
  frozen_since: Instant.nullable(),
});
export type Wallet = z.infer<typeof Wallet>;

export const PayeeQuery = z.strictObject({ handle: Handle });

/** What we have seen of a handle and its account: handles change hands, numeric ids don't. */
const HandleHistory = z.strictObject({
  /** The handle that this account bore before, and until when we saw it so. */
  before: z.strictObject({ handle: Handle, until: Instant }).nullable(),
  /** Until when we saw another account under this handle; null: never. */
  other_until: Instant.nullable(),
});

/** A handle resolved to X's numeric id: `holder` is null when that account has no wallet. */
export const Payee = z.strictObject({
  x_user_id: XUserId,
  handle: Handle,
  name: z.string(),
  holder: Person.nullable(),
  /** With the answer to a look-up; not where the account is known from elsewhere. */
  handle_history: HandleHistory.optional(),
});
export type Payee = z.infer<typeof Payee>;

export { isTrivialPin } from './pin.ts';
