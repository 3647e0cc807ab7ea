/** The draft where the platform keeps such things: survives the popup and the worker. Never with a code. */
import { platform } from '#platform';
import type { Draft } from '../messages.ts';
import { noNotes } from '../notes.ts';
import type { PaymentOrigin } from '../protocol/index.ts';
import { WalletFailure, walletError } from './failure.ts';
import { isDraft } from './generated/checks.ts';

const KEY = 'draft';

/** Steps are taken one after the other, whichever page asked: two clicks are one after the other, too. */
export function inTurn<T>(step: () => Promise<T>): Promise<T> {
  return navigator.locks.request('moineau.draft', step) as Promise<T>;
}

/** A new draft: nothing asked, nothing ordered, keys of its own. */
export function emptyDraft(start: { handle: string; name: string; origin: PaymentOrigin }): Draft {
  return {
    id: crypto.randomUUID(),
    step: 'pay',
    origin: start.origin,
    handle: start.handle,
    name: start.name,
    tweetId: null,
    excerpt: '',
    pageXUserId: null,
    notes: noNotes,
    payee: null,
    others: [],
    division: 'each',
    acquaintances: [],
    typedHandles: [],
    amountMinor: null,
    memo: null,
    visibility: 'private',
    orderKey: crypto.randomUUID(),
    confirmKey: crypto.randomUUID(),
    payment: null,
    split: null,
    formerTerms: null,
    error: null,
    command: null,
  };
}

/** The draft, or null. One that an older version wrote and this one can't read is gone: it moved nothing. */
export async function loadDraft(): Promise<Draft | null> {
  const draft = await platform.kept.get(KEY);
  return isDraft(draft) ? draft : null;
}

/** @throws WalletFailure `refused_message` when there is none: another page has ended it */
export async function requireDraft(): Promise<Draft> {
  const draft = await loadDraft();
  if (!draft) throw new WalletFailure(walletError('refused_message'));
  return draft;
}

/** Keeps the draft before anything is done with it. */
export async function saveDraft(draft: Draft): Promise<Draft> {
  await platform.kept.set(KEY, draft);
  return draft;
}

export async function removeDraft(): Promise<void> {
  await platform.kept.remove(KEY);
}
