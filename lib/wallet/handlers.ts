/** What the background does for each message: a table from kind to handler, and nothing else. */
import type { Input, MessageKind, Output } from '../messages.ts';
import { markSeen } from '../store/session.ts';
import { clearNotifications, showBadge } from './announce.ts';
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
import { openWallet } from './open.ts';
import { choosePin, signIn, topUp, walletView } from './session.ts';

/** What a handler may know of who asked. */
export type Asker = { readonly windowId: number | undefined };

export type Handlers = { [K in MessageKind]: (input: Input<K>, asker: Asker) => Promise<Output<K>> };

export const handlers: Handlers = {
  'page.pay_open': async (wish, asker) => {
    await startFromPage(wish);
    await openWallet(asker.windowId);
    return null;
  },
  'wallet.view': walletView,
  'wallet.sign_in': async () => {
    await signIn();
    restartReading();
    await showBadge();
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
  'wallet.seen': async () => {
    await markSeen();
    await clearNotifications();
    await showBadge();
    return null;
  },
};
