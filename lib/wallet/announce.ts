/**
 * Tells of what came in: the number on the icon and system notifications, as the person wants them. What is to be told stands
 * in the store until it was: a worker that is stopped in between tells it at its next start.
 */
import { platform } from '#platform';
import type { Preferences } from '../messages.ts';
import { centsFromWire, formatCents } from '../money.ts';
import type { Payment } from '../protocol/index.ts';
import { getSingleton, type Untold } from '../store/database.ts';
import { paymentsOf } from '../store/history.ts';
import { changeAlerts, markTold } from '../store/session.ts';
import { wordsEverywhere } from '../words/everywhere/index.ts';

/** More unseen payments than these are one notification: nobody wants to wipe away ten. */
const MOST_SINGLE = 3;

/** The one notification for many: the next one takes its place. */
const SEVERAL = 'moineau.several';

/** How the ids of notifications begin that tell of what was done to the wallet elsewhere. */
export const ALERT = 'moineau.security.';

/** As long as the person has not said otherwise. */
export const usualPreferences: Preferences = { notify: true, hideAmounts: false, quiet: null };

export async function preferences(): Promise<Preferences> {
  return (await getSingleton('preferences')) ?? usualPreferences;
}

/**
 * Shows how many incoming payments were not looked at yet, and texts on X that ordered nothing. From the store alone, so any
 * start can call it.
 */
export async function showBadge(): Promise<void> {
  const sync = await getSingleton('sync');
  await platform.showUnseen((sync?.unseen ?? 0) + (sync?.refused?.length ?? 0));
}

/** Whether the person wants quiet at this time of day, his own. The hours may go over midnight. */
export function isQuiet({ quiet }: Preferences, now: Date): boolean {
  if (!quiet || quiet.from === quiet.until) return false;
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`;
  const after = time >= quiet.from;
  const before = time < quiet.until;
  return quiet.from < quiet.until ? after && before : after || before;
}

let telling = Promise.resolve();

/** Tells what has not been told yet, unless it is quiet now: then at the first call afterwards. One at a time. */
export function tellNews(now = new Date()): Promise<void> {
  telling = telling
    .then(() => tellAll(now))
    .catch((error: unknown) => console.error('moineau: not told', error));
  return telling;
}

async function tellAll(now: Date): Promise<void> {
  await tellAlerts();
  const sync = await getSingleton('sync');
  if (!sync || sync.untold.length === 0) return;
  const wanted = await preferences();
  if (wanted.notify && isQuiet(wanted, now)) return;
  if (wanted.notify) await tell(sync.untold, sync.unseen, wanted);
  await markTold(sync.untold);
}

/** At any hour, and whatever else he wants to hear: it may be a thief. */
async function tellAlerts(): Promise<void> {
  const untold = ((await getSingleton('alerts')) ?? []).filter(({ isTold }) => !isTold);
  if (untold.length === 0) return;
  const words = wordsEverywhere(platform.language()).alerts;
  for (const { seq, what, device } of untold) {
    const text = device === null ? words.notYou : `${device}. ${words.notYou}`;
    await platform.notify({ id: ALERT + seq, title: words.what[what], text });
  }
  const last = untold.at(-1)?.seq ?? 0;
  await changeAlerts((alerts) =>
    alerts.map((alert) => (alert.seq > last ? alert : { ...alert, isTold: true })),
  );
}

async function tell(untold: readonly Untold[], unseen: number, wanted: Preferences): Promise<void> {
  const words = wordsEverywhere(platform.language()).notification;
  if (untold.length > MOST_SINGLE || unseen > MOST_SINGLE) {
    await platform.clearNotifications();
    const title = words.several(Math.max(unseen, untold.length));
    return platform.notify({ id: SEVERAL, title, text: words.seeHistory });
  }
  const payments = await paymentsOf(untold.map(({ paymentId }) => paymentId));
  for (const payment of payments) {
    const what = untold.find(({ paymentId }) => paymentId === payment.id)?.what ?? 'received';
    await platform.notify(noteOf(payment, what, wanted));
  }
}

/** The same payment again replaces its notification. */
function noteOf(payment: Payment, what: Untold['what'], { hideAmounts }: Preferences) {
  const language = platform.language();
  const words = wordsEverywhere(language).notification;
  const amount = hideAmounts ? null : formatCents(centsFromWire(payment.amount.amount), language);
  if (what === 'thanked') {
    return {
      id: `${payment.id}.thanks`,
      title: words.thanked(payment.payee.name, amount),
      text: words.thankedFor,
    };
  }
  return {
    id: payment.id,
    title: words.received(payment.payer.name, amount),
    // A memo may name what the amount does not.
    text: (hideAmounts ? null : payment.memo) ?? words.noMemo,
    ...(payment.thanked_at === null ? { button: words.thank } : {}),
  };
}

/** The payments have been looked at: their notifications go. */
export const clearNotifications = platform.clearNotifications;

/** Tells every open page of ours to ask the store again. Nobody listening is no error. */
export const tellPages = platform.tellPages;
