/**
 * The way of one payment through the wallet: wish → payee → order → code → receipt. Each step is kept before it
 * is carried out, so that a worker or popup stopped anywhere finds where it was. Keys are made before sending
 * and stay until the outcome is known: the same order twice moves money once.
 */
import type { ButtonWish, Draft, WalletError } from '../messages.ts';
import { canonicalConfirmation } from '../protocol/canonical.ts';
import type { Payment } from '../protocol/index.ts';
import { putPayment } from '../store/payments.ts';
import { takeUseCounter } from '../store/session.ts';
import { tellPages } from './announce.ts';
import { mayAskForCode, tellSettled } from './command-draft.ts';
import { signWithDevice } from './dpop.ts';
import { emptyDraft, inTurn, loadDraft, removeDraft, saveDraft } from './draft-store.ts';
import { errorOf, WalletFailure, walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { callAsPerson, requireSession, unlockSession } from './session.ts';

async function requireDraft(): Promise<Draft> {
  const draft = await loadDraft();
  if (!draft) throw new WalletFailure(walletError('refused_message'));
  return draft;
}

/**
 * A wish from X's page becomes the draft. A confirmation whose outcome is not known is never put aside for it:
 * the person first sees how that one ended.
 */
export function startFromPage(wish: ButtonWish): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    if (current?.step === 'sent') return current;
    const origin = wish.place === 'tweet' ? 'tweet_button' : 'profile_button';
    const draft = emptyDraft({ handle: wish.handle, name: wish.name, origin });
    const place =
      wish.place === 'tweet'
        ? { tweetId: wish.tweetId, excerpt: wish.excerpt }
        : { pageXUserId: wish.xUserId };
    return saveDraft({ ...draft, ...place, notes: wish.notes });
  });
}

/** A handle typed in the wallet becomes the draft. */
export function startFromWallet(handle: string): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    if (current?.step === 'sent') return current;
    return saveDraft(emptyDraft({ handle, name: handle, origin: 'popup' }));
  });
}

/** Asks the API who bears the handle. The page's numeric id, where it told one, must be the same. */
export function resolvePayee(): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.payee || draft.step !== 'pay') return draft;
    const outcome = await callAsPerson(api.resolvePayee, { body: { handle: draft.handle } });
    if (outcome.kind !== 'done') return saveDraft({ ...draft, error: errorOf(outcome) });
    const payee = outcome.value;
    if (draft.pageXUserId !== null && draft.pageXUserId !== payee.x_user_id) {
      return saveDraft({ ...draft, error: walletError('payee_mismatch') });
    }
    const error = payee.holder ? null : walletError('payee_without_wallet');
    const resolved = await saveDraft({ ...draft, payee, name: payee.name, error });
    return (await mayAskForCode(resolved)) ? order(resolved) : resolved;
  });
}

/** Amount and memo as chosen so far. Another order gets another key. */
export function changeDraft(change: { amountMinor: string | null; memo: string | null }): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'pay') return draft;
    const same = draft.amountMinor === change.amountMinor && draft.memo === change.memo;
    if (same) return draft;
    return saveDraft({
      ...draft,
      ...change,
      orderKey: crypto.randomUUID(),
      error: draft.payee ? null : draft.error,
    });
  });
}

/** Orders the payment: the API answers the terms, nothing has moved. */
export function orderDraft(): Promise<Draft> {
  return inTurn(async () => order(await requireDraft()));
}

async function order(draft: Draft): Promise<Draft> {
  if (draft.step !== 'pay' || !draft.payee || draft.amountMinor === null) return draft;
  const outcome = await callAsPerson(api.createPayment, {
    body: {
      payee_x_user_id: draft.payee.x_user_id,
      amount: { amount: draft.amountMinor, currency: 'EUR' },
      memo: draft.memo,
      visibility: 'private',
      origin: draft.origin,
      tweet_id: draft.tweetId,
    },
    idempotencyKey: draft.orderKey,
  });
  // A lost answer is harmless here: the same key asks again, and an order moves nothing.
  if (outcome.kind !== 'done') return saveDraft({ ...draft, error: errorOf(outcome) });
  return saveDraft({
    ...draft,
    step: 'code',
    payment: outcome.value,
    confirmKey: crypto.randomUUID(),
    error: null,
  });
}

/** Signs the terms and confirms with the code. */
export function confirmDraft(pin: string): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    const terms = draft.payment?.terms;
    if (draft.step !== 'code' || !draft.payment || !terms) return draft;
    const { deviceId } = await requireSession();
    // Kept as sent before it is: whoever stops us now, the next look asks the API how it ended.
    const sent = await saveDraft({ ...draft, step: 'sent', error: null });
    const { id } = draft.payment;
    const confirm = async () => {
      const useCounter = await takeUseCounter();
      const signature = await signWithDevice(canonicalConfirmation(terms, { deviceId, useCounter }));
      return callAsPerson(api.confirmPayment, {
        id,
        body: { version: terms.version, pin, signature, use_counter: useCounter },
        idempotencyKey: draft.confirmKey,
      });
    };
    let outcome = await confirm();
    if (outcome.kind === 'refused' && outcome.problem.code === 'session_locked') {
      // Nobody was here for five minutes. The code that was typed for the payment opens the session too: one act (T27).
      const unlocked = await unlockSession(pin);
      if (unlocked.kind !== 'done') return saveDraft({ ...sent, step: 'code', error: errorOf(unlocked) });
      outcome = await confirm();
    }
    if (outcome.kind === 'done') return showOutcome(sent, outcome.value);
    if (outcome.kind === 'unknown') return saveDraft({ ...sent, error: walletError('outcome_unknown') });
    return backFromConfirmation(sent, errorOf(outcome));
  });
}

/** Asks the API how a confirmation with a lost answer ended. */
export function checkDraft(): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'sent' || !draft.payment) return draft;
    const outcome = await callAsPerson(api.getPayment, { id: draft.payment.id });
    if (outcome.kind === 'done') return showOutcome(draft, outcome.value);
    // Not this person's: another one has signed in since. Its outcome is in the history of whoever ordered it.
    const foreign = outcome.kind === 'refused' && outcome.problem.code === 'not_found';
    if (foreign) return saveDraft(again(draft, errorOf(outcome)));
    return saveDraft({ ...draft, error: walletError('outcome_unknown') });
  });
}

/** Back to the amount: the ordered payment is cancelled, as far as the API can be reached; else it expires. */
export function backToAmount(): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'code') return draft;
    await cancelOrdered(draft);
    return saveDraft(again(draft, null));
  });
}

/** Ends the draft. One whose outcome is not known stays until it is. */
export function discardDraft(): Promise<void> {
  return inTurn(async () => {
    const draft = await loadDraft();
    if (!draft || draft.step === 'sent') return;
    await removeDraft();
    if (draft.step === 'code') await cancelOrdered(draft);
  });
}

async function cancelOrdered(draft: Draft): Promise<void> {
  if (!draft.payment) return;
  const { id } = draft.payment;
  // Best effort: what can't be cancelled now expires in ten minutes, and moves nothing either way.
  await callAsPerson(api.cancelPayment, { id, idempotencyKey: crypto.randomUUID() }).catch(() => undefined);
}

async function showOutcome(draft: Draft, payment: Payment): Promise<Draft> {
  await putPayment(payment);
  // The stream will tell it too, but may be a while: what was just paid shows at once.
  await tellPages();
  switch (payment.state) {
    case 'settled':
    case 'held':
      await tellSettled(draft);
      return saveDraft({ ...draft, step: 'receipt', payment, error: null });
    case 'created':
    case 'awaiting_confirmation':
      // The confirmation has not arrived. Should it still do so, the API answers a second one with the first.
      return saveDraft({ ...draft, step: 'code', payment, error: walletError('offline') });
    case 'expired':
      return saveDraft(again(draft, walletError('payment_expired')));
    case 'refused':
      return saveDraft(again(draft, walletError(payment.refusal ?? 'payment_not_awaiting')));
    case 'cancelled':
    case 'returned':
      return saveDraft(again(draft, walletError('payment_not_awaiting')));
  }
}

/** Which refusals leave the payment waiting for another try of the code; the others need a new order. */
async function backFromConfirmation(draft: Draft, error: WalletError): Promise<Draft> {
  const sameTerms: WalletError['code'][] = [
    'authentication_failed',
    'pin_locked',
    'pin_not_set',
    'request_in_flight',
    'rate_limited',
    'unauthenticated',
    'session_locked',
    'wallet_frozen',
  ];
  if (sameTerms.includes(error.code)) return saveDraft({ ...draft, step: 'code', error });
  return saveDraft(again(draft, error));
}

/** The same wish at its amount, as a new order. */
function again(draft: Draft, error: WalletError | null): Draft {
  return {
    ...draft,
    step: 'pay',
    payment: null,
    orderKey: crypto.randomUUID(),
    confirmKey: crypto.randomUUID(),
    error,
  };
}
