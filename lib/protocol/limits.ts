/** What a person settles for his own wallet: limits, freezing, unlocking an idle session, leaving. */
import { z } from 'zod';
import { PasskeyAssertion } from './passkeys.ts';
import { Instant, Money, Pin, Signature, UseCounter } from './primitives.ts';

/** The most that may be sent within rolling 24 hours and 30 days. */
const Rolling = z.strictObject({ in_24_hours: Money, in_30_days: Money });

/** Limits of one's own; null: none, so that everyone's counts. */
const own = { in_24_hours: Money.nullable(), in_30_days: Money.nullable() };

export const Limits = z.strictObject({
  /** Nobody can have higher ones. */
  everyone: z.strictObject({
    to_person: Money,
    to_organisation: Money,
    in_24_hours: Money,
    in_30_days: Money,
  }),
  own: z.strictObject(own),
  /** Higher ones that have been asked for and count from then on; else null. */
  raised: z.strictObject({ ...own, from: Instant }).nullable(),
  /** What may still be sent now. */
  left: Rolling,
});
export type Limits = z.infer<typeof Limits>;

/** Both limits as they shall be, signed over `canonicalWalletAct`. Lower ones count at once, higher ones a day later. */
export const LimitsChange = z.strictObject({ ...own, signature: Signature, use_counter: UseCounter });
export type LimitsChange = z.infer<typeof LimitsChange>;

/** Device-key signature over `canonicalWalletAct`, and either the code or a passkey. */
export const SignedAct = z.strictObject({
  pin: Pin.optional(),
  passkey: PasskeyAssertion.optional(),
  signature: Signature,
  use_counter: UseCounter,
});
export type SignedAct = z.infer<typeof SignedAct>;
