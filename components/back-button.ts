/**
 * The browser's own "back", as it is pressed on phones: one step out of a payment, never out of the page while a payment is
 * on screen. Each step in is an entry of the browser's history; routes make theirs by themselves (hooks.ts).
 */
import { useEffect, useRef, useState } from 'preact/hooks';

/** How many steps in the present entry of the history is. */
function depthOf(state: unknown): number {
  const known = typeof state === 'object' && state !== null && 'depth' in state ? state.depth : 0;
  return typeof known === 'number' ? known : 0;
}

/**
 * @param depth how many steps in the person is; null where a route's own entry stands for the screen
 * @param stepOut leaves the present screen for the one before; one that can't be left changes nothing
 */
export function useBackButton(depth: number | null, stepOut: () => Promise<unknown>): void {
  const [turn, setTurn] = useState(0);
  const latest = useRef(stepOut);
  latest.current = stepOut;

  useEffect(() => {
    if (depth === null) return;
    const at = depthOf(history.state);
    for (let next = at + 1; next <= depth; next++) history.pushState({ depth: next }, '');
    if (at > depth) history.go(depth - at);
    // `turn`: a step that was refused needs its entry again.
  }, [depth, turn]);

  useEffect(() => {
    if (depth === null || depth === 0) return;
    const here = location.hash;
    const follow = ({ state }: PopStateEvent) => {
      // Going on to a route is told in the same way, and is no step out.
      if (depthOf(state) >= depth || location.hash !== here) return;
      void latest.current().finally(() => setTurn((before) => before + 1));
    };
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [depth]);
}
