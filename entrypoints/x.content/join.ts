/**
 * How features come to a page later: scripts that the background injects on demand run in the same isolated world as
 * the content script, and find its page under this key of their common global. X's own scripts have another global.
 */
import type { Feature } from './page.ts';

const KEY = Symbol.for('moineau.page');

type Join = (feature: Feature) => void;
type World = { [KEY]?: Join };

/** Lets features join until the signal is aborted. Each joins once: a script may be injected twice. */
export function openToFeatures(join: Join, signal: AbortSignal, world: object = globalThis): void {
  const joined = new Set<string>();
  const own: Join = (feature) => {
    if (joined.has(feature.name)) return;
    joined.add(feature.name);
    join(feature);
  };
  (world as World)[KEY] = own;
  signal.addEventListener('abort', () => {
    if ((world as World)[KEY] === own) delete (world as World)[KEY];
  });
}

/** Adds a feature to the page that this script was injected into. */
export function joinPage(feature: Feature, world: object = globalThis): void {
  (world as World)[KEY]?.(feature);
}
