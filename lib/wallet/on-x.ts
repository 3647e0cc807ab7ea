/**
 * What the wallet does about X: chooses and tells who is told of a payment, invites. All of it is the API's word; nothing
 * here speaks to X.
 */
import type { Disclosure, Invitation, Visibility } from '../protocol/index.ts';
import { putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { inTurn, loadDraft, saveDraft } from './draft-store.ts';
import * as api from './generated/operations.ts';
import { doneOf } from './kept-key.ts';
import { callAsPerson } from './session.ts';

export async function invitation(id: string): Promise<Invitation> {
  return doneOf(await callAsPerson(api.getInvitation, { id }));
}

export async function beQuietOnX(): Promise<true> {
  doneOf(await callAsPerson(api.refuseInvitations, {}));
  return true;
}

/** Chooses who sees it; the draft that shows it says so, too. */
export function chooseVisibility(id: string, visibility: Visibility): Promise<true> {
  return inTurn<true>(async () => {
    const chosen = doneOf(await callAsPerson(api.chooseVisibility, { id, body: { visibility } }));
    await putPayment(chosen);
    const draft = await loadDraft();
    // Whoever goes back to the amount has chosen it for the next order, too.
    if (draft?.payment?.id === id) await saveDraft({ ...draft, visibility, payment: chosen });
    else if (draft?.split?.payments.some((payment) => payment.id === id)) {
      const payments = draft.split.payments.map((payment) => ({ ...payment, visibility }));
      await saveDraft({ ...draft, visibility, split: { ...draft.split, payments } });
    }
    await tellPages();
    return true;
  });
}

export async function disclosure(id: string): Promise<Disclosure> {
  return doneOf(await callAsPerson(api.getDisclosure, { id }));
}

export async function removeDisclosure(id: string): Promise<Disclosure> {
  const removed = doneOf(await callAsPerson(api.removeDisclosure, { id }));
  await tellPages();
  return removed;
}
