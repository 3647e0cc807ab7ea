/** Tells of money that came in: the number on the icon and one system notification per payment. */
import { platform } from '#platform';
import { centsFromWire, formatCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { wordsEverywhere } from '../words/everywhere/index.ts';

/** Shows how many incoming payments were not looked at yet. From the store alone, so any start can call it. */
export async function showBadge(): Promise<void> {
  const { unseen } = (await getSingleton('sync')) ?? { unseen: 0 };
  await platform.showUnseen(unseen);
}

/** One notification for one payment; the same payment again replaces it. */
export async function notifyIncoming(payment: Payment): Promise<void> {
  const language = platform.language();
  const words = wordsEverywhere(language);
  const amount = formatCents(centsFromWire(payment.amount.amount), language);
  await platform.notify({
    id: payment.id,
    title: words.notification.received(payment.payer.name, amount),
    text: payment.memo ?? words.notification.noMemo,
  });
}

/** The payments have been looked at: their notifications go. */
export const clearNotifications = platform.clearNotifications;

/** Tells every open page of ours to ask the store again. Nobody listening is no error. */
export const tellPages = platform.tellPages;
