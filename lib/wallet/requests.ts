/** Asking others for money, and answering who asks. A request moves nothing: accepting leads to the code. */
import type { Asked, Asking, Draft, RequestsView } from '../messages.ts';
import { tellPages } from './announce.ts';
import { draftOrdered } from './draft-ordered.ts';
import { inTurn, loadDraft } from './draft-store.ts';
import { errorOf, WalletFailure, walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { doneOf, withKeptKey } from './kept-key.ts';
import { callAsPerson } from './session.ts';

const PAGE = 30;

/** A page of those made and received, newest first. */
export async function requestsView(cursor: string | null): Promise<RequestsView> {
  const page = doneOf(
    await callAsPerson(api.listRequests, { limit: PAGE, ...(cursor === null ? {} : { cursor }) }),
  );
  return { items: page.items, nextCursor: page.next_cursor };
}

/** Asks each for his amount. One who can't be asked stops none of the others. */
export async function askAll({ asks, memo }: Asking): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { handle, amountMinor } of asks) {
    asked.push({ handle, error: await ask(handle, amountMinor, memo) });
  }
  await tellPages();
  return asked;
}

async function ask(handle: string, amountMinor: string, memo: string | null): Promise<Asked['error']> {
  const found = await callAsPerson(api.resolvePayee, { body: { handle } });
  if (found.kind !== 'done') return errorOf(found);
  const body = {
    payer_x_user_id: found.value.x_user_id,
    amount: { amount: amountMinor, currency: 'EUR' as const },
    memo,
  };
  const outcome = await withKeptKey(`ask.${JSON.stringify(body)}`, (idempotencyKey) =>
    callAsPerson(api.createRequest, { body, idempotencyKey }),
  );
  return outcome.kind === 'done' ? null : errorOf(outcome, 'outcome_unknown');
}

/** The payment that was asked for becomes the draft, at its code. */
export function acceptRequest(id: string): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    // How that one ended is not known: the person sees it first.
    if (current?.step === 'sent') return current;
    const outcome = await withKeptKey(`accept.${id}`, (idempotencyKey) =>
      callAsPerson(api.acceptRequest, { id, idempotencyKey }),
    );
    const draft = await draftOrdered({ payment: doneOf(outcome), split: null });
    if (!draft) throw new WalletFailure(walletError('request_not_open'));
    return draft;
  });
}

/** Says no, or takes back what one has asked oneself. */
export async function endRequest(id: string, act: 'decline' | 'cancel'): Promise<null> {
  const operation = act === 'decline' ? api.declineRequest : api.cancelRequest;
  doneOf(
    await withKeptKey(`${act}.${id}`, (idempotencyKey) => callAsPerson(operation, { id, idempotencyKey })),
  );
  await tellPages();
  return null;
}

/** Sees no more requests of this person, or sees them again. He is not told. */
export async function block(id: string, isBlocked: boolean): Promise<null> {
  doneOf(await callAsPerson(isBlocked ? api.blockPerson : api.unblockPerson, { id }));
  await tellPages();
  return null;
}
