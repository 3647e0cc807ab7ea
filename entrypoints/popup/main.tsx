/** Starts the wallet in its popup, window or tab: gives the screens their services, and nothing else. */
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { App } from '../../components/App.tsx';
import type { Services, Surface } from '../../components/services.ts';
import '../../components/style.css';
import { saveFile } from '../../components/save-file.ts';
import { browserGestures } from '../../lib/gestures.ts';
import { send } from '../../lib/send.ts';
import * as history from '../../lib/store/history.ts';
import { listPayments } from '../../lib/store/payments.ts';
import { STORE_CHANGED } from '../../lib/store-changed.ts';
import { loadWords, walletLanguage } from '../../lib/words/index.ts';

declare const __PRACTICE_HANDLE__: string;

async function surfaceOf(): Promise<Surface> {
  if (browser.extension.getViews({ type: 'popup' }).includes(window)) return 'popup';
  const { type } = await browser.windows.getCurrent();
  return type === 'popup' ? 'window' : 'tab';
}

function subscribe(listener: () => void): () => void {
  const onMessage = (message: unknown) => {
    const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
    if (kind === STORE_CHANGED) listener();
  };
  const onStorage = () => listener();
  browser.runtime.onMessage.addListener(onMessage);
  browser.storage.session.onChanged.addListener(onStorage);
  return () => {
    browser.runtime.onMessage.removeListener(onMessage);
    browser.storage.session.onChanged.removeListener(onStorage);
  };
}

/** The browser fetches a newer version by itself within hours; asked, it does so now. Then we start anew with it. */
async function update(): Promise<void> {
  await browser.runtime.requestUpdateCheck().catch(() => undefined);
  browser.runtime.reload();
}

// The language that the browser chose for our name is the one in which we speak.
const language = walletLanguage(browser.i18n.getMessage('language') || browser.i18n.getUILanguage());
const [surface, words] = await Promise.all([surfaceOf(), loadWords(language)]);
const services: Services = {
  language,
  words,
  surface,
  send,
  listPayments,
  history,
  saveFile,
  subscribe,
  openTab: (address) => {
    const url = address.startsWith('#') ? browser.runtime.getURL('/popup.html') + address : address;
    void browser.tabs.create({ url });
  },
  openWindow: (route) => {
    const url = browser.runtime.getURL('/popup.html') + route;
    void browser.windows.create({ url, type: 'popup', width: 396, height: 640, focused: true });
  },
  gestures: browserGestures(),
  update: () => void update(),
  practiceHandle: __PRACTICE_HANDLE__ || null,
  close: () => window.close(),
  now: () => new Date(),
};

document.documentElement.lang = services.language;
document.documentElement.dataset.surface = surface;
const root = document.getElementById('app');
if (root) render(<App services={services} />, root);
