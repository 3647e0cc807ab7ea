/**
 * The page's service worker: its shell without the network, and what is pushed while no page is open. It keeps the files
 * of the build and nothing else: no answer of the API is ever in its hands, because it does not touch those requests.
 */

import type { PushMessage } from '../../lib/protocol/notifications.ts';
import { walletLanguage } from '../../lib/words/language.ts';
import { noteOf } from './pushed.ts';

/** Names of everything the page consists of, and of this very set of them; put in by the build (scripts/lib/phone-page.ts). */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

declare const self: ServiceWorkerGlobalScope;

const HOME = '/w/';
const CACHE = `moineau-shell-${__SHELL__.version}`;
const KEPT: ReadonlySet<string> = new Set(__SHELL__.files);

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting();
});

/** All of it or nothing: half a page is none. Not from the browser's own cache, which may be older. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(__SHELL__.files.map((path) => new Request(path, { cache: 'reload' })));
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  // Every address of the page is the same document; what X adds to it is the page's to read, not ours to send on.
  if (request.mode === 'navigate' && path.startsWith(HOME)) event.respondWith(fromShell(HOME, request));
  else if (KEPT.has(path)) event.respondWith(fromShell(path, request));
});

async function fromShell(path: string, request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(path);
  return kept ?? fetch(request);
}

self.addEventListener('push', (event) => event.waitUntil(show(event.data)));

/** Every message is shown: browsers take the permission back from whoever is woken and says nothing. */
async function show(data: PushMessageData | null): Promise<void> {
  const message: PushMessage = data?.json() ?? { kind: 'none' };
  const language = walletLanguage(self.navigator.language);
  const { title, text, tag, route } = noteOf(message, language);
  const icon = '/w/icon/192.png';
  await self.registration.showNotification(title, { body: text, tag, icon, lang: language, data: { route } });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { route } = event.notification.data ?? { route: '' };
  event.waitUntil(open(new URL(`${HOME}${route}`, self.location.origin).href));
});

/** The page that is open already, else a new one. What is under way in it is kept, wherever it is led. */
async function open(address: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (!page) {
    await self.clients.openWindow(address);
    return;
  }
  await page.focus();
  await page.navigate(address);
}
