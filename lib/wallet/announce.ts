/** Tells of money that came in: the number on the icon and one system notification per payment. */
import { browser } from 'wxt/browser';
import { centsFromWire, formatCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton } from '../store/database.ts';
import { STORE_CHANGED } from '../store-changed.ts';
import type { ToldMessage } from '../told.ts';
import { wordsEverywhere } from '../words/everywhere/index.ts';
import { walletLanguage } from '../words/language.ts';

/** Above this the badge says "9+": four signs do not fit an icon. */
const BADGE_CAP = 9;

/** Milliseconds in which changes are gathered: a stream that catches up tells of many at once. */
const TELL_TABS_MS = 150;

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
  const words = wordsEverywhere(language);
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

/** Tells the wallet's open pages and X's to ask the store again. Nobody listening is no error. */
export async function tellPages(): Promise<void> {
  await browser.runtime.sendMessage({ kind: STORE_CHANGED }).catch(() => undefined);
  if (willTell) return;
  willTell = true;
  setTimeout(() => void tellTabs(), TELL_TABS_MS);
}

let willTell = false;

/** Which tabs show X is not ours to know without a permission: all are told, those without our script don't hear it. */
async function tellTabs(): Promise<void> {
  willTell = false;
  const message: ToldMessage = { moineau: 1, kind: 'told.store_changed', input: null };
  for (const { id } of await browser.tabs.query({})) {
    if (id !== undefined) void tellTab(id, message);
  }
}

async function tellTab(id: number, message: ToldMessage): Promise<void> {
  try {
    await browser.tabs.sendMessage(id, message, { frameId: 0 });
  } catch {
    // Closed meanwhile, or a page without our script.
  }
}
