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
