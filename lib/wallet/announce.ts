/** Tells of money that came in: the number on the icon and one system notification per payment. */
import { browser } from 'wxt/browser';
import { centsFromWire, formatCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { STORE_CHANGED } from '../store-changed.ts';
import { walletLanguage, wordsOf } from '../words/index.ts';

/** Above this the badge says "9+": four signs do not fit an icon. */
const BADGE_CAP = 9;

/** Shows how many incoming payments were not looked at yet. From the store alone, so any start can call it. */
export async function showBadge(): Promise<void> {
  const { unseen } = (await getSingleton('sync')) ?? { unseen: 0 };
  const text = unseen === 0 ? '' : unseen > BADGE_CAP ? `${BADGE_CAP}+` : String(unseen);
  await browser.action.setBadgeBackgroundColor({ color: '#0E8A6B' });
  await browser.action.setBadgeText({ text });
}

/** One notification for one payment; the same payment again replaces it. */
export async function notifyIncoming(payment: Payment): Promise<void> {
  // The language that the browser chose for our name is the one in which we speak.
  const language = walletLanguage(browser.i18n.getMessage('language') || browser.i18n.getUILanguage());
  const words = wordsOf(language);
  const amount = formatCents(centsFromWire(payment.amount.amount), language);
  await browser.notifications.create(payment.id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: words.notification.received(payment.payer.name, amount),
    message: payment.memo ?? words.notification.noMemo,
  });
}

/** The payments have been looked at: their notifications go. */
export async function clearNotifications(): Promise<void> {
  const shown = await browser.notifications.getAll();
  for (const id of Object.keys(shown)) await browser.notifications.clear(id);
}

/** Tells the wallet's open pages to read the store again. Nobody listening is no error. */
export async function tellPages(): Promise<void> {
  await browser.runtime.sendMessage({ kind: STORE_CHANGED }).catch(() => undefined);
}
