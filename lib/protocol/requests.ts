/** Asking somebody for money. Accepting makes a payment that awaits confirmation: a request alone moves nothing. */
import { z } from 'zod';
import { Person } from './people.ts';
import { Instant, Memo, Money, PaymentId, RequestId, XUserId } from './primitives.ts';

/** `accepted` until its payment has come to nothing (expired, cancelled, refused): then it is open again. */
export const MoneyRequestState = z.enum(['open', 'accepted', 'declined', 'cancelled', 'expired']);
export type MoneyRequestState = z.infer<typeof MoneyRequestState>;

/** Who is asked must have a wallet. */
export const MoneyRequestOrder = z.strictObject({
  payer_x_user_id: XUserId,
  amount: Money,
  memo: Memo.nullable(),
});
export type MoneyRequestOrder = z.infer<typeof MoneyRequestOrder>;

/** One request as one of its two people sees it. */
export const MoneyRequest = z.strictObject({
  id: RequestId,
  state: MoneyRequestState,
  /** `out` for whoever is asked, `in` for whoever asks: as the payment would be. */
  direction: z.enum(['out', 'in']),
  payer: Person,
  payee: Person,
  amount: Money,
  memo: z.string().nullable(),
  created_at: Instant,
  expires_at: Instant,
  /** The payment that accepting made; for whoever is asked, since the other sees it when it has arrived. */
  payment_id: PaymentId.nullable(),
});
export type MoneyRequest = z.infer<typeof MoneyRequest>;

/** Newest first. `next_cursor` is opaque and null on the last page. */
export const MoneyRequestPage = z.strictObject({
  items: z.array(MoneyRequest),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});
export type MoneyRequestPage = z.infer<typeof MoneyRequestPage>;
