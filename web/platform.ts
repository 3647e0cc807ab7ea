/**
 * The surroundings of the page for phones: no extension, one origin shared with the API. What is kept here outlives a page
 * that the phone has thrown away; never a code, a token or a key.
 */
import type { Platform } from '../lib/platform/port.ts';
import { walletLanguage } from '../lib/words/language.ts';
import { HOME_PATH, SIGNED_IN_PATH } from './addresses.ts';
import { leaveForX } from './sign-in.ts';
import { tellTabs } from './tabs.ts';

/** A draft is reopened for so long; the history tells the rest. Milliseconds. */
const KEPT_MS = 24 * 3_600_000;

const nameOf = (key: string) => `moineau.${key}`;

export const platform: Platform = {
  client: 'phone',
  language: () => walletLanguage(navigator.language),

  kept: {
    async get(key) {
      const kept = readKept(localStorage.getItem(nameOf(key)));
      return kept && Date.now() - kept.at < KEPT_MS ? kept.value : undefined;
    },
    async set(key, value) {
      localStorage.setItem(nameOf(key), JSON.stringify({ at: Date.now(), value }));
    },
    async remove(key) {
      localStorage.removeItem(nameOf(key));
    },
  },

  async showUnseen(count) {
    // Only an installed page has an icon; where there is none the browser refuses, and nothing depends on it.
    const shown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    await shown?.catch(() => undefined);
  },

  async notify({ id, title, text }) {
    // Who looks at the wallet sees it there.
    if (document.visibilityState === 'visible') return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const registration = await navigator.serviceWorker?.getRegistration(HOME_PATH);
    await registration?.showNotification(title, { body: text, tag: id, icon: '/w/icon/192.png' });
  },

  async clearNotifications() {
    const registration = await navigator.serviceWorker?.getRegistration(HOME_PATH);
    for (const shown of (await registration?.getNotifications?.()) ?? []) shown.close();
  },

  tellPages: async () => tellTabs('store'),

  // No page of X is ours to talk to here.
  tellTab: async () => undefined,

  redirectUri: () => new URL(SIGNED_IN_PATH, location.origin).href,

  askX: leaveForX,

  async deviceName() {
    const { brands = [], platform: system } =
      (navigator as { userAgentData?: { brands?: { brand: string }[]; platform?: string } }).userAgentData ??
      {};
    const told = brands.map(({ brand }) => brand).filter((brand) => !/not.?a.?brand/i.test(brand));
    // The engine is named as a brand, too; the browser's own name says more.
    const brand = told.find((name) => name !== 'Chromium') ?? told[0] ?? wordOf(BROWSERS) ?? 'Browser';
    return `${brand}, ${system || wordOf(SYSTEMS) || 'web'}`.slice(0, 60);
  },

  // A page is not stopped as idle while it is looked at.
  stayAwake: () => undefined,
};

/** Null for what was never written, or by another version in another way. */
function readKept(text: string | null): { at: number; value: unknown } | null {
  try {
    const { at, value }: { at?: unknown; value?: unknown } = JSON.parse(text ?? '{}') ?? {};
    return typeof at === 'number' ? { at, value } : null;
  } catch {
    return null;
  }
}

/** For browsers that only tell by their user agent: most of them name Safari, and Chrome names it as well. */
const BROWSERS = ['Firefox', 'Edg', 'Chrome', 'Safari'];
const SYSTEMS = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux'];

function wordOf(words: readonly string[]): string | undefined {
  return words.find((word) => navigator.userAgent.includes(word));
}
