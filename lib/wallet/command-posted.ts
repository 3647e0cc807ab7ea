/**
 * A click on the strip of a posted command: the wallet opens at the code of what was ordered, or on a draft of what was
 * not. The text is read here, again and alone. It orders nothing by itself: whoever clicked sees payee and amount first.
 */
import type { Input, PostedCommand } from '../messages.ts';
import { centsToWire } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { listPayments, paymentsOfTweets, putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { emptyDraft, inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { isMemo } from './generated/checks.ts';
import * as api from './generated/operations.ts';
import { isWaiting, type Open, openOf, ownHandle, withAuthor, withUnnamed } from './known.ts';
import { callAsPerson } from './session.ts';

/** Payments looked through for one of the composer that does not name its post. */
const RECENT = 50;
const EXCERPT = 200;

/** Puts what the command waits for into the draft; what waits for nothing leaves the draft as it is. */
export async function draftPosted(click: Input<'page.command_open'>): Promise<void> {
  const { tweetId, viewer } = click;
  const author = await ownHandle(viewer);
  if (author === null || click.command?.tweetId !== tweetId) return;
  const command = withAuthor(click.command, author);
  await inTurn(async () => {
    const current = await loadDraft();
    // How that one ended is not known: the person sees it first.
    if (current?.step === 'sent') return;
    const named = (await paymentsOfTweets([tweetId])).get(tweetId) ?? [];
    const payments = withUnnamed(command, named, await listPayments({ limit: RECENT }));
    const now_ms = Date.now();
    const waiting = payments.find((payment) => isWaiting(payment, now_ms));
    if (waiting && (await draftOrdered(waiting, command))) return;
    const open = openOf(command, payments, now_ms);
    if (open) await draftOpen(open, command);
  });
}

/** @returns whether it still waits for the code: the API's word, with the terms that are to be signed. */
async function draftOrdered(waiting: Payment, command: PostedCommand): Promise<boolean> {
  const outcome = await callAsPerson(api.getPayment, { id: waiting.id });
  if (outcome.kind !== 'done') return false;
  const payment = outcome.value;
  if (payment.state !== 'awaiting_confirmation' || !payment.terms) {
    await putPayment(payment);
    await tellPages();
    return false;
  }
  const { id, linked_since, handle, name, x_user_id } = payment.payee;
  const hasWallet = id !== null && linked_since !== null;
  await saveDraft({
    ...emptyDraft({ handle, name, origin: payment.origin }),
    step: 'code',
    tweetId: command.tweetId,
    excerpt: command.text.slice(0, EXCERPT),
    payee: { x_user_id, handle, name, holder: hasWallet ? { ...payment.payee, id, linked_since } : null },
    amountMinor: payment.amount.amount,
    memo: payment.memo,
    payment,
  });
  return true;
}

async function draftOpen({ payees, amount, memo }: Open, command: PostedCommand): Promise<void> {
  const [handle, ...rest] = payees;
  if (handle === undefined) return;
  await saveDraft({
    ...emptyDraft({ handle, name: handle, origin: 'command_tweet' }),
    tweetId: command.tweetId,
    excerpt: command.text.slice(0, EXCERPT),
    amountMinor: centsToWire(amount),
    memo: isMemo(memo) ? memo : null,
    command: { wish: crypto.randomUUID(), tabId: null, rest },
  });
}
