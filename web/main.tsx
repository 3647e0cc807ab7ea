/** Starts the page for phones: ends a sign-in that comes back from X, reads the events, gives the screens their services. */
import { render } from 'preact';
import { App } from '../components/App.tsx';
import { saveFile } from '../components/save-file.ts';
import type { Services } from '../components/services.ts';
import '../components/style.css';
import './phone.css';
import { browserGestures } from '../lib/gestures.ts';
import { getSingleton } from '../lib/store/database.ts';
import * as history from '../lib/store/history.ts';
import { listPayments } from '../lib/store/payments.ts';
import { showBadge, tellNews } from '../lib/wallet/announce.ts';
import { restartReading, startReading } from '../lib/wallet/events.ts';
import { WalletFailure, walletError } from '../lib/wallet/failure.ts';
import { finishSignIn, takeProving } from '../lib/wallet/session.ts';
import type { WalletKind } from '../lib/wallet/wallet-handlers.ts';
import { loadWords } from '../lib/words/index.ts';
import { followUpdates, registerServiceWorker } from './install.ts';
import { platform } from './platform.ts';
import { pushState, renewPush, turnPushOn } from './push.ts';
import { createSend } from './send.ts';
import { type Return, takeReturn } from './sign-in.ts';
import { hearTabs, tellTabs } from './tabs.ts';

declare const __PRACTICE_HANDLE__: string;

/** After so long out of sight, a stream that looks alive may be dead. Milliseconds. */
const STALE_MS = 10_000;

async function finish(returned: Return | null): Promise<void> {
  if (!returned) return;
  if (returned.linkId === null) throw new WalletFailure(walletError('sign_in_cancelled'));
  await finishSignIn(returned.linkId, returned.landed);
  // A first sign-in goes on with the code and the first money; who comes back wants his wallet.
  if (!(await getSingleton('session'))?.pinSet) location.hash = '#/onboarding';
  // He went to X to prove who he is, because he has forgotten his code.
  else if (await takeProving()) location.hash = '#/code-forgotten';
  tellTabs('session');
}

function subscribe(listener: () => void): () => void {
  const hush = hearTabs(listener);
  // What another tab did with the draft.
  addEventListener('storage', listener);
  return () => {
    hush();
    removeEventListener('storage', listener);
  };
}

/** Events are read while the page lives, and anew when it was out of sight: a phone cuts what nobody looks at. */
function keepReading(): void {
  let hiddenAt = 0;
  startReading();
  hearTabs((told) => told === 'session' && restartReading());
  addEventListener('online', restartReading);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > STALE_MS) restartReading();
    else startReading();
  });
}

/** What the person wants to be told is the API's to know, too: it pushes. */
function followWishes(kind: WalletKind): void {
  if (kind === 'wallet.preferences_change') void renewPush().catch(() => undefined);
}

const signingIn = finish(takeReturn());
const language = platform.language();
const words = await loadWords(language);
const services: Services = {
  language,
  words,
  surface: 'phone',
  send: createSend(signingIn, followWishes),
  listPayments,
  history,
  saveFile,
  subscribe,
  openTab: (address) => {
    if (address.startsWith('#')) location.hash = address;
    else open(address, '_blank', 'noopener,noreferrer');
  },
  openWindow: (route) => {
    location.hash = route;
  },
  gestures: browserGestures(),
  // The newest version is what the server gives.
  update: () => location.reload(),
  practiceHandle: __PRACTICE_HANDLE__ || null,
  close: () => undefined,
  now: () => new Date(),
  push: { state: pushState, turnOn: turnPushOn },
};

document.documentElement.lang = services.language;
document.documentElement.dataset.surface = services.surface;
const root = document.getElementById('app');
if (root) render(<App services={services} />, root);

void signingIn
  .catch(() => undefined)
  .then(() => {
    keepReading();
    void tellNews();
    return showBadge();
  });
void registerServiceWorker()
  .then(followUpdates)
  .then(() => signingIn)
  .then(renewPush)
  .catch(() => undefined);
