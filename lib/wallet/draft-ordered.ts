/** The draft of what was ordered elsewhere and waits for the code: a command posted on X, a request that was accepted. */
import type { Draft, OtherPayee } from '../messages.ts';
import type { Party, Payee } from '../protocol/index.ts';
import { acquaintanceWith } from './acquaintance.ts';
import { emptyDraft, saveDraft } from './draft-store.ts';
import { type Ordered, paymentsOf } from './ordered.ts';

function payeeOf(party: Party): Payee {
  const { id, linked_since, handle, name, x_user_id } = party;
  const hasWallet = id !== null && linked_since !== null;
  return { x_user_id, handle, name, holder: hasWallet ? { ...party, id, linked_since } : null };
}

/** At the code, with the API's own terms; null where nothing was ordered. In the turn of its caller. */
export async function draftOrdered(ordered: Ordered, more: Partial<Draft> = {}): Promise<Draft | null> {
  const payments = paymentsOf(ordered);
  const [first] = payments;
  if (!first) return null;
  const [payee, ...rest] = payments.map((payment) => payeeOf(payment.payee));
  if (!payee) return null;
  const others: OtherPayee[] = rest.map((other) => ({ handle: other.handle, payee: other }));
  return saveDraft({
    ...emptyDraft({ handle: payee.handle, name: payee.name, origin: first.origin }),
    step: 'code',
    tweetId: first.tweet_id,
    payee,
    others,
    acquaintances: await Promise.all([payee, ...rest].map(acquaintanceWith)),
    amountMinor: first.amount.amount,
    memo: first.memo,
    visibility: first.visibility,
    ...ordered,
    ...more,
  });
}
