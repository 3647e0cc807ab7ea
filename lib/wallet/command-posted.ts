/**
 * A click on the strip of a posted command: the wallet opens at the code of what was ordered, or on a draft of what was
 * not. The text is read here, again and alone. It orders nothing by itself: whoever clicked sees payee and amount first.
 */
import type { Input, PostedCommand } from '../messages.ts';
import { centsToWire } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { listPayments, paymentsOfTweets, putPayment } from '../store/payments.ts';
import { tellPages } from './announce.ts';
import { draftOrdered } from './draft-ordered.ts';
import { emptyDraft, inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { isMemo } from './generated/checks.ts';
import { isWaiting, type Open, openOf, ownHandle, withAuthor, withUnnamed } from './known.ts';
import { askForId, paymentsOf, termsOf } from './ordered.ts';

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
    if (waiting && (await draftWaiting(waiting, command))) return;
    const open = openOf(command, payments, now_ms);
    if (open) await draftOpen(open, command);
  });
}

/** @returns whether it still waits for the code: the API's word, with the terms that are to be signed. */
async function draftWaiting(waiting: Payment, command: PostedCommand): Promise<boolean> {
  const outcome = await askForId(waiting.split_id ?? waiting.id);
  if (outcome.kind !== 'done') return false;
  if (termsOf(outcome.value)) {
    await draftOrdered(outcome.value, {
      tweetId: command.tweetId,
      excerpt: command.text.slice(0, EXCERPT),
    });
    return true;
  }
  for (const payment of paymentsOf(outcome.value)) await putPayment(payment);
  await tellPages();
  return false;
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
    others: rest.map((payee) => ({ handle: payee, payee: null })),
    command: { wish: crypto.randomUUID(), tabId: null },
  });
}
