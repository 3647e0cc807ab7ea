/**
 * Clicks, taken at #react-root as React 18 takes them: a link navigates without a reload, a click anywhere else
 * in a tweet opens it. Whoever stops a click below #react-root keeps it from here.
 */

import { leadOf, navigate } from './router.ts';

/** Where a click on this path of elements leads; undefined when it is a button's, a field's or nobody's. */
export function destinationOf(
  path: readonly EventTarget[],
  root: Element,
): { path: string } | 'browser' | undefined {
  for (const target of path) {
    if (target === root) return undefined;
    if (!(target instanceof Element)) continue;
    const lead = leadOf(target);
    if (lead !== undefined) return { path: lead };
    if (target instanceof HTMLAnchorElement && target.href !== '') {
      const url = new URL(target.href, location.href);
      const outside =
        url.origin !== location.origin || target.target === '_blank' || url.pathname.startsWith('/sandbox/');
      return outside ? 'browser' : { path: `${url.pathname}${url.search}` };
    }
    if (
      target.matches(
        'button, input, textarea, select, label, [role="button"]:not([data-testid="UserCell"]), [role="textbox"], [role="menuitem"], [role="group"], [data-testid="tweet-text-show-more-link"]',
      )
    ) {
      return undefined;
    }
  }
  return undefined;
}

export function startClicks(root: Element): void {
  root.addEventListener('click', (event) => {
    if (
      !(event instanceof MouseEvent) ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey
    )
      return;
    const destination = destinationOf(event.composedPath(), root);
    if (destination === undefined || destination === 'browser') return;
    event.preventDefault();
    navigate(destination.path);
  });
  // The middle button opens a tweet in a new tab; on links the browser does that itself.
  root.addEventListener('auxclick', (event) => {
    if (!(event instanceof MouseEvent) || event.button !== 1) return;
    if (event.target instanceof Element && event.target.closest('a[href]') !== null) return;
    const destination = destinationOf(event.composedPath(), root);
    if (destination !== undefined && destination !== 'browser')
      window.open(destination.path, '_blank', 'noopener');
  });
}
