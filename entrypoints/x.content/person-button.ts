/**
 * € beside Follow: on people in lists, and on the card under the pointer. Before Follow in its row, drawn before the
 * next paint, so that nothing moves. Never on oneself, on people that somebody pays to have shown, or on doubt.
 */
import { cardAround, type PersonRef, placeInCard, readCard } from '../../lib/x/index.ts';
import { oursIn } from './ours.ts';
import type { Feature, Page } from './page.ts';
import { createPayButton, type PayButton } from './pay-button.ts';

type Kind = 'userCell' | 'hoverCard';
type Placed = PayButton & { readonly key: string };

export const userCell = personFeature('user-cell', 'userCell');
export const hoverCard = personFeature('hover-card', 'hoverCard');

function personFeature(name: string, kind: Kind): Feature {
  return {
    name,
    init(page) {
      // Weak: a card that X takes away takes its entry along.
      const placed = new WeakMap<Element, Placed>();
      let viewer = page.viewer().handle;
      page.watcher.add({
        name,
        signal: page.signal,
        card: (card) => {
          if (cardAround(card, kind) === card) dress(page, placed, card);
        },
        settled: () => {
          if (page.viewer().handle === viewer) return;
          viewer = page.viewer().handle;
          page.watcher.recheck();
        },
      });
      const undress = () => {
        for (const host of oursIn(page.document)) if (cardAround(host, kind)) host.remove();
      };
      page.signal.addEventListener('abort', undress, { once: true });
    },
  };
}

/** A person who may be paid: beyond doubt, and neither an ad nor oneself. */
function payable(page: Page, card: Element): PersonRef | null {
  const person = readCard(card, page.misses);
  if (!person || person.promoted) return null;
  return person.handle.toLowerCase() === page.viewer().handle?.toLowerCase() ? null : person;
}

function dress(page: Page, placed: WeakMap<Element, Placed>, card: Element): void {
  const person = payable(page, card);
  const now = placed.get(card);
  const place = person && placeInCard(card);
  if (!person || !place) {
    now?.host.remove();
    placed.delete(card);
    return;
  }
  const key = `${person.handle.toLowerCase()}|${person.numericId}|${page.language()}`;
  if (now?.key === key && now.host.parentElement === place.parent) return;
  now?.host.remove();
  const button = createPayButton(page.document, 'person', { theme: page.theme() }, () => {
    wish(page, card, button.host);
  });
  button.label(page.words().payTo(person.handle));
  place.parent.insertBefore(button.host, place.before);
  placed.set(card, { ...button, key });
}

/** Read again at the click, and frozen. */
function wish(page: Page, card: Element, host: Element): void {
  const person = card.contains(host) ? payable(page, card) : null;
  if (!person) {
    host.remove();
    return;
  }
  const { handle, numericId, name, parody } = person;
  const notes = { reposted: false, parody, addressHandle: null };
  page.pay({ place: 'profile', handle, xUserId: numericId, name, notes });
}
