/**
 * What is done for each message of the wallet's own pages: a table from kind to handler, and nothing else. The same in the
 * extension's background and in the page for phones, but for what the latter replaces.
 */
import type { Input, MessageKind, Output } from '../messages.ts';
import { markSeen } from '../store/session.ts';
import { clearNotifications, showBadge, tellPages } from './announce.ts';
import { nextPayee } from './command-draft.ts';
import {
  backToAmount,
  changeDraft,
  checkDraft,
  confirmDraft,
  discardDraft,
  orderDraft,
  resolvePayee,
  startFromWallet,
} from './draft.ts';
import { openOrdered } from './draft-open.ts';
import { restartReading } from './events.ts';
import { pageHealth } from './page-health.ts';
import { choosePin, signIn, topUp, walletView } from './session.ts';

export type WalletKind = Extract<MessageKind, `wallet.${string}`>;

export type WalletHandlers = { [K in WalletKind]: (input: Input<K>) => Promise<Output<K>> };

export const walletHandlers: WalletHandlers = {
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
  'wallet.draft_open': ({ paymentId }) => openOrdered(paymentId),
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
