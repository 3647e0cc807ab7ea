/**
 * Who is paid: from a wish on X's page, or handles typed in the wallet, to X's numeric ids. Each step is kept. The page's
 * own word for a name is never taken for true; what this device's history says of a payee stands beside him.
 */
import type { ButtonWish, Draft } from '../messages.ts';
import type { Payee } from '../protocol/index.ts';
import { MOST_PAYEES } from '../protocol/most-payees.ts';
import { acquaintanceWith } from './acquaintance.ts';
import { mayAskForCode } from './command-typed.ts';
import { order } from './draft.ts';
import { emptyDraft, inTurn, loadDraft, requireDraft, saveDraft } from './draft-store.ts';
import { errorOf, walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { callAsPerson } from './session.ts';

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

/** Handles typed in the wallet become the draft; the same handle twice counts once. */
export function startFromWallet(handles: readonly string[]): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    if (current?.step === 'sent') return current;
    const lower = handles.map((handle) => handle.toLowerCase());
    const [first = '', ...rest] = handles.filter((_, place) => lower.indexOf(lower[place] ?? '') === place);
    const draft = emptyDraft({ handle: first, name: first, origin: 'popup' });
    return saveDraft({ ...draft, others: rest.map((handle) => ({ handle, payee: null })) });
  });
}

/**
 * Asks the API who bears each handle, and this device's history what it knows of him. The page's numeric id, where it
 * told one, must be the same. The first that can't be found stops it there.
 */
export function resolvePayee(): Promise<Draft> {
  return inTurn(async () => {
    let draft = await requireDraft();
    if (draft.step !== 'pay' || isResolved(draft)) return draft;
    for (const handle of [draft.handle, ...draft.others.map((other) => other.handle)]) {
      if (payeeOf(draft, handle)) continue;
      const outcome = await callAsPerson(api.resolvePayee, { body: { handle } });
      if (outcome.kind !== 'done') return saveDraft({ ...draft, error: errorOf(outcome) });
      const payee = outcome.value;
      if (handle === draft.handle && draft.pageXUserId !== null && draft.pageXUserId !== payee.x_user_id) {
        return saveDraft({ ...draft, error: walletError('payee_mismatch') });
      }
      draft = await saveDraft(await withPayee(draft, handle, payee));
    }
    return mayAskForCode(draft) ? order(draft) : draft;
  });
}

function isResolved({ payee, others }: Draft): boolean {
  return payee !== null && others.every((other) => other.payee !== null);
}

function payeeOf(draft: Draft, handle: string): Payee | null {
  if (handle === draft.handle) return draft.payee;
  return draft.others.find((other) => other.handle === handle)?.payee ?? null;
}

async function withPayee(draft: Draft, handle: string, payee: Payee): Promise<Draft> {
  const acquaintances = [...draft.acquaintances, await acquaintanceWith(payee)];
  if (handle === draft.handle) return { ...draft, payee, name: payee.name, acquaintances, error: null };
  const others = draft.others.map((other) => (other.handle === handle ? { handle, payee } : other));
  return { ...draft, others, acquaintances, error: null };
}

/** One payee less, as long as one is left. */
export function leaveOut(handle: string): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'pay' || draft.others.length === 0) return draft;
    const id = payeeOf(draft, handle)?.x_user_id;
    const acquaintances = draft.acquaintances.filter(({ xUserId }) => xUserId !== id);
    const less = { ...draft, acquaintances, orderKey: crypto.randomUUID(), error: null };
    const [next, ...rest] = draft.others;
    if (handle === draft.handle && next) {
      const first = { handle: next.handle, name: next.payee?.name ?? next.handle, payee: next.payee };
      return saveDraft({ ...less, ...first, pageXUserId: null, others: rest });
    }
    return saveDraft({ ...less, others: draft.others.filter((other) => other.handle !== handle) });
  });
}

/** A payee who looks like another: the person has typed his handle, and so has looked at it (T09). */
export function handleTyped(handle: string): Promise<Draft> {
  return inTurn(async () => {
    const draft = await requireDraft();
    if (draft.step !== 'pay' || draft.typedHandles.includes(handle)) return draft;
    return saveDraft({ ...draft, typedHandles: [...draft.typedHandles, handle].slice(-MOST_PAYEES) });
  });
}
