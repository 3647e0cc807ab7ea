/** Payments, top-ups and the events that tell of them. */
import { z } from 'zod';
import { problemCodes } from './errors.ts';
import { MOST_PAYEES } from './most-payees.ts';
import { PasskeyAssertion } from './passkeys.ts';
import { Party, Person } from './people.ts';
import {
  DeviceId,
  Instant,
  Memo,
  Money,
  PaymentId,
  Pin,
  prefixedId,
  RefundId,
  Signature,
  SplitId,
  TopUpId,
  TweetId,
  UseCounter,
  XUserId,
} from './primitives.ts';
import { MoneyRequest } from './requests.ts';
import { SplitTerms, Terms } from './terms.ts';

export const PaymentState = z.enum([
  'created',
  'awaiting_confirmation',
  'settled',
  'held',
  'returned',
  'refused',
  'cancelled',
  'expired',
]);
export type PaymentState = z.infer<typeof PaymentState>;

export const PaymentOrigin = z.enum([
  'tweet_button',
  'profile_button',
  'composer',
  'command_tweet',
  'command_dm',
  'popup',
  'link',
  'request',
]);
export type PaymentOrigin = z.infer<typeof PaymentOrigin>;

/**
 * Who sees the payment once it has arrived: its two people; the payee by a direct message on X, where X allows one; or
 * everyone, by a post of the service that names both and the amount.
 */
export const Visibility = z.enum(['private', 'dm', 'public']);
export type Visibility = z.infer<typeof Visibility>;

export const PaymentOrder = z.strictObject({
  payee_x_user_id: XUserId,
  amount: Money,
  memo: Memo.nullable(),
  visibility: Visibility,
  origin: PaymentOrigin,
  tweet_id: TweetId.nullable(),
});
export type PaymentOrder = z.infer<typeof PaymentOrder>;

/** One payment as one of its two people sees it. */
export const Payment = z.strictObject({
  id: PaymentId,
  state: PaymentState,
  /** `out` for the payer, `in` for the payee. */
  direction: z.enum(['out', 'in']),
  payer: Person,
  payee: Party,
  amount: Money,
  fee: Money,
  /** What the payee has given back so far. */
  amount_refunded: Money,
  memo: z.string().nullable(),
  visibility: Visibility,
  origin: PaymentOrigin,
  tweet_id: TweetId.nullable(),
  created_at: Instant,
  expires_at: Instant,
  /** When the money left the payer. */
  confirmed_at: Instant.nullable(),
  /** When it reached the payee. */
  settled_at: Instant.nullable(),
  /** Until when it is kept for a payee without a wallet; then it is returned in full. */
  held_until: Instant.nullable(),
  /** When the payee thanked for it. */
  thanked_at: Instant.nullable(),
  /** The split it is a part of: confirmed and cancelled together with the others. */
  split_id: SplitId.nullable(),
  /** Why it was refused. */
  refusal: z.enum(problemCodes).nullable(),
  /** For the payer, while the payment awaits his confirmation; else null. */
  terms: Terms.nullable(),
});
export type Payment = z.infer<typeof Payment>;

/** The confirmation: device-key signature over `canonicalConfirmation`, and either the code or a passkey. */
export const Confirmation = z.strictObject({
  version: z.int().min(1),
  pin: Pin.optional(),
  passkey: PasskeyAssertion.optional(),
  signature: Signature,
  use_counter: UseCounter,
});
export type Confirmation = z.infer<typeof Confirmation>;

/** Gives back a settled payment, in full or in part. */
export const RefundOrder = z.strictObject({ amount: Money });
export const Refund = z.strictObject({
  id: RefundId,
  amount: Money,
  created_at: Instant,
  /** The payment as it is after that. */
  payment: Payment,
});
export type Refund = z.infer<typeof Refund>;

/**
 * Several payees, one confirmation. `each`: every payee gets the amount. `total`: the amount is divided among them,
 * the remaining cents to the first ones.
 */
export const SplitOrder = z.strictObject({
  payee_x_user_ids: z.array(XUserId).min(2).max(MOST_PAYEES),
  division: z.enum(['each', 'total']),
  amount: Money,
  memo: Memo.nullable(),
  visibility: Visibility,
  origin: PaymentOrigin,
  tweet_id: TweetId.nullable(),
});
export type SplitOrder = z.infer<typeof SplitOrder>;

export const Split = z.strictObject({
  id: SplitId,
  payments: z.array(Payment),
  total: Money,
  created_at: Instant,
  expires_at: Instant,
  /** While its payments await confirmation; else null. */
  terms: SplitTerms.nullable(),
});
export type Split = z.infer<typeof Split>;

/** As `Confirmation`, over the split's terms. */
export const SplitConfirmation = z.strictObject({
  pin: Pin.optional(),
  passkey: PasskeyAssertion.optional(),
  signature: Signature,
  use_counter: UseCounter,
});

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

const paymentPage = {
  items: z.array(Payment),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
};

/** Newest first. `next_cursor` is opaque and null on the last page. */
export const PaymentPage = z.strictObject(paymentPage);
export type PaymentPage = z.infer<typeof PaymentPage>;

/** A page of one's own history. Whatever it does not tell yet, events after `as_of_seq` will: follow them from there. */
export const HistoryPage = z.strictObject({ ...paymentPage, as_of_seq: z.int() });
export type HistoryPage = z.infer<typeof HistoryPage>;

/** A top-up with a card token of the acquirer: card numbers never reach this API. */
export const TopUpOrder = z.strictObject({
  amount: Money,
  payment_method: z.string().regex(/^pm_[A-Za-z0-9_]{1,60}$/),
});
export const TopUp = z.strictObject({
  id: TopUpId,
  state: z.enum(['processing', 'paid', 'failed']),
  amount: Money,
  created_at: Instant,
});
export type TopUp = z.infer<typeof TopUp>;

/**
 * A device was shut out: by its person, or because its use counter came twice, so that its key may be in two places. Then
 * all sessions have ended, as when the person has unlinked X.
 */
const revokedDevice = {
  device: z.strictObject({ id: DeviceId, name: z.string() }),
  reason: z.enum(['counter_reused', 'by_person', 'unlinked']),
};
export type RevokedDevice = z.infer<z.ZodObject<typeof revokedDevice>>;

/** What he wrote on X was read: the rest stands at `GET /v1/commands`. */
const readCommand = {
  command: z.strictObject({ id: prefixedId('cmd'), state: z.enum(['new', 'ordered', 'refused']) }),
};
export type ReadCommandNotice = z.infer<z.ZodObject<typeof readCommand>>;
/** Something that the person himself should have done; if he hasn't, somebody else is at his wallet. */
const securityChange = {
  what: z.enum(['device_added', 'pin_changed', 'pin_reset', 'passkey_added', 'passkey_removed']),
  /** On which device; null: none of his has asked for it. */
  device: z.strictObject({ id: DeviceId, name: z.string() }).nullable(),
  /** From when it counts, where that is not at once. */
  from: Instant.nullable(),
};
export type SecurityChange = z.infer<z.ZodObject<typeof securityChange>>;

/**
 * One event of one person's stream. `seq` grows by 1 without gaps for that person and is the SSE id:
 * `Last-Event-ID: 41` resumes at 42, 0 or none starts at the beginning.
 */
export const WalletEvent = z.discriminatedUnion('type', [
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('payment.updated'), payment: Payment }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('payment.received'), payment: Payment }),
  /** To the payer: the payee says thank you. */
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('payment.thanked'), payment: Payment }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('topup.paid'), topup: TopUp }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('device.revoked'), ...revokedDevice }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('security.changed'), ...securityChange }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('request.received'), request: MoneyRequest }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('request.updated'), request: MoneyRequest }),
  z.strictObject({ seq: z.int(), at: Instant, type: z.literal('command.updated'), ...readCommand }),
]);
export type WalletEvent = z.infer<typeof WalletEvent>;
