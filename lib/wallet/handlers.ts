/** What the background does for each message: a table from kind to handler, and nothing else. */
import type { Input, MessageKind, Output } from '../messages.ts';
import { getSingleton } from '../store/database.ts';
import { markSeen } from '../store/session.ts';
import { clearNotifications, showBadge, tellPages } from './announce.ts';
import { nextPayee, startFromCommand } from './command-draft.ts';
import { draftPosted } from './command-posted.ts';
import { viewCommand } from './command-view.ts';
import {
  backToAmount,
  changeDraft,
  checkDraft,
  confirmDraft,
  discardDraft,
  orderDraft,
  resolvePayee,
  startFromPage,
  startFromWallet,
} from './draft.ts';
import { restartReading } from './events.ts';
import { injectScript } from './inject.ts';
import { knownOf } from './known.ts';
import { openWallet } from './open.ts';
import { keepHealth, pageHealth } from './page-health.ts';
import { choosePin, signIn, topUp, walletView } from './session.ts';

/** What a handler may know of who asked. */
export type Asker = { readonly windowId: number | undefined; readonly tabId: number | undefined };

export type Handlers = { [K in MessageKind]: (input: Input<K>, asker: Asker) => Promise<Output<K>> };

export const handlers: Handlers = {
  'page.pay_open': async (wish, asker) => {
    if ('wish' in wish) await startFromCommand(wish, asker.tabId ?? null);
    else await startFromPage(wish);
    await openWallet(asker.windowId);
    return null;
  },
  'page.known': knownOf,
  'page.command_open': async (click, asker) => {
    await draftPosted(click);
    await openWallet(asker.windowId);
    return null;
  },
  'page.read_command': async (draft) => viewCommand(draft),
  'page.need': async ({ script }, asker) => {
    // Without a wallet there is nothing of one's own to show.
    if (script === 'marks' && !(await getSingleton('session'))) return false;
    return injectScript(script, asker.tabId);
  },
  'page.health': async (report) => {
    await keepHealth(report);
    return null;
  },
  'wallet.view': walletView,
  'wallet.sign_in': async () => {
    await signIn();
    restartReading();
    await showBadge();
    await tellPages();
    return walletView();
  },
  'wallet.choose_pin': async ({ pin }) => {
    await choosePin(pin);
    return walletView();
  },
  'wallet.top_up': async ({ amountMinor, paymentMethod }) => {
    await topUp(amountMinor, paymentMethod);
    return walletView();
  },
  'wallet.draft_start': ({ handle }) => startFromWallet(handle),
  'wallet.draft_resolve': resolvePayee,
  'wallet.draft_change': changeDraft,
  'wallet.draft_order': orderDraft,
  'wallet.draft_back': backToAmount,
  'wallet.draft_confirm': ({ pin }) => confirmDraft(pin),
  'wallet.draft_check': checkDraft,
  'wallet.draft_discard': async () => {
    await discardDraft();
    return null;
  },
  'wallet.draft_next': nextPayee,
  'wallet.page_health': pageHealth,
  'wallet.seen': async () => {
    await markSeen();
    await clearNotifications();
    await showBadge();
    return null;
  },
};
