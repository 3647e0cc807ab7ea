/**
 * The way of one payment through the wallet, once it is known who is paid (draft-payees.ts): order → code → receipt. Each step is kept before it
 * is carried out, so that a worker or popup stopped anywhere finds where it was. Keys are made before sending
 * and stay until the outcome is known: the same order twice moves money once.
 */
import type { Draft, Input, PersonalProof, WalletError } from '../messages.ts';
import { canonicalConfirmation } from '../protocol/canonical.ts';
import type { Payment } from '../protocol/index.ts';
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { tellSettled } from './command-typed.ts';
import { signWithDevice } from './dpop.ts';
import { inTurn, loadDraft, removeDraft, requireDraft, saveDraft } from './draft-store.ts';
import { errorOf, WalletFailure, walletError } from './failure.ts';
import {
  askFor,
  cancelOrdered,
  confirmOrdered,
  type Ordered,
  paymentsOf,
  placeOrder,
  termsOf,
} from './ordered.ts';
import { counterFor, proofBody, unlock } from './security.ts';
import { requireSession } from './session.ts';

/** Amount, memo and division as chosen so far. Another order gets another key. */
export function changeDraft(change: Input<'wallet.draft_change'>): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'pay') return draft;
    const { amountMinor, memo, division } = change;
    const same = draft.amountMinor === amountMinor && draft.memo === memo && draft.division === division;
    if (same) return draft;
    const error = draft.payee ? null : draft.error;
    return saveDraft({ ...draft, ...change, orderKey: crypto.randomUUID(), error });
  });
}

/** Orders what the draft says: the API answers the terms, nothing has moved. */
export function orderDraft(): Promise<Draft> {
  return inTurn(async () => order(await requireDraft()));
}

/** In the turn of its caller. */
export async function order(draft: Draft): Promise<Draft> {
  const outcome = await placeOrder(draft);
  if (outcome === null) return draft;
  // A lost answer is harmless here: the same key asks again, and an order moves nothing.
  if (outcome.kind !== 'done') return saveDraft({ ...draft, error: errorOf(outcome) });
  return saveDraft({
    ...draft,
    ...outcome.value,
    step: 'code',
    formerTerms: null,
    confirmKey: crypto.randomUUID(),
    error: null,
  });
}

/** Signs the terms and confirms with the code, or with a passkey's gesture over the same bytes. */
export function confirmDraft(proof: PersonalProof): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    const terms = termsOf(draft);
    if (draft.step !== 'code' || !terms) return draft;
    const { deviceId } = await requireSession();
    // A gesture that is too late for its counter is found out here, before anything counts as sent.
    let useCounter = await counterFor(proof);
    // Kept as sent before it is: whoever stops us now, the next look asks the API how it ended.
    const sent = await saveDraft({ ...draft, step: 'sent', error: null });
    const confirm = async () => {
      const bytes = canonicalConfirmation(terms, { deviceId, useCounter });
      const signature = await signWithDevice(bytes);
      return confirmOrdered(draft, { ...proofBody(proof), signature, use_counter: useCounter });
    };
    let outcome = await confirm();
    if (outcome?.kind === 'refused' && outcome.problem.code === 'session_locked' && 'pin' in proof) {
      // Nobody was here for five minutes. The code that was typed for the payment opens the session too: one act (T27).
      const refused = await unlock(proof).then(
        () => null,
        (error: unknown) => error,
      );
      if (refused instanceof WalletFailure) return saveDraft({ ...sent, step: 'code', error: refused.error });
      if (refused !== null) throw refused;
      useCounter = await counterFor(proof);
      outcome = await confirm();
    }
    if (outcome === null) return saveDraft(again(sent, walletError('payment_not_awaiting')));
    if (outcome.kind === 'done') return showOutcome(sent, outcome.value);
    if (outcome.kind === 'unknown') return saveDraft({ ...sent, error: walletError('outcome_unknown') });
    return backFromConfirmation(sent, errorOf(outcome));
  });
}

/** Asks the API how a confirmation with a lost answer ended. */
export function checkDraft(): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    const outcome = draft.step === 'sent' ? await askFor(draft) : null;
    if (outcome === null) return draft;
    if (outcome.kind === 'done') return showOutcome(draft, outcome.value);
    // Not this person's: another one has signed in since. Its outcome is in the history of whoever ordered it.
    const foreign = outcome.kind === 'refused' && outcome.problem.code === 'not_found';
    if (foreign) return saveDraft(again(draft, errorOf(outcome)));
    return saveDraft({ ...draft, error: walletError('outcome_unknown') });
  });
}

/**
 * The API tells a payment anew. If it is the one that waits for the code and its terms have changed, what was shown is
 * void: the new terms are shown, with the former ones beside them (T10). Nothing is signed unseen.
 */
export function noticeTerms(payment: Payment): Promise<void> {
  return inTurn(async () => {
    const draft = await loadDraft();
    if (draft?.step !== 'code' || draft.payment?.id !== payment.id) return;
    const changed = withNewTerms(draft, payment);
    if (changed) await saveDraft(changed);
  });
}

function withNewTerms(draft: Draft, payment: Payment): Draft | null {
  const before = draft.payment?.terms ?? null;
  if (!before || !payment.terms || payment.terms.version <= before.version) return null;
  const confirmKey = crypto.randomUUID();
  return {
    ...draft,
    step: 'code',
    payment,
    formerTerms: before,
    confirmKey,
    error: walletError('terms_changed'),
  };
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

async function showOutcome(draft: Draft, ordered: Ordered): Promise<Draft> {
  const payments = paymentsOf(ordered);
  for (const payment of payments) await putPayment(payment);
  // The stream will tell it too, but may be a while: what was just paid shows at once.
  await tellPages();
  // All of a split are paid, or none: the first tells for all.
  const [payment] = payments;
  switch (payment?.state) {
    case 'settled':
    case 'held':
      await tellSettled(draft);
      return saveDraft({ ...draft, ...ordered, step: 'receipt', error: null });
    case 'created':
    case 'awaiting_confirmation':
      // The confirmation has not arrived. Should it still do so, the API answers a second one with the first.
      return saveDraft({ ...draft, ...ordered, step: 'code', error: walletError('offline') });
    case 'expired':
      return saveDraft(again(draft, walletError('payment_expired')));
    case 'refused':
      return saveDraft(again(draft, walletError(payment.refusal ?? 'payment_not_awaiting')));
    case 'cancelled':
    case 'returned':
    case undefined:
      return saveDraft(again(draft, walletError('payment_not_awaiting')));
  }
}

/** Which refusals leave the payment waiting for another try of the code; the others need a new order. */
async function backFromConfirmation(draft: Draft, error: WalletError): Promise<Draft> {
  const sameTerms: WalletError['code'][] = [
    'authentication_failed',
    'pin_locked',
    'pin_blocked',
    'pin_not_set',
    'request_in_flight',
    'rate_limited',
    'unauthenticated',
    'session_locked',
    'wallet_frozen',
  ];
  // A signature over terms that have changed since is worth nothing, and the API does not say which it was.
  if (error.code === 'terms_changed' || error.code === 'authentication_failed') {
    const now = await askFor(draft);
    const payment = now?.kind === 'done' ? now.value.payment : null;
    const changed = payment && withNewTerms(draft, payment);
    if (changed) return saveDraft(changed);
  }
  if (sameTerms.includes(error.code)) return saveDraft({ ...draft, step: 'code', error });
  return saveDraft(again(draft, error));
}

/** The same wish at its amount, as a new order. */
function again(draft: Draft, error: WalletError | null): Draft {
  return {
    ...draft,
    step: 'pay',
    payment: null,
    split: null,
    formerTerms: null,
    orderKey: crypto.randomUUID(),
    confirmKey: crypto.randomUUID(),
    error,
  };
}
