/** What travels between the wallet's pages and the background: the draft, errors, what is shown first. */
import { z } from 'zod';
import {
  Handle,
  Memo,
  Payee,
  Payment,
  PaymentOrigin,
  Person,
  problemCodes,
  TweetId,
  Wallet,
} from '../protocol/index.ts';
import { PageNotes } from './page.ts';

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

/** What a draft keeps of the command that began it. */
export const DraftCommand = z.strictObject({
  wish: z.uuid(),
  /** The tab in which it was typed, to be told when all of it is paid. */
  tabId: z.int().nullable(),
  /** Who is paid the same after this payee. */
  rest: z.array(Handle).max(8),
});

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
  notes: PageNotes,
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
  command: DraftCommand.nullable(),
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
