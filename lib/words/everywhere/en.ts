/**
 * The English words that the background says too: errors, states, notifications. Apart from those of the screens, which it
 * need not carry. Their type is the list of what French must have.
 */
import type { WalletErrorCode } from '../../messages.ts';
import type { PaymentState, SecurityChange } from '../../protocol/payments.ts';

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
  pin_blocked: () =>
    'Too many wrong codes. Sign in with X again and choose a new secret code: “Forgotten code”.',
  sign_in_again: () => 'Continue with X once more: this needs a sign-in of the last ten minutes.',
  passkey_refused: () => 'This passkey could not be added. Try again, or use your secret code.',
  upgrade_required: () => 'This version of Moineau is too old to do that. Update it; nothing is lost.',
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
  passkey_cancelled: () => 'No passkey was used. Try again, or use your secret code.',
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

export const everywhere = {
  errors,
  states,
  wait: (minutes: number, seconds: number) => (minutes > 0 ? `${minutes} min` : `${seconds} s`),
  /** What was done to the wallet, and not on this device. */
  alerts: {
    what: {
      device_added: 'A new device was added',
      pin_changed: 'Your code was changed',
      pin_reset: 'Your code was replaced',
      passkey_added: 'A passkey was added',
      passkey_removed: 'A passkey was removed',
    } satisfies Record<SecurityChange['what'], string>,
    notYou: 'Not you? Open Moineau.',
  },
  notification: {
    /** `amount` null: the person wants none to be shown. */
    received: (name: string, amount: string | null) => `${name} sent you ${amount ?? 'money'}`,
    thanked: (name: string, amount: string | null) =>
      `${name} thanks you${amount === null ? '' : ` for ${amount}`}`,
    thankedFor: 'For your payment.',
    thank: 'Say thank you',
    several: (count: number) => `${count} new payments`,
    seeHistory: 'See them in your history.',
    noMemo: 'The money is in your wallet.',
  },
};

export type WordsEverywhere = typeof everywhere;
