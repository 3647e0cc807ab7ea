/** What travels between the wallet's pages and the background beside the draft: requests, held money, people, leaving. */
import { z } from 'zod';
import {
  ErasureObstacle,
  Handle,
  Memo,
  MOST_PAYEES,
  MoneyRequest,
  Payee,
  Payment,
} from '../protocol/index.ts';
import { Acquaintance, WalletError } from './wallet.ts';

/** Cents as a decimal string. */
const Minor = z.string().regex(/^(0|[1-9][0-9]{0,17})$/);

/** Several people are asked, each for his own amount. */
export const Asking = z.strictObject({
  asks: z
    .array(z.strictObject({ handle: Handle, amountMinor: Minor }))
    .min(1)
    .max(MOST_PAYEES),
  memo: Memo.nullable(),
});
export type Asking = z.infer<typeof Asking>;

/** One of them: asked, or why not. The others are asked all the same. */
export const Asked = z.strictObject({ handle: Handle, error: WalletError.nullable() });
export type Asked = z.infer<typeof Asked>;

/** What others wait for: requests that this person has not answered, and money that is held for him. */
export const Waiting = z.strictObject({ requests: z.int(), held: z.int(), refused: z.int() });
export type Waiting = z.infer<typeof Waiting>;

export const RequestsView = z.strictObject({
  items: z.array(MoneyRequest),
  nextCursor: z.string().nullable(),
});
export type RequestsView = z.infer<typeof RequestsView>;

/** Money that waits: for this person, and what he sent to others. */
export const HeldView = z.strictObject({ forMe: z.array(Payment), sent: z.array(Payment) });
export type HeldView = z.infer<typeof HeldView>;

/** Somebody on X, and what this wallet and he have paid each other. */
export const PersonView = z.strictObject({
  payee: Payee,
  acquaintance: Acquaintance,
  /** The latest, newest first. */
  payments: z.array(Payment),
  sentMinor: Minor,
  receivedMinor: Minor,
});
export type PersonView = z.infer<typeof PersonView>;

/** Limits of one's own in cents; null: none, so that everyone's count. */
export const OwnLimits = z.strictObject({ in24Hours: Minor.nullable(), in30Days: Minor.nullable() });

/** Gone, or all of what stands in the way. */
export const Leaving = z.strictObject({ isGone: z.boolean(), obstacles: z.array(ErasureObstacle) });
export type Leaving = z.infer<typeof Leaving>;
