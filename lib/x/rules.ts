/**
 * The selectors in force: those of this build, before them what signed data from the API adds when X has changed
 * (docs/decisions/0011). The background has verified the data; here its shape is looked at once more, and what this build
 * does not know or the browser can't read is left out. Data alone: nothing of it is ever run.
 */
import { noRules, type PageRules } from './kept-rules.ts';
import { type Dated, type SelectorName, selectors } from './selectors.ts';

const added = new Map<SelectorName, Dated>();

/** The fallbacks of a selector, those to be tried first in front. */
export function inForce(name: SelectorName): Dated {
  return added.get(name) ?? selectors[name];
}

/** Whether the build's own selectors are in force, and nothing else. */
export function areAsBuilt(): boolean {
  return added.size === 0;
}

/** What is kept, or no rules where it isn't what it should be. */
export function asPageRules(kept: unknown): PageRules {
  if (typeof kept !== 'object' || kept === null) return noRules;
  const { selectors: given, off } = kept as Partial<Record<keyof PageRules, unknown>>;
  const isText = (value: unknown): value is string => typeof value === 'string';
  const lists = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return {
    selectors: Object.fromEntries(
      lists.flatMap(([name, list]) => (Array.isArray(list) ? [[name, list.filter(isText)]] : [])),
    ),
    off: Array.isArray(off) ? off.filter(isText) : [],
  };
}

/**
 * Puts selectors in force; the build's own alone where the rules name none. The same rules again change nothing.
 * @param probe any document or fragment: a selector that it can't read is left out
 */
export function applySelectors(rules: PageRules, probe: ParentNode): void {
  added.clear();
  for (const [name, list] of Object.entries(rules.selectors)) {
    if (!isSelectorName(name)) continue;
    const readable = list.filter((selector) => canRead(probe, selector));
    if (readable.length > 0) added.set(name, [...readable, ...selectors[name]]);
  }
}

export function isSelectorName(name: string): name is SelectorName {
  return Object.hasOwn(selectors, name);
}

function canRead(probe: ParentNode, selector: string): boolean {
  try {
    probe.querySelector(selector);
    return true;
  } catch {
    return false;
  }
}
