/**
 * A payment that was ordered elsewhere, by a post on X, becomes the draft at its code. It orders nothing: what is shown and
 * signed is the API's word of it, asked for at this moment.
 */
import type { Draft } from '../messages.ts';
import type { Payment } from '../protocol/index.ts';
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { emptyDraft, inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { errorOf, WalletFailure, walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

/**
 * @throws WalletFailure `payment_not_awaiting` when there is nothing to confirm any more; the store knows it then, too
 */
export function openOrdered(paymentId: string): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    // How that one ended is not known: the person sees it first.
    if (current?.step === 'sent') return current;
    const outcome = await callAsPerson(api.getPayment, { id: paymentId });
    if (outcome.kind !== 'done') throw new WalletFailure(errorOf(outcome));
    const payment = outcome.value;
    await putPayment(payment);
    if (payment.state !== 'awaiting_confirmation' || !payment.terms) {
      await tellPages();
      throw new WalletFailure(walletError('payment_not_awaiting'));
    }
    return saveDraft(draftOf(payment));
  });
}

function draftOf(payment: Payment): Draft {
  const { id, linked_since, handle, name, x_user_id } = payment.payee;
  const hasWallet = id !== null && linked_since !== null;
  return {
    ...emptyDraft({ handle, name, origin: payment.origin }),
    step: 'code',
    tweetId: payment.tweet_id,
    payee: { x_user_id, handle, name, holder: hasWallet ? { ...payment.payee, id, linked_since } : null },
    amountMinor: payment.amount.amount,
    memo: payment.memo,
    payment,
  };
}
