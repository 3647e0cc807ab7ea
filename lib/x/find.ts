/**
 * Finding elements by the name of their selector, and saying which name found nothing. The only place that
 * calls `querySelector` with X's selectors. Never throws, never changes the page.
 */
import { inForce } from './rules.ts';
import type { SelectorName } from './selectors.ts';

/** How often each selector found nothing where a reader needed it: how we learn that X has changed. */
export type Misses = Map<SelectorName, number>;

export function noteMiss(misses: Misses | undefined, name: SelectorName): void {
  misses?.set(name, (misses.get(name) ?? 0) + 1);
}

/**
 * What the newest fallback with any result finds, in document order; `root` itself is not among it.
 * @param keep says which results count
 */
export function findAll(
  root: ParentNode,
  name: SelectorName,
  keep: (element: Element) => boolean = () => true,
): Element[] {
  for (const selector of inForce(name)) {
    const found = [...root.querySelectorAll(selector)].filter(keep);
    if (found.length > 0) return found;
  }
  return [];
}

export function find(root: ParentNode, name: SelectorName): Element | null {
  for (const selector of inForce(name)) {
    const found = root.querySelector(selector);
    if (found) return found;
  }
  return null;
}

export function isA(element: Element, name: SelectorName): boolean {
  return inForce(name).some((selector) => element.matches(selector));
}

/** The element itself or its nearest ancestor that is a `name`. */
export function around(element: Element, name: SelectorName): Element | null {
  for (const selector of inForce(name)) {
    const found = element.closest(selector);
    if (found) return found;
  }
  return null;
}
