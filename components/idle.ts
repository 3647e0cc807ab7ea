/**
 * Five minutes without a hand at this page, and its screen is locked (RTS 2018/389 art. 4(3)(d)). Each sign of life is
 * told to the API, once a minute at most, so that somebody who reads is not locked out while he does.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from './services.ts';

const IDLE_MS = 5 * 60_000;
const TELL_EVERY_MS = 60_000;
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const;

/** `active`: somebody is signed in. @returns whether the screen is locked, and how to open it again. */
export function useIdleLock(active: boolean): { idle: boolean; wake: () => void } {
  const { send, now } = useServices();
  const [idle, setIdle] = useState(false);
  const last = useRef(now().getTime());
  const told = useRef(now().getTime());

  useEffect(() => {
    if (!active || idle) return;
    last.current = now().getTime();
    const live = () => {
      const at = now().getTime();
      // Asleep meanwhile: no timer ran, and this hand may be another's.
      if (at - last.current >= IDLE_MS) {
        setIdle(true);
        return;
      }
      last.current = at;
      if (at - told.current < TELL_EVERY_MS) return;
      told.current = at;
      void send('wallet.present', {});
    };
    const look = setInterval(() => {
      if (now().getTime() - last.current >= IDLE_MS) setIdle(true);
    }, 1_000);
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, live, { capture: true, passive: true });
    return () => {
      clearInterval(look);
      for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, live, { capture: true });
    };
  }, [active, idle, now, send]);

  const wake = useCallback(() => setIdle(false), []);
  return { idle, wake };
}
