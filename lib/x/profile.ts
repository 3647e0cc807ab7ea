/**
 * Reads the head of a profile page: whose it is, his numeric id, and the row of buttons. Null on doubt: X reuses
 * this head from one profile to the next, so for a moment its parts speak of two people. Never throws.
 */
import { around, find, findAll, type Misses, noteMiss } from './find.ts';
import { agreed, avatarHandle, contradict, lastHandle, profileHandleOfUrl } from './handles.ts';
import { FOLLOW_ID } from './selectors.ts';
import { textOf } from './text.ts';
import type { Place } from './tweet.ts';

const MAX_NAME = 200;
/** How far above the name the picture and the buttons may be, in elements. */
const MAX_CLIMB = 8;
const BANNER_ID = /\/profile_banners\/([1-9][0-9]{0,19})(?:\/|$|["')])/;
/** Characters; X's own is about 1,500. */
const MAX_SCHEMA = 50_000;

export type RowAnchor = 'userActions' | 'editProfileButton' | 'placementTracking';

export type ProfileRef = {
  readonly handle: string;
  readonly name: string;
  /** X's numeric id, where the page tells it and all that tell it agree. */
  readonly numericId: string | null;
  /** What marks the row of buttons; null if the row isn't there (yet). */
  readonly rowAnchor: RowAnchor | null;
  /** The viewer's own profile. */
  readonly own: boolean;
  /** X labels the account a parody. */
  readonly parody: boolean;
};

/** The name block of the profile shown, and not of a list, a hover card or a tweet. */
export function profileNameBlock(root: ParentNode): Element | null {
  return findAll(root, 'profileName', isOfProfile)[0] ?? null;
}

/**
 * The part of the page that X renders for one profile: the smallest one that holds both the name and the picture,
 * or the buttons. Null if there is no profile.
 */
export function profileHead(root: ParentNode): Element | null {
  const name = profileNameBlock(root);
  if (!name) return null;
  let at = name.parentElement;
  for (let climbed = 0; at && climbed < MAX_CLIMB; climbed++, at = at.parentElement) {
    if (pictureIn(at, name) || anchorIn(at)) return at;
  }
  return name.parentElement;
}

/** @param url the page's address or path on X, or null where it isn't known (a saved page). */
export function readProfile(root: ParentNode, url: string | null, misses?: Misses): ProfileRef | null {
  const name = profileNameBlock(root);
  const head = profileHead(root);
  if (!name || !head) return null;
  const blocks = findAll(name, 'textBlock');
  const shown = lastHandle(blocks);
  if (!shown) {
    noteMiss(misses, 'profileName');
    return null;
  }
  const urlHandle = url === null ? null : profileHandleOfUrl(url);
  if (agreed([shown, avatarHandle(pictureIn(head, name)), urlHandle]) === null) return null;
  const ids = [followId(head), schemaId(root, shown), bannerId(head)];
  if (contradict(ids)) return null;
  const anchor = anchorIn(head);
  if (!anchor) noteMiss(misses, 'profileActions');
  return {
    handle: shown,
    name: blocks[0] ? textOf(blocks[0], MAX_NAME) : '',
    numericId: agreed(ids),
    rowAnchor: anchor?.kind ?? null,
    own: inHead(head, 'editProfile') !== null,
    parody: inHead(head, 'parodyLink') !== null,
  };
}

/** Where our button goes: after X's own payment button, else before Follow, else at the end of the row. */
export function placeInProfile(root: ParentNode): Place | null {
  const head = profileHead(root);
  const anchor = head && anchorIn(head);
  const row = anchor?.row;
  if (!row) return null;
  const payments = childHolding(row, find(row, 'xPayments'));
  if (payments) return { parent: row, before: payments.nextElementSibling };
  return { parent: row, before: childHolding(row, followButton(row)) };
}

function isOfProfile(element: Element): boolean {
  return around(element, 'elsewhere') === null;
}

function inHead(head: Element, name: 'editProfile' | 'profileActions' | 'parodyLink'): Element | null {
  return findAll(head, name, isOfProfile)[0] ?? null;
}

/** The profile's picture stands before the name; after it come those of "followers you know". */
function pictureIn(head: Element, name: Element): Element | null {
  const isBefore = (picture: Element) =>
    isOfProfile(picture) && (name.compareDocumentPosition(picture) & 2) !== 0; // DOCUMENT_POSITION_PRECEDING
  return findAll(head, 'avatar', isBefore)[0] ?? null;
}

function followButton(head: Element): Element | null {
  const isFollow = (button: Element) =>
    FOLLOW_ID.test(button.getAttribute('data-testid') ?? '') && isOfProfile(button);
  return findAll(head, 'follow', isFollow)[0] ?? null;
}

function anchorIn(head: Element): { kind: RowAnchor; row: Element } | null {
  const actions = inHead(head, 'profileActions');
  if (actions?.parentElement) return { kind: 'userActions', row: actions.parentElement };
  const edit = inHead(head, 'editProfile');
  if (edit?.parentElement) return { kind: 'editProfileButton', row: edit.parentElement };
  const follow = followButton(head);
  const tracker = follow && around(follow, 'tracker');
  if (tracker?.parentElement && head.contains(tracker.parentElement)) {
    return { kind: 'placementTracking', row: tracker.parentElement };
  }
  return null;
}

/** The child of the row that is, or holds, the element. */
function childHolding(row: Element, element: Element | null): Element | null {
  let at = element;
  while (at && at.parentElement !== row) at = at.parentElement;
  return at;
}

function followId(head: Element): string | null {
  return FOLLOW_ID.exec(followButton(head)?.getAttribute('data-testid') ?? '')?.[1] ?? null;
}

function bannerId(head: Element): string | null {
  // The banner is the head's neighbour, so look one element higher.
  const banner = findAll(head.parentElement ?? head, 'bannerImage', isOfProfile)[0];
  const source = `${banner?.getAttribute('src') ?? ''} ${banner?.getAttribute('style') ?? ''}`;
  return BANNER_ID.exec(source)?.[1] ?? null;
}

/** JSON-LD may still be the last profile's: it speaks only if it names the same handle. */
function schemaId(root: ParentNode, handle: string): string | null {
  const text = find(root, 'profileSchema')?.textContent ?? '';
  if (text === '' || text.length > MAX_SCHEMA) return null;
  try {
    const schema: unknown = JSON.parse(text);
    const person = field(schema, 'mainEntity') ?? field(schema, 'author');
    const named = field(person, 'additionalName');
    const id = field(person, 'identifier');
    if (typeof named !== 'string' || named.toLowerCase() !== handle.toLowerCase()) return null;
    return typeof id === 'string' && /^[1-9][0-9]{0,19}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
