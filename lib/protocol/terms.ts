/**
 * The terms: what the payer is shown and signs (RTS 2018/389 art. 5(1), dynamic linking). Their bytes: canonical.ts.
 */
import { z } from 'zod';
import { Instant, PaymentId, PersonId, SplitId, XUserId } from './primitives.ts';

export const Terms = z.strictObject({
  v: z.literal(1),
  payment_id: PaymentId,
  /** Grows when amount, payee or fee change; that voids the nonce and every earlier signature. */
  version: z.int().min(1),
  amount_minor: z.string(),
  currency: z.literal('EUR'),
  fee_minor: z.string(),
  /** Null while the payee has no wallet: the money is then held for that X account. */
  payee_id: PersonId.nullable(),
  payee_x_user_id: XUserId,
  /** Name and handle as the payer saw them. */
  payee_label: z.string(),
  /** The memo, or an empty text. */
  purpose: z.string(),
  /** Single use, 128 bits, base64url. */
  nonce: z.string(),
  expires_at: Instant,
});
export type Terms = z.infer<typeof Terms>;

/** The terms of several payments that are confirmed as one: all of them are paid, or none. */
export const SplitTerms = z.strictObject({
  v: z.literal(1),
  split_id: SplitId,
  currency: z.literal('EUR'),
  total_minor: z.string(),
  payments: z.array(
    z.strictObject({
      payment_id: PaymentId,
      amount_minor: z.string(),
      fee_minor: z.string(),
      payee_id: PersonId.nullable(),
      payee_x_user_id: XUserId,
      payee_label: z.string(),
    }),
  ),
  purpose: z.string(),
  nonce: z.string(),
  expires_at: Instant,
});
export type SplitTerms = z.infer<typeof SplitTerms>;
