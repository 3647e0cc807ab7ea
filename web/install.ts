/** The page's service worker: put in once, and replaced by a newer one when nobody is looking. */
import { HOME_PATH, SERVICE_WORKER_PATH } from './addresses.ts';

/** @returns null where the browser has none, or refuses: the page works without, but not without the network. */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | null> {
  try {
    return (await navigator.serviceWorker?.register(SERVICE_WORKER_PATH, { scope: HOME_PATH })) ?? null;
  } catch {
    return null;
  }
}

/**
 * A newer version waits until the page is out of sight, then takes over and the page begins anew: an installed page is
 * never closed, and nobody loses what he is typing. The draft is kept.
 */
export function followUpdates(registration: ServiceWorkerRegistration | null): void {
  if (!registration) return;
  let replaced = false;
  const takeOver = () => {
    if (document.visibilityState === 'hidden') registration.waiting?.postMessage('take over');
  };
  document.addEventListener('visibilitychange', takeOver);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', takeOver);
  });
  // The first worker takes over a page without one: nothing has been replaced then.
  const hadOne = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!hadOne || replaced) return;
    replaced = true;
    location.reload();
  });
}
