/**
 * Reads one person of a list (`UserCell`) or under the pointer (`HoverCard`): who, his numeric id, and where our button
 * may stand. Null on doubt. Never reads the biography, the faces of "followed by", or the label of a button.
 */
import { around, find, findAll, isA, type Misses, noteMiss } from './find.ts';
import { agreed, avatarHandle, handleOfLink, lastHandle } from './handles.ts';
import { FOLLOW_ID } from './selectors.ts';
import { textOf } from './text.ts';
import type { Place } from './tweet.ts';

const MAX_NAME = 200;

export type PersonRef = {
  readonly handle: string;
  /** Display name as shown: its owner wrote it. */
  readonly name: string;
  /** X's numeric id: the number before `-follow`. */
  readonly numericId: string | null;
  readonly parody: boolean;
  /** X shows this person because somebody pays for it. */
  readonly promoted: boolean;
};

export type CardKind = 'userCell' | 'hoverCard';

/** The card of this kind that an element is, or is part of. A list on a hover card, if X ever draws one, is the list's. */
export function cardAround(element: Element, kind: CardKind): Element | null {
  const card = around(element, 'personCard');
  return card && isA(card, kind) ? card : null;
}

/** @param card a `UserCell` or a `HoverCard` */
export function readCard(card: Element, misses?: Misses): PersonRef | null {
  const [nameLink, handleLink] = nameLinks(card);
  if (!nameLink) {
    noteMiss(misses, 'authorLink');
    return null;
  }
  const blocks = findAll(nameLink, 'textBlock');
  const shown = lastHandle(handleLink ? findAll(handleLink, 'textBlock') : blocks.slice(1));
  // Without the line that says `@bob` there is nothing that a person could have checked.
  if (shown === null) return null;
  const avatar = avatarHandle(findAll(card, 'avatar')[0]);
  const handle = agreed([
    shown,
    handleOfLink(nameLink),
    handleLink ? handleOfLink(handleLink) : null,
    avatar,
  ]);
  if (handle === null) return null;
  return {
    handle,
    name: blocks[0] ? textOf(blocks[0], MAX_NAME) : '',
    numericId: FOLLOW_ID.exec(followIn(card)?.getAttribute('data-testid') ?? '')?.[1] ?? null,
    parody: find(card, 'parodyLink') !== null,
    promoted: isPromoted(card),
  };
}

/** Before Follow, in its row. Null where X shows no Follow: on oneself, and on cards that are still being drawn. */
export function placeInCard(card: Element): Place | null {
  const follow = followIn(card);
  if (!follow) return null;
  const tracker = around(follow, 'tracker');
  const box = tracker && card.contains(tracker) && tracker !== card ? tracker : follow.parentElement;
  const row = box?.parentElement;
  return box && row && card.contains(row) ? { parent: row, before: box } : null;
}

/** The two links of the name row: the name's, and the handle's. A mention in a biography has no block of its own. */
function nameLinks(card: Element): (Element | undefined)[] {
  const links = findAll(
    card,
    'authorLink',
    (link) => handleOfLink(link) !== null && find(link, 'textBlock') !== null,
  );
  return links.slice(0, 2);
}

function followIn(card: Element): Element | null {
  return findAll(card, 'follow', (one) => FOLLOW_ID.test(one.getAttribute('data-testid') ?? ''))[0] ?? null;
}

/** X's tracker around Follow says nothing; one around the whole person, or its pixels, is an ad. */
function isPromoted(card: Element): boolean {
  const cell = around(card, 'cell');
  return (
    around(card, 'tracker') !== null ||
    find(card, 'adPixel') !== null ||
    (cell !== null && find(cell, 'adPixel') !== null)
  );
}
