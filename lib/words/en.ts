/**
 * Every text of the wallet in English, and with its type the list of texts that French must have too: a text
 * that is missing in one language does not compile. No markup in here, and no amount that was not formatted.
 */
import type { WalletErrorCode } from '../messages.ts';
import type { PaymentState } from '../protocol/payments.ts';

/** What an error knows besides its code, already in words. */
export type ErrorFacts = {
  readonly attemptsLeft: number | null;
  /** "14 min", "40 s". */
  readonly wait: string | null;
  /** A formatted amount. */
  readonly limit: string | null;
};

/** A payment's state as one of its two people reads it. */
export type StateFacts = { readonly direction: 'in' | 'out'; readonly payee: string };

type ErrorText = (facts: ErrorFacts) => string;
type StateText = (facts: StateFacts) => string;

const triesLeft = (count: number) => (count === 1 ? '1 try left' : `${count} tries left`);

const errors: Record<WalletErrorCode, ErrorText> = {
  invalid_request: () => 'Something in this payment could not be read. Check it and try again.',
  idempotency_key_missing: () => 'The request was incomplete. Nothing was sent. Try again.',
  unauthenticated: () => 'Your session has ended. Continue with X to sign in again.',
  authentication_failed: ({ attemptsLeft }) =>
    attemptsLeft === null
      ? 'The confirmation was not accepted. Nothing was sent.'
      : `The confirmation was not accepted. Nothing was sent. ${triesLeft(attemptsLeft)}.`,
  sign_in_failed: () => 'X did not confirm who you are. Try again.',
  card_declined: () => 'The card was declined. Nothing was taken from it.',
  insufficient_funds: () => 'There is not enough money in your wallet for this payment.',
  not_found: () => 'This payment can’t be found in your wallet.',
  payee_unknown: () => 'X knows no account with this handle. Check the spelling.',
  payment_expired: () => 'This payment was not confirmed in time. Nothing was sent.',
  payment_not_awaiting: () => 'This payment is no longer waiting for your code.',
  terms_changed: () => 'Something about this payment has changed. Go back and look at it again.',
  request_in_flight: () => 'This payment is being handled right now. Wait a moment.',
  pin_already_set: () => 'A secret code has been chosen already.',
  pin_not_set: () => 'Choose a secret code first.',
  idempotency_key_reused: () => 'This payment has changed since it was prepared. Start again.',
  limit_exceeded: ({ limit }) =>
    limit === null
      ? 'This amount is above a limit.'
      : `This is more than you can send now: at most ${limit}.`,
  payee_is_payer: () => 'This is you: nobody can pay himself.',
  payee_without_wallet: () => 'This account has no Moineau wallet yet, so it can’t be paid.',
  payment_not_held: () => 'This money is no longer waiting for you.',
  payment_not_refundable: () => 'Only money that has been received can be given back.',
  part_of_split: () => 'This payment belongs together with others: confirm or cancel all of them.',
  claimed_money_waits: ({ wait }) =>
    wait === null
      ? 'Money that you have just claimed can be spent a day after you joined.'
      : `Money that you have just claimed can be spent in ${wait}.`,
  refund_exceeds_payment: ({ limit }) =>
    limit === null ? 'This is more than you received.' : `You can give back at most ${limit}.`,
  session_locked: () => 'Your wallet was idle for five minutes. Type your secret code to go on.',
  wallet_not_empty: () => 'There is still money in your wallet, or something under way.',
  payment_not_confirmed: () => 'There is no receipt: this payment was not confirmed.',
  request_not_open: () => 'This request is no longer open.',
  too_many_open_requests: () => 'This person has not answered your earlier requests yet.',
  payer_without_wallet: () => 'This account has no Moineau wallet yet, so it can’t be asked.',
  wallet_frozen: () => 'Your wallet is frozen: nothing can leave it.',
  pin_too_simple: () => 'This code is too easy to guess. Choose another.',
  pin_locked: ({ wait }) =>
    wait === null
      ? 'Too many wrong codes. Wait before the next try.'
      : `Too many wrong codes. Try again in ${wait}.`,
  rate_limited: ({ wait }) =>
    wait === null ? 'Too many requests. Wait a moment.' : `Too many requests. Try again in ${wait}.`,
  internal_error: () => 'Something went wrong on our side. Try again in a moment.',
  x_unavailable: () => 'X does not answer right now, so the account can’t be checked. Try again in a moment.',
  unavailable: () => 'Moineau is not available right now. Try again in a moment.',
  offline: () => 'You are offline, or Moineau can’t be reached. Nothing was sent.',
  outcome_unknown: () => 'No answer has come back yet. Moineau is checking; there is nothing to do again.',
  payee_mismatch: () =>
    'The account on this page is not the one X knows under this handle. The handle may have changed hands, or the page may be false. This payment is stopped.',
  sign_in_cancelled: () => 'Sign-in with X was closed before its end.',
  refused_message: () => 'Moineau was interrupted. Try again.',
};

const states: Record<PaymentState, StateText> = {
  created: () => 'draft',
  awaiting_confirmation: () => 'to confirm',
  settled: ({ direction }) => (direction === 'in' ? 'received' : 'sent'),
  held: ({ payee }) => `waiting for ${payee}`,
  returned: () => 'returned',
  refused: () => 'refused',
  cancelled: () => 'cancelled',
  expired: () => 'expired',
};

export const en = {
  errors,
  states,
  common: {
    close: 'Close',
    back: 'Back',
    retry: 'Try again',
    loading: 'Loading',
    linkedSince: (month: string) => `linked since ${month}`,
    noWallet: 'no wallet yet',
    organisation: 'organisation',
    continueWithX: 'Continue with X',
    addMoney: 'Add money',
    wait: (minutes: number, seconds: number) => (minutes > 0 ? `${minutes} min` : `${seconds} s`),
    triesLeft,
    today: 'Today',
    yesterday: 'Yesterday',
  },
  pay: {
    title: 'Send to',
    documentTitle: 'Send money',
    cancel: 'Cancel this payment',
    amount: 'Amount',
    other: 'Other',
    otherAmount: 'Other amount, in euros',
    otherExample: 'for example 7.50',
    badAmount: 'Write an amount such as 7 or 7.50.',
    aboveLimit: (limit: string) => `At most ${limit} in one payment.`,
    aboveBalance: (balance: string) => `Your balance is ${balance}.`,
    memo: 'Message (optional)',
    memoLeft: (count: number) => `${count} characters left`,
    whoSees: 'Who sees it?',
    onlyYouAnd: (name: string) => `You and ${name}.`,
    onPost: 'on this post:',
    reposted: (handle: string) => `${handle} wrote this post. Whoever reposted it gets nothing.`,
    parody: (handle: string) =>
      `X labels ${handle} a parody account: it is not the person whose name it bears.`,
    otherAddress: (handle: string, other: string) =>
      `The address of this post says ${other}, its author is ${handle}. The handle was changed, or the link misleads: check.`,
    receives: (name: string, amount: string) => `${name} receives ${amount}`,
    fee: (fee: string) => `fee ${fee}`,
    feeNext: 'Any fee is shown before your code.',
    balance: (amount: string) => `Balance: ${amount}`,
    continueWith: (amount: string) => `Continue — ${amount}`,
    resolving: (handle: string) => `Looking for ${handle} on X…`,
    stopped: 'Payment stopped',
    noWalletTitle: (handle: string) => `${handle} can’t be paid yet`,
    noWalletWhy: (handle: string) =>
      `Only accounts that have linked X to Moineau can receive money for now, and ${handle} has not. Nothing was sent.`,
    sayNo: 'Close, send nothing',
  },
  code: {
    title: (amount: string, name: string) => `${amount} to ${name}`,
    documentTitle: 'Confirm with your code',
    fee: 'Fee',
    received: 'They receive',
    balanceAfter: 'Balance after',
    purpose: 'Message',
    validUntil: (time: string) => `valid until ${time}`,
    heading: 'Confirm',
    irrevocable: 'Final once confirmed',
    pin: 'Secret code',
    pinHint: 'Six digits. The payment leaves with the sixth.',
    tooShort: 'The code has six digits.',
    digitsTyped: (count: number) => (count === 1 ? '1 digit of 6 typed' : `${count} digits of 6 typed`),
    erase: 'Erase',
    submit: 'Confirm',
    sending: 'Confirming…',
    expiredTitle: 'Too late to confirm',
    expired: 'A payment must be confirmed within ten minutes. Nothing was sent.',
    startAgain: 'Start again',
  },
  checking: {
    title: 'Checking…',
    text: 'Your confirmation left, but its answer has not come back. Moineau is asking what became of it.',
    calm: 'Your money is safe: this payment can happen only once. There is nothing to do again.',
    again: 'Check now',
    closing: 'You can close this window: checking goes on when you come back.',
  },
  receipt: {
    sentAt: (time: string) => `Sent at ${time}`,
    notSent: 'Not sent',
    heldTitle: (handle: string) => `Waiting for ${handle}`,
    held: 'Kept apart until this account links X to Moineau, then paid; returned to you after 30 days.',
    nothingMoved: 'Nothing left your wallet.',
    returned: 'The money is back in your wallet.',
    done: 'Done',
    next: (handle: string) => `Next: ${handle}`,
    history: 'See the history',
  },
  home: {
    documentTitle: 'Moineau',
    balance: 'Your balance',
    balanceUnknown: 'not known right now',
    offline: 'Moineau can’t be reached: your balance is shown when it can.',
    who: 'Send to whom?',
    whoExample: '@handle on X',
    badHandle: 'Write an X handle: letters, digits and _ only, at most 15.',
    start: 'Continue',
    latest: 'Latest',
    allHistory: 'Whole history',
    xChanged: 'X has changed',
    offOn: (places: string) => `€ is off ${places}. Use the box below: it always works.`,
    places: {
      tweets: 'on posts',
      profiles: 'on profiles',
      composers: 'where you write posts',
      chat: 'in the chat',
    },
  },
  history: {
    title: 'History',
    emptyTitle: 'No payments yet',
    empty: 'What you send and receive appears here. Start with someone you know on X.',
    emptyAction: 'Send to someone',
    to: 'to',
    from: 'from',
    isNew: 'new',
    more: 'Show earlier payments',
    end: 'This is the beginning of your history.',
    failed: 'The history on this device could not be read.',
  },
  onboarding: {
    documentTitle: 'Welcome to Moineau',
    stepOf: (step: number, all: number) => `Step ${step} of ${all}`,
    welcome: 'Send euros on X as easily as writing to someone',
    welcomeText: 'Click € on a post or a profile, choose an amount, type your secret code. That’s all.',
    promises: [
      'Only you and the other person see a payment.',
      'Nothing is paid without your secret code.',
      'Moineau never posts for you and never sees your X password.',
    ],
    signingIn: 'X opens in its own window. Come back here when it’s done.',
    entry: 'Link your X account to send and receive euros.',
    chooseCode: 'Choose your secret code',
    chooseCodeText: 'Six digits that you will type for every payment. Write them nowhere, tell nobody.',
    rules: 'Not six equal digits, not a run such as 123456, not a pair or triple repeated.',
    tooSimple: 'This code is too easy to guess. Choose another.',
    repeatCode: 'Type it once more',
    repeatCodeText: 'So that a slip of the finger does not lock you out.',
    different: 'The two codes are different. Choose your code again.',
    newPin: 'New secret code',
    repeatPin: 'Secret code, once more',
    addMoney: 'Add money',
    sandbox: 'Sandbox: this is a test card. No real money moves.',
    card: 'Test card Visa ···· 4242',
    topUp: (amount: string) => `Add ${amount}`,
    topUpAmount: 'Amount to add',
    skip: 'Start with what you receive',
    added: (balance: string) => `Done. Your balance is ${balance}.`,
    doneTitle: 'You’re ready',
    pin: 'Pin the sparrow: open the puzzle piece beside the address bar, then press the pin next to Moineau.',
    goToX: 'Then look for € under any post on X.',
    openX: 'Go to X',
    openWallet: 'Open my wallet',
  },
  notification: {
    received: (name: string, amount: string) => `${name} sent you ${amount}`,
    noMemo: 'The money is in your wallet.',
  },
};

export type Words = typeof en;
