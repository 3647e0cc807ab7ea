/** What travels between the wallet's pages and the background: the draft, errors, what is shown first. */
import { z } from 'zod';
import {
  Handle,
  Instant,
  Memo,
  MOST_PAYEES,
  Payee,
  Payment,
  PaymentOrigin,
  Person,
  problemCodes,
  Split,
  Terms,
  TweetId,
  Visibility,
  Wallet,
  XUserId,
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
  /** The person closed the authenticator's dialog, or there is no such passkey here. */
  'passkey_cancelled',
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
  /** The tab in which it was typed, to be told when it is paid. */
  tabId: z.int().nullable(),
});

/** What this device's own history says of a payee. Advice: it never lets through what the API would refuse. */
export const Acquaintance = z.strictObject({
  xUserId: XUserId,
  /** Never paid before from here. */
  isNew: z.boolean(),
  /** The handle he had when he was last paid, where it is another one now (T10). */
  formerHandle: Handle.nullable(),
  /** Somebody known, for whom he could be mistaken (T09): then his handle must be typed. */
  looksLike: z.strictObject({ handle: Handle, name: z.string() }).nullable(),
});
export type Acquaintance = z.infer<typeof Acquaintance>;

/** The payees of a draft after its first. */
export const OtherPayee = z.strictObject({
  handle: Handle,
  /** Null until the API has resolved the handle. */
  payee: Payee.nullable(),
});

export type OtherPayee = z.infer<typeof OtherPayee>;

/** Several payees: each is paid the amount, or it is divided among them. */
export const Division = z.enum(['each', 'total']);
export type Division = z.infer<typeof Division>;

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
  /** Who is paid with the same code: then the order is a split. */
  others: z.array(OtherPayee).max(MOST_PAYEES - 1),
  division: Division,
  acquaintances: z.array(Acquaintance).max(MOST_PAYEES),
  /** Handles that the person has typed himself, because they look like another's. */
  typedHandles: z.array(Handle).max(MOST_PAYEES),
  /** Cents as a decimal string; null until chosen. */
  amountMinor: z.string().nullable(),
  memo: Memo.nullable(),
  /** Who sees it once it has arrived. */
  visibility: Visibility,
  /** Idempotency-Key of the order: made before the first sending, kept until its outcome is known. */
  orderKey: z.uuid(),
  /** Idempotency-Key of the confirmation. */
  confirmKey: z.uuid(),
  /** What was ordered for one payee. */
  payment: Payment.nullable(),
  /** What was ordered for several. */
  split: Split.nullable(),
  /** The terms that were shown before these: they have changed since, and what was shown is void (T10). */
  formerTerms: Terms.nullable(),
  error: WalletError.nullable(),
  command: DraftCommand.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** Something at the person's wallet that was done elsewhere, and of which he has not said that it was he. */
export const SecurityAlert = z.strictObject({
  seq: z.int(),
  at: Instant,
  what: z.enum(['device_added', 'pin_changed', 'pin_reset', 'passkey_added', 'passkey_removed']),
  device: z.string().nullable(),
  from: Instant.nullable(),
  isTold: z.boolean(),
});
export type SecurityAlert = z.infer<typeof SecurityAlert>;

/** What the wallet's pages show first. */
export const WalletView = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('signed_out'),
    /** Not by himself: the API has ended this device's session. */
    shutOut: z.boolean(),
  }),
  z.strictObject({
    status: z.literal('signed_in'),
    person: Person,
    /** Null while the API can't be reached: the last known one is not shown as if it were true. */
    wallet: Wallet.nullable(),
    pinSet: z.boolean(),
    unseen: z.int(),
    /** Whether a passkey made in these very pages can take the place of the code. */
    passkey: z.boolean(),
    /** The person's own words, shown in every real window of the wallet; null until he has chosen some. */
    phrase: z.string().nullable(),
    /** X has said a moment ago who this is: another code may be chosen without asking X again. */
    justSignedIn: z.boolean(),
    /** The API takes nothing but readings from this version. */
    upgrade: z.boolean(),
    draft: Draft.nullable(),
    /** The oldest first. */
    alerts: z.array(SecurityAlert),
  }),
]);
export type WalletView = z.infer<typeof WalletView>;

/** `22:00` */
const TimeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);

/** How the person wants to be told of what comes in. */
export const Preferences = z.strictObject({
  notify: z.boolean(),
  /** Notifications name neither amount nor memo. */
  hideAmounts: z.boolean(),
  /** His own times of day. Nothing is shown between them; it is when they are over. */
  quiet: z.strictObject({ from: TimeOfDay, until: TimeOfDay }).nullable(),
});
export type Preferences = z.infer<typeof Preferences>;
