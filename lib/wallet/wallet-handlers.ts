/**
 * What is done for each message of the wallet's own pages: a table from kind to handler, and nothing else. The same in the
 * extension's background and in the page for phones, but for what the latter replaces.
 */
import type { Input, MessageKind, Output, onXMessages } from '../messages.ts';
import { putSingleton } from '../store/database.ts';
import { changeAlerts, keepPhrase, markSeen } from '../store/session.ts';
import { clearNotifications, preferences, showBadge, tellNews, tellPages } from './announce.ts';
import { backToAmount, changeDraft, checkDraft, confirmDraft, discardDraft, orderDraft } from './draft.ts';
import { openOrdered } from './draft-open.ts';
import { handleTyped, leaveOut, resolvePayee, startFromWallet } from './draft-payees.ts';
import { restartReading } from './events.ts';
import { fetchExport } from './export.ts';
import { cancelPayment, freshPayment, heldView, refund, takeHeld, waiting } from './held.ts';
import { changeLimits, freeze, leave, limits, unfreeze } from './own-wallet.ts';
import { pageHealth } from './page-health.ts';
import { personView } from './person.ts';
import { acceptRequest, askAll, block, endRequest, requestsView } from './requests.ts';
import * as security from './security.ts';
import { choosePin, requireSession, signIn, signInAgain, topUp, walletView } from './session.ts';
import { thank } from './thanks.ts';

export type WalletKind = Extract<MessageKind, `wallet.${string}`>;

export type WalletHandlers = { [K in WalletKind]: (input: Input<K>) => Promise<Output<K>> };

/** About X: the page for phones loads these with their screens, and not before. */
export type OnXKind = keyof typeof onXMessages;

export const walletHandlers: Omit<WalletHandlers, OnXKind> = {
  'wallet.view': walletView,
  'wallet.sign_in': async () => {
    await signIn();
    await security.learnPasskeys((await requireSession()).accessToken);
    restartReading();
    await showBadge();
    await tellPages();
    return walletView();
  },
  'wallet.choose_pin': async ({ pin }) => {
    await choosePin(pin);
    return walletView();
  },
  'wallet.unlock': async ({ proof }) => {
    await security.unlock(proof);
    return walletView();
  },
  'wallet.present': async () => {
    await security.keepSession();
    return null;
  },
  'wallet.devices': security.devices,
  'wallet.device_rename': ({ id, name }) => security.renameDevice(id, name),
  'wallet.device_revoke': ({ id }) => security.revokeDevice(id),
  'wallet.sign_out': async ({ everywhere }) => {
    await security.signOut(everywhere);
    await showBadge();
    await tellPages();
    return walletView();
  },
  'wallet.change_pin': async ({ proof, newPin }) => {
    await security.changePin(proof, newPin);
    return walletView();
  },
  'wallet.prove_with_x': async () => {
    await signInAgain();
    restartReading();
    return walletView();
  },
  'wallet.reset_pin': async ({ newPin }) => {
    await security.resetPin(newPin);
    return walletView();
  },
  'wallet.passkeys': security.passkeys,
  'wallet.gesture': ({ aim }) => security.beginGesture(aim),
  'wallet.passkey_add': security.addPasskey,
  'wallet.passkey_remove': ({ id }) => security.removePasskey(id),
  'wallet.phrase': async ({ phrase }) => {
    await keepPhrase(phrase);
    return walletView();
  },
  'wallet.top_up': async ({ amountMinor, paymentMethod }) => {
    await topUp(amountMinor, paymentMethod);
    return walletView();
  },
  'wallet.draft_start': ({ handles }) => startFromWallet(handles),
  'wallet.draft_resolve': resolvePayee,
  'wallet.draft_change': changeDraft,
  'wallet.draft_leave_out': ({ handle }) => leaveOut(handle),
  'wallet.draft_handle_typed': ({ handle }) => handleTyped(handle),
  'wallet.draft_order': orderDraft,
  'wallet.draft_back': backToAmount,
  'wallet.draft_confirm': ({ pin }) => confirmDraft({ pin }),
  'wallet.draft_confirm_passkey': confirmDraft,
  'wallet.draft_check': checkDraft,
  'wallet.draft_open': ({ paymentId }) => openOrdered(paymentId),
  'wallet.draft_discard': async () => {
    await discardDraft();
    return null;
  },
  'wallet.waiting': waiting,
  'wallet.requests': ({ cursor }) => requestsView(cursor),
  'wallet.ask': askAll,
  'wallet.request_accept': ({ id }) => acceptRequest(id),
  'wallet.request_end': ({ id, act }) => endRequest(id, act),
  'wallet.block': ({ id, isBlocked }) => block(id, isBlocked),
  'wallet.held': heldView,
  'wallet.held_take': ({ id, act }) => takeHeld(id, act),
  'wallet.payment': ({ id }) => freshPayment(id),
  'wallet.payment_cancel': ({ id }) => cancelPayment(id),
  'wallet.refund': ({ id, amountMinor }) => refund(id, amountMinor),
  'wallet.person': ({ handle }) => personView(handle),
  'wallet.limits': limits,
  'wallet.limits_change': changeLimits,
  'wallet.freeze': freeze,
  'wallet.unfreeze': ({ pin }) => unfreeze(pin),
  'wallet.leave': ({ pin }) => leave(pin),
  'wallet.page_health': pageHealth,
  'wallet.preferences': preferences,
  'wallet.preferences_change': async (wanted) => {
    await putSingleton('preferences', wanted);
    await tellNews();
    return wanted;
  },
  'wallet.thank': async ({ paymentId }) => {
    await thank(paymentId);
    return null;
  },
  'wallet.export': async (wanted) => {
    await fetchExport(wanted);
    return null;
  },
  'wallet.alerts_own': async ({ seq: last }) => {
    await changeAlerts((alerts) => alerts.filter(({ seq }) => seq > last));
    await tellPages();
    return null;
  },
  'wallet.seen': async () => {
    await markSeen();
    await clearNotifications();
    await showBadge();
    return null;
  },
};
