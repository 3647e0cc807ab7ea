/**
 * A payment that was ordered elsewhere, by a post on X, becomes the draft at its code. It orders nothing: what is shown and
 * signed is the API's word of it, asked for at this moment.
 */
import type { Draft } from '../messages.ts';
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { draftOrdered } from './draft-ordered.ts';
import { inTurn, loadDraft } from './draft-store.ts';
import { WalletFailure, walletError } from './failure.ts';
import { doneOf } from './kept-key.ts';
import { askForId, type Ordered, paymentsOf, termsOf } from './ordered.ts';

/**
 * @throws WalletFailure `payment_not_awaiting` when there is nothing to confirm any more; the store knows it then, too
 */
export function openOrdered(paymentId: string): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    // How that one ended is not known: the person sees it first.
    if (current?.step === 'sent') return current;
    const found = await ordered(paymentId);
    for (const payment of paymentsOf(found)) await putPayment(payment);
    const draft = termsOf(found) ? await draftOrdered(found) : null;
    if (draft) return draft;
    await tellPages();
    throw new WalletFailure(walletError('payment_not_awaiting'));
  });
}

/** What is confirmed with that payment: itself, or the split that it is a part of. */
async function ordered(paymentId: string): Promise<Ordered> {
  const found = doneOf(await askForId(paymentId));
  const splitId = found.payment?.split_id ?? null;
  return splitId === null ? found : doneOf(await askForId(splitId));
}
