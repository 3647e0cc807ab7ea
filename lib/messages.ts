/**
 * Every message between X's page, the wallet's pages and the background: name, who may send it, input and
 * output, each a zod schema. The sender is authorised and the input validated before a handler runs
 * (DESIGN.md §5). The schemas themselves: messages/page.ts, messages/wallet.ts; what the background keeps: messages/kept.ts.
 */
import { z } from 'zod';
import {
  Asked,
  Asking,
  HeldView,
  Leaving,
  OwnLimits,
  PersonView,
  RequestsView,
  Waiting,
} from './messages/acts.ts';
import { onXMessages } from './messages/on-x.ts';
import {
  CommandDraft,
  CommandView,
  HealthReport,
  KnownAnswer,
  KnownQuery,
  PageHealth,
  PageScript,
  PageViewer,
  PayWish,
  PostedCommand,
} from './messages/page.ts';
import {
  AddPasskeyInput,
  ByPasskey,
  DeviceInput,
  Gesture,
  GestureAim,
  PasskeyInput,
  PersonalProof,
  Phrase,
  RenameInput,
} from './messages/security.ts';
import { Division, Draft, Preferences, type WalletError, WalletView } from './messages/wallet.ts';
import {
  DeviceList,
  Handle,
  Instant,
  Limits,
  Memo,
  MOST_PAYEES,
  PasskeyList,
  Payment,
  PaymentId,
  PersonId,
  Pin,
  RequestId,
  StatementFormat,
  TweetId,
} from './protocol/index.ts';

export * from './messages/acts.ts';
export * from './messages/kept.ts';
export * from './messages/on-x.ts';
export * from './messages/page.ts';
export * from './messages/security.ts';
export * from './messages/wallet.ts';

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
  /** Which posts this person's own store knows, and what of those in sight. One question for all of them. */
  'page.known': { from: 'page', input: KnownQuery, output: KnownAnswer },
  /** A click on the strip of an own command: opens the wallet on its payment, at the code where there is one. */
  'page.command_open': {
    from: 'page',
    input: z.strictObject({ viewer: PageViewer, tweetId: TweetId, command: PostedCommand.nullable() }),
    output: Nothing,
  },
  /** How a typed text reads: the grammar is not in the page. Reads nothing but the text it is given. */
  'page.read_command': { from: 'page', input: CommandDraft, output: CommandView.nullable() },
  /** Part of our script in the page that most pages don't need; answers whether it is there now. */
  'page.need': { from: 'page', input: z.strictObject({ script: PageScript }), output: z.boolean() },
  /** What the page's readers found and missed; answers true when it is kept. */
  'page.health': { from: 'page', input: HealthReport, output: z.literal(true) },

  'wallet.view': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.sign_in': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.choose_pin': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: WalletView },
  /** Opens an idle session again. The code is used once and kept nowhere, here and below. */
  'wallet.unlock': { from: 'wallet', input: z.strictObject({ proof: PersonalProof }), output: WalletView },
  /** The person is here. */
  'wallet.present': { from: 'wallet', input: NoInput, output: Nothing },
  'wallet.devices': { from: 'wallet', input: NoInput, output: DeviceList },
  'wallet.device_rename': { from: 'wallet', input: RenameInput, output: DeviceList },
  'wallet.device_revoke': { from: 'wallet', input: DeviceInput, output: DeviceList },
  /** Signs out; everywhere: shuts all devices out. */
  'wallet.sign_out': {
    from: 'wallet',
    input: z.strictObject({ everywhere: z.boolean() }),
    output: WalletView,
  },
  'wallet.change_pin': {
    from: 'wallet',
    input: z.strictObject({ proof: PersonalProof, newPin: Pin }),
    output: WalletView,
  },
  /** Signs in with X once more, as the same person on the same device. */
  'wallet.prove_with_x': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.reset_pin': { from: 'wallet', input: z.strictObject({ newPin: Pin }), output: WalletView },
  'wallet.passkeys': { from: 'wallet', input: NoInput, output: PasskeyList },
  /** What to ask the authenticator; nothing is done yet. */
  'wallet.gesture': { from: 'wallet', input: z.strictObject({ aim: GestureAim }), output: Gesture },
  'wallet.passkey_add': { from: 'wallet', input: AddPasskeyInput, output: PasskeyList },
  'wallet.passkey_remove': { from: 'wallet', input: PasskeyInput, output: PasskeyList },
  'wallet.phrase': {
    from: 'wallet',
    input: z.strictObject({ phrase: Phrase.nullable() }),
    output: WalletView,
  },
  'wallet.top_up': {
    from: 'wallet',
    input: z.strictObject({ amountMinor: z.string(), paymentMethod: z.string() }),
    output: WalletView,
  },
  /** Starts a draft from the wallet's own "to whom?" box: one payee, or several with one code. */
  'wallet.draft_start': {
    from: 'wallet',
    input: z.strictObject({ handles: z.array(Handle).min(1).max(MOST_PAYEES) }),
    output: Draft,
  },
  /** Resolves the payees of the draft; answers the draft with payees or error. */
  'wallet.draft_resolve': { from: 'wallet', input: NoInput, output: Draft },
  'wallet.draft_change': {
    from: 'wallet',
    input: z.strictObject({
      amountMinor: z.string().nullable(),
      memo: Memo.nullable(),
      division: Division,
    }),
    output: Draft,
  },
  /** One payee less; the last one stays. */
  'wallet.draft_leave_out': { from: 'wallet', input: z.strictObject({ handle: Handle }), output: Draft },
  /** The person has typed the handle of a payee who looks like another. */
  'wallet.draft_handle_typed': { from: 'wallet', input: z.strictObject({ handle: Handle }), output: Draft },
  /** Orders the payment of the draft and goes to the code. */
  'wallet.draft_order': { from: 'wallet', input: NoInput, output: Draft },
  /** Back from the code to the amount: cancels the ordered payment. */
  'wallet.draft_back': { from: 'wallet', input: NoInput, output: Draft },
  /** Signs the terms and confirms with the code. The code is used once and kept nowhere. */
  'wallet.draft_confirm': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: Draft },
  /** The same with a passkey in the place of the code. */
  'wallet.draft_confirm_passkey': { from: 'wallet', input: ByPasskey, output: Draft },
  /** Asks the API how a confirmation with a lost answer ended. */
  'wallet.draft_check': { from: 'wallet', input: NoInput, output: Draft },
  /** A payment that was ordered by writing on X: its draft, at the code. */
  'wallet.draft_open': { from: 'wallet', input: z.strictObject({ paymentId: PaymentId }), output: Draft },
  /** Ends the draft; an ordered payment that was not confirmed is cancelled. */
  'wallet.draft_discard': { from: 'wallet', input: NoInput, output: Nothing },
  /** How much waits for an answer of this person. */
  'wallet.waiting': { from: 'wallet', input: NoInput, output: Waiting },
  'wallet.requests': {
    from: 'wallet',
    input: z.strictObject({ cursor: z.string().nullable() }),
    output: RequestsView,
  },
  'wallet.ask': { from: 'wallet', input: Asking, output: z.array(Asked) },
  /** Makes the payment that was asked for, and goes to its code. */
  'wallet.request_accept': { from: 'wallet', input: z.strictObject({ id: RequestId }), output: Draft },
  'wallet.request_end': {
    from: 'wallet',
    input: z.strictObject({ id: RequestId, act: z.enum(['decline', 'cancel']) }),
    output: Nothing,
  },
  'wallet.block': {
    from: 'wallet',
    input: z.strictObject({ id: PersonId, isBlocked: z.boolean() }),
    output: Nothing,
  },
  'wallet.held': { from: 'wallet', input: NoInput, output: HeldView },
  'wallet.held_take': {
    from: 'wallet',
    input: z.strictObject({ id: PaymentId, act: z.enum(['claim', 'decline']) }),
    output: Payment,
  },
  /** One payment by the API's word. */
  'wallet.payment': { from: 'wallet', input: z.strictObject({ id: PaymentId }), output: Payment },
  'wallet.payment_cancel': { from: 'wallet', input: z.strictObject({ id: PaymentId }), output: Payment },
  'wallet.refund': {
    from: 'wallet',
    input: z.strictObject({ id: PaymentId, amountMinor: z.string() }),
    output: Payment,
  },
  'wallet.person': { from: 'wallet', input: z.strictObject({ handle: Handle }), output: PersonView },
  'wallet.limits': { from: 'wallet', input: NoInput, output: Limits },
  'wallet.limits_change': { from: 'wallet', input: OwnLimits, output: Limits },
  'wallet.freeze': { from: 'wallet', input: NoInput, output: WalletView },
  'wallet.unfreeze': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: WalletView },
  /** Erases this person, if nothing stands in the way. */
  'wallet.leave': { from: 'wallet', input: z.strictObject({ pin: Pin }), output: Leaving },
  ...onXMessages,
  /** What of ours does not work on X's pages. */
  'wallet.page_health': { from: 'wallet', input: NoInput, output: PageHealth },
  /** How the person wants to be told of what comes in. */
  'wallet.preferences': { from: 'wallet', input: NoInput, output: Preferences },
  'wallet.preferences_change': { from: 'wallet', input: Preferences, output: Preferences },
  /** Thanks for a payment that came in; once, however often. */
  'wallet.thank': { from: 'wallet', input: z.strictObject({ paymentId: PaymentId }), output: Nothing },
  /** Fetches the history as a file, for the page to take from the store. */
  'wallet.export': {
    from: 'wallet',
    input: z.strictObject({ format: StatementFormat, from: Instant.nullable(), to: Instant.nullable() }),
    output: Nothing,
  },
  /** It was he who did it, up to and with this one. */
  'wallet.alerts_own': { from: 'wallet', input: z.strictObject({ seq: z.int() }), output: Nothing },
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
