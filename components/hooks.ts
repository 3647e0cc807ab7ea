/** Small hooks shared by the screens: the place of the focus, the passing of time, the route. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from './services.ts';

/** Moves the focus to an element when its screen appears, so that a reader knows where he is. */
export function useFocusOnShow<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
  }, []);
  return ref;
}

/** The screen's title takes the focus, where nothing else of it can. */
export function focusTitle(): void {
  const title = document.querySelector('h1');
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

/**
 * Where what had the focus has gone (a row that was removed, a question that was answered) and nothing new takes it, the
 * screen's title does: a reader goes on in the screen, and not in the window's frame.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    const look = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      focusTitle();
    };
    // What takes the focus by itself does so after the next picture.
    const watcher = new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(look)));
    watcher.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', remember);
    return () => {
      watcher.disconnect();
      removeEventListener('focusin', remember);
    };
  }, []);
}

/** The present, read again every `everyMs`. Only for what is shown: the server decides what has expired. */
export function useNow(everyMs: number): Date {
  const { now } = useServices();
  const [present, setPresent] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setPresent(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, now]);
  return present;
}

/** Whole seconds until this instant (milliseconds since 1970); 0 when it has passed or there is none. */
export function useSecondsUntil(instantMs: number | null): number {
  const present = useNow(1000);
  return instantMs === null ? 0 : Math.max(0, Math.ceil((instantMs - present.getTime()) / 1000));
}

/** The route after `#`: `/`, `/history`, `/onboarding`, `/add-money`. */
export function useRoute(): string {
  const read = () => location.hash.replace(/^#/, '') || '/';
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const follow = () => setRoute(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

export function goTo(route: string): void {
  location.hash = `#${route}`;
}
