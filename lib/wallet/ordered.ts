/**
 * What a draft has ordered: one payment, or a split of several. Ordering, confirming, asking how it ended and cancelling
 * are the same for both from here on. Keys come from the draft: none is made here.
 */
import type { Draft } from '../messages.ts';
import type { PasskeyAssertion, Payment, Split, SplitTerms, Terms } from '../protocol/index.ts';
import type { Outcome } from './api.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

/** One of the two is there. */
export type Ordered = Pick<Draft, 'payment' | 'split'>;

const paymentAlone = (payment: Payment): Ordered => ({ payment, split: null });
const splitAlone = (split: Split): Ordered => ({ payment: null, split });

function mapped<T>(outcome: Outcome<T>, to: (value: T) => Ordered): Outcome<Ordered> {
  return outcome.kind === 'done' ? { kind: 'done', value: to(outcome.value) } : outcome;
}

/** Every payment of it, in the order of its payees. */
export function paymentsOf({ payment, split }: Ordered): readonly Payment[] {
  return split?.payments ?? (payment ? [payment] : []);
}

/** What is signed, while it can be. */
export function termsOf({ payment, split }: Ordered): Terms | SplitTerms | null {
  return split?.terms ?? payment?.terms ?? null;
}

/** Every payee, once all are resolved and those who look like another have been typed; else null. */
function payeesOf({ payee, others, acquaintances, typedHandles }: Draft): readonly string[] | null {
  const all = [payee, ...others.map((other) => other.payee)];
  const ids: string[] = [];
  for (const one of all) {
    if (!one) return null;
    const alike = acquaintances.find(({ xUserId }) => xUserId === one.x_user_id)?.looksLike ?? null;
    if (alike && !typedHandles.includes(one.handle)) return null;
    ids.push(one.x_user_id);
  }
  return ids;
}

/** Orders what the draft says; null where something is still to be chosen or typed. Moves nothing. */
export async function placeOrder(draft: Draft): Promise<Outcome<Ordered> | null> {
  const ids = payeesOf(draft);
  const [first] = ids ?? [];
  if (draft.step !== 'pay' || !ids || first === undefined || draft.amountMinor === null) return null;
  const order = {
    amount: { amount: draft.amountMinor, currency: 'EUR' as const },
    memo: draft.memo,
    visibility: draft.visibility,
    origin: draft.origin,
    tweet_id: draft.tweetId,
  };
  const idempotencyKey = draft.orderKey;
  if (ids.length > 1) {
    const body = { ...order, payee_x_user_ids: [...ids], division: draft.division };
    return mapped(await callAsPerson(api.createSplit, { body, idempotencyKey }), splitAlone);
  }
  const body = { ...order, payee_x_user_id: first };
  return mapped(await callAsPerson(api.createPayment, { body, idempotencyKey }), paymentAlone);
}

/** The code, or a passkey's gesture, as the API takes it. */
export type ProofBody = { readonly pin: string } | { readonly passkey: PasskeyAssertion };

/** What the person, by code or passkey, and the device's key say to the terms. */
export type Confirmation = ProofBody & { readonly signature: string; readonly use_counter: number };

/** Confirms it: this moves the money. Null where there is nothing to confirm. */
export async function confirmOrdered(
  { payment, split, confirmKey }: Draft,
  confirmation: Confirmation,
): Promise<Outcome<Ordered> | null> {
  const idempotencyKey = confirmKey;
  if (split) {
    const request = { id: split.id, body: confirmation, idempotencyKey };
    return mapped(await callAsPerson(api.confirmSplit, request), splitAlone);
  }
  if (!payment?.terms) return null;
  const body = { ...confirmation, version: payment.terms.version };
  return mapped(
    await callAsPerson(api.confirmPayment, { id: payment.id, body, idempotencyKey }),
    paymentAlone,
  );
}

/** How it stands by the API's word; null where nothing was ordered. */
export async function askFor({ payment, split }: Ordered): Promise<Outcome<Ordered> | null> {
  const id = split?.id ?? payment?.id;
  return id === undefined ? null : askForId(id);
}

/** A payment's id, or a split's. */
export async function askForId(id: string): Promise<Outcome<Ordered>> {
  if (id.startsWith('spl_')) return mapped(await callAsPerson(api.getSplit, { id }), splitAlone);
  return mapped(await callAsPerson(api.getPayment, { id }), paymentAlone);
}

/** Best effort: what can't be cancelled now expires in ten minutes, and moves nothing either way. */
export async function cancelOrdered({ payment, split }: Ordered): Promise<void> {
  const idempotencyKey = crypto.randomUUID();
  const cancelled = split
    ? callAsPerson(api.cancelSplit, { id: split.id, idempotencyKey })
    : payment && callAsPerson(api.cancelPayment, { id: payment.id, idempotencyKey });
  await cancelled?.catch(() => undefined);
}
