/** The receipt of a payment that was confirmed, for its two people. */
import { z } from 'zod';
import { PaymentState } from './payments.ts';
import { Party, Person } from './people.ts';
import { Instant, Money, PaymentId, RefundId } from './primitives.ts';

export const Receipt = z.strictObject({
  payment_id: PaymentId,
  state: PaymentState,
  direction: z.enum(['out', 'in']),
  payer: Person,
  payee: Party,
  /** What left the payer's wallet. */
  amount: Money,
  /** What of it the payee was charged; 0 while it has not reached him. */
  fee: Money,
  /** What reached the payee: amount without fee. */
  received: Money,
  amount_refunded: Money,
  /** Oldest first. */
  refunds: z.array(z.strictObject({ id: RefundId, amount: Money, created_at: Instant })),
  memo: z.string().nullable(),
  created_at: Instant,
  confirmed_at: Instant,
  settled_at: Instant.nullable(),
  held_until: Instant.nullable(),
  returned_at: Instant.nullable(),
  /** The same in words, for reading and printing: many lines. */
  language: z.enum(['fr', 'en']),
  text: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;
