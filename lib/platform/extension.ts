/** The surroundings of the extension: its background, icon, notifications and tabs. See port.ts. */
import { browser } from 'wxt/browser';
import { STORE_CHANGED } from '../store-changed.ts';
import type { ToldMessage } from '../told.ts';
import { walletLanguage } from '../words/language.ts';
import type { Platform } from './port.ts';

/** The net below the event stream: its alarm wakes the worker, which resumes where the store says. */
export const SYNC_ALARM = 'moineau.sync';

/** Above this the badge says "9+": four signs do not fit an icon. */
const BADGE_CAP = 9;

/** Milliseconds in which changes are gathered: a stream that catches up tells of many at once. */
const TELL_TABS_MS = 150;

let willTell = false;

export const platform: Platform = {
  client: 'extension',
  // The language that the browser chose for our name is the one in which we speak.
  language: () => walletLanguage(browser.i18n.getMessage('language') || browser.i18n.getUILanguage()),

  // Goes with the browser.
  kept: {
    get: async (key) => (await browser.storage.session.get(key))[key],
    set: (key, value) => browser.storage.session.set({ [key]: value }),
    remove: (key) => browser.storage.session.remove(key),
  },

  async showUnseen(count) {
    const text = count === 0 ? '' : count > BADGE_CAP ? `${BADGE_CAP}+` : String(count);
    await browser.action.setBadgeBackgroundColor({ color: '#0E8A6B' });
    await browser.action.setBadgeText({ text });
  },

  async notify({ id, title, text, button }) {
    const iconUrl = browser.runtime.getURL('/icon/128.png');
    const note = { type: 'basic' as const, iconUrl, title, message: text };
    const buttons = button === undefined ? {} : { buttons: [{ title: button }] };
    // Firefox takes none.
    await browser.notifications
      .create(id, { ...note, ...buttons })
      .catch(() => browser.notifications.create(id, note));
  },

  async clearNotifications() {
    const shown = await browser.notifications.getAll();
    for (const id of Object.keys(shown)) await browser.notifications.clear(id);
  },

  /** Tells the wallet's open pages and X's to ask the store again. Nobody listening is no error. */
  async tellPages() {
    await browser.runtime.sendMessage({ kind: STORE_CHANGED }).catch(() => undefined);
    if (willTell) return;
    willTell = true;
    setTimeout(() => void tellTabs(), TELL_TABS_MS);
  },

  tellTab,

  redirectUri: () => browser.identity.getRedirectURL('x'),

  async askX(authorizeUrl) {
    const landed = await browser.identity.launchWebAuthFlow({ url: authorizeUrl, interactive: true });
    return landed ?? 'about:blank';
  },

  async deviceName() {
    const { os } = await browser.runtime.getPlatformInfo();
    const brands =
      (navigator as { userAgentData?: { brands: { brand: string }[] } }).userAgentData?.brands ?? [];
    const brand =
      brands.map((known) => known.brand).find((name) => !/not.?a.?brand/i.test(name)) ?? 'Browser';
    return `${brand}, ${os}`.slice(0, 60);
  },

  // Any call of the extension's API restarts the worker's idle clock (30 s in Chromium): the server's heartbeat, every
  // 15 s, so keeps it awake as long as the stream lives. The alarm is for when it does not.
  stayAwake: () => void browser.alarms.get(SYNC_ALARM),
};

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
