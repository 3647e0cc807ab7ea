/**
 * Every message between X's page, the wallet's pages and the background: name, who may send it, input and
 * output, each a zod schema. The sender is authorised and the input validated before a handler runs
 * (DESIGN.md §5). Nothing in `page.*` may take a code, name an amount or learn a balance.
 */
import { z } from 'zod';
import {
  Handle,
  Memo,
  Payee,
  Payment,
  PaymentOrigin,
  Person,
  Pin,
  problemCodes,
  TweetId,
  Wallet,
} from './protocol/index.ts';

/** What the page says about where € was clicked. Untrusted: the server resolves the handle itself. */
export const PayWish = z.discriminatedUnion('place', [
  z.strictObject({
    place: z.literal('tweet'),
    handle: Handle,
    tweetId: TweetId.nullable(),
    /** Display name as shown; written by its owner, so never parsed. */
    name: z.string().max(200),
    /** The beginning of the tweet, to recognise it by. */
    excerpt: z.string().max(200),
  }),
  z.strictObject({
    place: z.literal('profile'),
    handle: Handle,
    /** X's numeric id as the header tells it; a mismatch with the server's answer stops the payment. */
    xUserId: z.string().max(20).nullable(),
    name: z.string().max(200),
  }),
]);
export type PayWish = z.infer<typeof PayWish>;

/** Why something did not work, in the wallet: a problem of the API, or one of these. */
export const WalletErrorCode = z.enum([
  ...problemCodes,
  /** No answer from the API: nothing was sent, or nothing depends on it. */
  'offline',
  /** An order was sent and its answer was lost: it is being asked for with the same key. */
  'outcome_unknown',
  /** The page's numeric id and X's own differ: the handle has changed hands, or the page lies. */
  'payee_mismatch',
  /** The person closed X's sign-in window or refused. */
  'sign_in_cancelled',
  /** The background does not take this message, or not from this sender. */
  'refused_message',
]);
export type WalletErrorCode = z.infer<typeof WalletErrorCode>;

export const WalletError = z.strictObject({
  code: WalletErrorCode,
  /** Tries left before the code is locked. */
  attemptsLeft: z.int().nullable(),
  /** Not before this instant, milliseconds since 1970 by this computer's clock: a reopened popup counts on. */
  retryAtMs: z.number().nullable(),
  /** The limit that was passed, in cents, as a decimal string. */
  limitMinor: z.string().nullable(),
});
export type WalletError = z.infer<typeof WalletError>;

/** Where a draft stands. `sent` is a confirmation whose answer is not known yet. */
export const DraftStep = z.enum(['pay', 'code', 'sent', 'receipt']);
export type DraftStep = z.infer<typeof DraftStep>;

/** The payment being prepared. Kept in `storage.session` at every change, never with a code. */
export const Draft = z.strictObject({
  id: z.uuid(),
  step: DraftStep,
  origin: PaymentOrigin,
  handle: Handle,
  name: z.string(),
  tweetId: TweetId.nullable(),
  excerpt: z.string(),
  pageXUserId: z.string().nullable(),
  /** Null until the API has resolved the handle. */
  payee: Payee.nullable(),
  /** Cents as a decimal string; null until chosen. */
  amountMinor: z.string().nullable(),
  memo: Memo.nullable(),
  /** Idempotency-Key of the order: made before the first sending, kept until its outcome is known. */
  orderKey: z.uuid(),
  /** Idempotency-Key of the confirmation. */
  confirmKey: z.uuid(),
  payment: Payment.nullable(),
  error: WalletError.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** What the wallet's pages show first. */
export const WalletView = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('signed_out') }),
  z.strictObject({
    status: z.literal('signed_in'),
    person: Person,
    /** Null while the API can't be reached: the last known one is not shown as if it were true. */
    wallet: Wallet.nullable(),
    pinSet: z.boolean(),
    unseen: z.int(),
    draft: Draft.nullable(),
  }),
]);
export type WalletView = z.infer<typeof WalletView>;

const Nothing = z.undefined().or(z.null());
const NoInput = z.strictObject({});

type Rule = {
  /** `page`: our content script on X. `wallet`: a page of the extension itself, in a tab, window or popup. */
  readonly from: 'page' | 'wallet';
  readonly input: z.ZodType;
  readonly output: z.ZodType;
};

export const messages = {
  /** A wish to pay. Opens the wallet on a draft; moves nothing. */
  'page.pay_open': { from: 'page', input: PayWish, output: Nothing },

  'wallet.view': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.sign_in': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.choose_pin': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: WalletView },
  'wallet.top_up': {
    from: 'wallet',
    input: z.strictObject({ amountMinor: z.string(), paymentMethod: z.string() }),
    output: WalletView,
  },
  /** Starts a draft from the wallet's own "to whom?" box. */
  'wallet.draft_start': { from: 'wallet', input: z.strictObject({ handle: Handle }), output: Draft },
  /** Resolves the payee of the draft; answers the draft with payee or error. */
  'wallet.draft_resolve': { from: 'wallet', input: NoInput, output: Draft },
  'wallet.draft_change': {
    from: 'wallet',
    input: z.strictObject({ amountMinor: z.string().nullable(), memo: Memo.nullable() }),
    output: Draft,
  },
  /** Orders the payment of the draft and goes to the code. */
  'wallet.draft_order': { from: 'wallet', input: NoInput, output: Draft },
  /** Back from the code to the amount: cancels the ordered payment. */
  'wallet.draft_back': { from: 'wallet', input: NoInput, output: Draft },
  /** Signs the terms and confirms with the code. The code is used once and kept nowhere. */
  'wallet.draft_confirm': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: Draft },
  /** Asks the API how a confirmation with a lost answer ended. */
  'wallet.draft_check': { from: 'wallet', input: NoInput, output: Draft },
  /** Ends the draft; an ordered payment that was not confirmed is cancelled. */
  'wallet.draft_discard': { from: 'wallet', input: NoInput, output: Nothing },
  /** What came in has been looked at: the badge goes. */
  'wallet.seen': { from: 'wallet', input: NoInput, output: Nothing },
} as const satisfies Record<string, Rule>;

export type MessageKind = keyof typeof messages;
export type Input<K extends MessageKind> = z.infer<(typeof messages)[K]['input']>;
export type Output<K extends MessageKind> = z.infer<(typeof messages)[K]['output']>;

/** What every handler answers. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: WalletError };

/** What travels. */
export const Envelope = z.strictObject({
  moineau: z.literal(1),
  kind: z.enum(Object.keys(messages) as [MessageKind, ...MessageKind[]]),
  input: z.unknown(),
});
