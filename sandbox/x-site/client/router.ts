/**
 * Navigation without reload. Modals have an address of their own while the page below stays:
 * the page below is kept in the history entry, as X does.
 */

import { useEffect, useState } from 'preact/hooks';

export type Place = {
  readonly path: string;
  readonly query: URLSearchParams;
  /** The page under a modal; the same as `path` when no modal is open. */
  readonly below: string;
  /** What the composer modal answers or quotes. */
  readonly replyToId?: string;
  readonly quotedId?: string;
  readonly depth: number;
};

type Kept = { below?: string; replyToId?: string; quotedId?: string; depth?: number };
type NavigateOptions = { replyToId?: string; quotedId?: string; replace?: boolean };

const listeners = new Set<() => void>();
let place: Place = { path: '/home', query: new URLSearchParams(), below: '/home', depth: 0 };

const statusPath = /^\/(\w{1,15})\/status\/(\d{1,20})/;

export function isModal(path: string): boolean {
  return path === '/compose/post' || /\/status\/\d+\/photo\/\d+$/.test(path);
}

function read(): Place {
  const kept: Kept = history.state ?? {};
  const path = location.pathname;
  // Opened directly, the composer lies over home and a photo over its tweet.
  const under = path === '/compose/post' ? '/home' : (statusPath.exec(path)?.[0] ?? path);
  return {
    path,
    query: new URLSearchParams(location.search),
    below: isModal(path) ? (kept.below ?? under) : path,
    depth: kept.depth ?? 0,
    ...(kept.replyToId === undefined ? {} : { replyToId: kept.replyToId }),
    ...(kept.quotedId === undefined ? {} : { quotedId: kept.quotedId }),
  };
}

function changed(): void {
  const before = place;
  place = read();
  if (before.below !== place.below) window.scrollTo(0, 0);
  for (const listener of [...listeners]) listener();
}

export function startRouter(): void {
  place = read();
  window.addEventListener('popstate', changed);
}

export function currentPlace(): Place {
  return place;
}

/** Goes to a path of this site. */
export function navigate(target: string, options: NavigateOptions = {}): void {
  const { replace = false, ...kept } = options;
  const below = isModal(new URL(target, location.origin).pathname) ? { below: place.below } : {};
  const state: Kept = { ...kept, ...below, depth: place.depth + (replace ? 0 : 1) };
  if (replace) history.replaceState(state, '', target);
  else history.pushState(state, '', target);
  changed();
}

/** Closes a modal: back where there is a way back, else to the page below. */
export function closeModal(): void {
  if (!isModal(place.path)) return;
  if (place.depth > 0) history.back();
  else navigate(place.below, { replace: true });
}

export function usePlace(): Place {
  const [shown, setShown] = useState(place);
  useEffect(() => {
    const listener = () => setShown(place);
    listeners.add(listener);
    listener();
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return shown;
}

/** X's time links and quotes lead to `/<handle>/status/<id>`; also `/i/status/<id>` and `/i/web/status/<id>`. */
export function statusOf(path: string): { handle: string; tweetId: string; photo: boolean } | undefined {
  const match = /^\/(?:i\/web|(\w{1,15}))\/status\/(\d{1,20})(\/photo\/\d+)?/.exec(path);
  if (match?.[2] === undefined) return undefined;
  return { handle: match[1] ?? 'i', tweetId: match[2], photo: match[3] !== undefined };
}

/** Elements that lead somewhere without being links: X's quotes, list rows and user cells. */
const leads = new WeakMap<Element, string>();

export function leadTo(path: string): (element: Element | null) => void {
  return (element) => {
    if (element !== null) leads.set(element, path);
  };
}

export function leadOf(element: Element): string | undefined {
  return leads.get(element);
}
