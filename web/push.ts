/** Web Push for this phone: the person's wish, the browser's subscription, and what the API knows of it, kept the same. */
import type { PushState } from '../components/services.ts';
import { preferences } from '../lib/wallet/announce.ts';
import * as api from '../lib/wallet/generated/operations.ts';
import { callAsPerson } from '../lib/wallet/session.ts';
import { HOME_PATH } from './addresses.ts';

async function manager(): Promise<PushManager | null> {
  // Safari has it once the page is on the Home screen.
  if (!('PushManager' in window) || !('Notification' in window)) return null;
  return (await navigator.serviceWorker?.getRegistration(HOME_PATH))?.pushManager ?? null;
}

/** `off` only where it could be turned on. */
export async function pushState(): Promise<PushState> {
  const push = await manager();
  if (!push) return 'unavailable';
  if (Notification.permission === 'denied') return 'denied';
  const settings = await callAsPerson(api.pushSettings, {});
  if (settings.kind !== 'done' || settings.value.public_key === null) return 'unavailable';
  return settings.value.subscription !== null && (await push.getSubscription()) ? 'on' : 'off';
}

/** Asks the person, then the browser, then tells the API. Call it from a tap: browsers ask nobody unasked. */
export async function turnPushOn(): Promise<PushState> {
  const push = await manager();
  if (!push) return 'unavailable';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const settings = await callAsPerson(api.pushSettings, {});
  if (settings.kind !== 'done' || settings.value.public_key === null) return 'unavailable';
  const options = { userVisibleOnly: true, applicationServerKey: settings.value.public_key };
  const subscription = await push.subscribe(options).catch(() => null);
  return subscription && (await tell(subscription, (await preferences()).hideAmounts)) ? 'on' : 'off';
}

/**
 * At the page's start, and when the person has changed how he wants to be told: browsers change subscriptions by
 * themselves, the API forgets one that failed, and who wants no notifications is pushed none.
 */
export async function renewPush(): Promise<void> {
  const subscription = await (await manager())?.getSubscription();
  if (!subscription) return;
  const { notify, hideAmounts } = await preferences();
  if (notify) {
    await tell(subscription, hideAmounts);
    return;
  }
  await callAsPerson(api.unsubscribePush, {});
  await subscription.unsubscribe();
}

async function tell(subscription: PushSubscription, hideAmounts: boolean): Promise<boolean> {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return false;
  const body = { endpoint, keys: { p256dh, auth }, hide_amounts: hideAmounts };
  return (await callAsPerson(api.subscribePush, { body })).kind === 'done';
}
