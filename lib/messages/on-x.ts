/** What travels about X between the wallet's pages and the background: what was written there, and what is told there. */
import { z } from 'zod';
import { Command, Disclosure, Invitation, PaymentId, Visibility } from '../protocol/index.ts';

/** A text of this person's that the service has read, with what is to be said of it. */
export const WrittenText = z.strictObject({
  command: Command,
  /** Why it ordered nothing, in words; null where `problem` is X's matter alone. */
  why: z.string().nullable(),
});
export type WrittenText = z.infer<typeof WrittenText>;

/** Rows of the table of messages (messages.ts). */
export const onXMessages = {
  /** The latest texts of this person's that the service has read on X. */
  'wallet.written': { from: 'wallet', input: z.strictObject({}), output: z.array(WrittenText) },
  /** What the payer of held money passes on himself. */
  'wallet.invitation': { from: 'wallet', input: z.strictObject({ id: PaymentId }), output: Invitation },
  /** Hears nothing on X any more, for ever. */
  'wallet.quiet_on_x': { from: 'wallet', input: z.strictObject({}), output: z.literal(true) },
  /** Who sees a payment, while it waits for its payer's code; for a split, all of it. */
  'wallet.visibility': {
    from: 'wallet',
    input: z.strictObject({ id: PaymentId, visibility: Visibility }),
    output: z.literal(true),
  },
  'wallet.disclosure': { from: 'wallet', input: z.strictObject({ id: PaymentId }), output: Disclosure },
  /** Takes the public post of a payment back. */
  'wallet.disclosure_remove': {
    from: 'wallet',
    input: z.strictObject({ id: PaymentId }),
    output: Disclosure,
  },
} as const;
