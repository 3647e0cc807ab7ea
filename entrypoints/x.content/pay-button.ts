/**
 * The € button: one element of ours in X's page, drawn in an open shadow root. Open, because X's shortcuts look at
 * `composedPath()[0]` (x-dom REPORT §0.6). It never takes an amount, a code or any text: a trusted click on it is a
 * wish to pay, and nothing else. Events do not leave it, so that a click doesn't also open the tweet.
 */
import type { Theme } from '../../lib/x/index.ts';

export const PAY_TAG = 'moineau-pay';

/** What X's article and shortcuts listen to. */
const KEPT_EVENTS = (
  'click auxclick dblclick pointerdown pointerup mousedown mouseup touchstart touchend ' +
  'keydown keypress keyup'
).split(' ');

/** Milliseconds in which a second click does nothing: a double click is one wish. */
const PAUSE_MS = 1_000;

/**
 * `bar`: a tweet's action bar. `focal`: the larger one of the post a page is about. `profile`: a profile's row.
 * `person`: beside Follow in a list or hover card.
 */
export type PayButtonSize = 'bar' | 'focal' | 'profile' | 'person';

export type PayButton = {
  readonly host: HTMLElement;
  label(text: string): void;
};

/** The button on a tweet, and which tweet that was. */
export type PlacedButton = PayButton & {
  readonly key: string;
  readonly bar: Element;
  readonly tweetId: string | null;
};

/**
 * X's metrics at its default 15 px: icon 1.25 rem (18.75 px), 1.5 rem on a focal post, disc 8 px around it; profile
 * buttons 36 px high, those beside Follow 32, 8 px apart. Muted colours are X's own for each theme (REPORT §2.15). In
 * bars the colour under the pointer is the viewer's accent, as of its neighbours; elsewhere the green is ours, so that
 * nobody takes the button for X's own payment button.
 */
const STYLE = `
:host { all: initial; display: flex; flex: 0 0 auto; align-items: center; justify-content: center;
  margin-inline-end: 8px; --muted: rgb(83,100,113); --ours: #0e8a6b; --hover: var(--accent, var(--ours)); }
:host([hidden]) { display: none; }
:host([data-theme=dim]) { --muted: rgb(139,152,165); --ours: #3ed6ae; }
:host([data-theme=dark]) { --muted: rgb(113,118,123); --ours: #3ed6ae; }
:host([data-size=profile]) { align-self: flex-end; }
:host([data-size=person]) { align-self: center; margin-inline-start: auto; }
:host([data-size=profile]), :host([data-size=person]) { --hover: var(--ours); }
button { all: unset; box-sizing: content-box; position: relative; display: flex; align-items: center;
  justify-content: center; width: 1.25rem; height: 1.25rem; padding: 8px; margin: -8px; border-radius: 9999px;
  color: var(--muted); cursor: pointer; -webkit-tap-highlight-color: transparent;
  transition: color .2s, background-color .2s; }
:host([data-size=focal]) button { width: 1.5rem; height: 1.5rem; }
button:hover, button:focus-visible, button[data-sent] { color: var(--hover); }
button:hover, button[data-sent] { background-color: color-mix(in srgb, var(--hover) 10%, transparent); }
button:active svg, button[data-sent] svg { transform: scale(.86); }
button:focus-visible { outline: 2px solid var(--ours); outline-offset: -2px; }
:host([data-size=profile]) button, :host([data-size=person]) button { box-sizing: border-box; width: 36px;
  height: 36px; padding: 0; margin: 0; color: var(--ours); border: 1px solid var(--ours); }
:host([data-size=person]) button { width: 32px; height: 32px; }
:host([data-size=profile]) svg, :host([data-size=person]) svg { width: 20px; height: 20px; }
span { display: contents; }
svg { width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; pointer-events: none; transition: transform .15s; }
@media (prefers-reduced-motion: reduce) { button, svg { transition: none; } }
@media (forced-colors: active) { button { color: ButtonText; } }
`;

/** € drawn by us: X's CSP keeps out fonts and images. */
const EURO = 'M19 5.6A8.2 8.2 0 1 0 19 18.4M2.5 10.2h11M2.5 13.8h10';

/** Lets only what a person did through: a page can call `click()` on our button (T29). */
export function whenTrusted(act: () => void): (event: Pick<Event, 'isTrusted'>) => void {
  return (event) => {
    if (event.isTrusted) act();
  };
}

/** Runs at most once per pause. */
export function oncePer(
  pauseMs: number,
  act: () => void,
  now: () => number = () => performance.now(),
): () => void {
  let next = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() < next) return;
    next = now() + pauseMs;
    act();
  };
}

/** Clicks and keys end at our element: X's article would open, X's shortcuts would fire. */
export function keepEvents(host: HTMLElement): void {
  for (const type of KEPT_EVENTS) host.addEventListener(type, stop);
}

const stop = (event: Event): void => event.stopPropagation();

/** What a button does when it is pressed, until it is first touched: it has no listeners before. */
const sleeping = new WeakMap<Element, () => void>();

/**
 * Gives a button its listeners when the first event is on its way to it. Most of the thousands that scroll by are never
 * touched, and a dozen listeners on each would be a good part of what they cost.
 */
export function wakeButtons(document: Document, signal: AbortSignal): void {
  const wake = ({ target }: Event) => {
    const wish = target instanceof Element ? sleeping.get(target) : undefined;
    if (!wish) return;
    const host = target as HTMLElement;
    sleeping.delete(host);
    keepEvents(host);
    const button = buttonOf(host);
    const press = oncePer(PAUSE_MS, () => {
      button.dataset.sent = '';
      setTimeout(() => delete button.dataset.sent, PAUSE_MS);
      wish();
    });
    button.addEventListener('click', whenTrusted(press));
  };
  for (const type of KEPT_EVENTS) {
    document.addEventListener(type, wake, { capture: true, passive: true, signal });
  }
}

/** Drawn once for each look, and copied from then on. */
const drawn = new Map<string, HTMLElement>();

/** @param accent the viewer's own colour on X, where the page has told it */
export function createPayButton(
  document: Document,
  size: PayButtonSize,
  look: { readonly theme: Theme; readonly accent?: string | null },
  onWish: () => void,
): PayButton {
  const key = `${size} ${look.theme} ${look.accent}`;
  const first = drawn.get(key) ?? draw(document, size, look);
  drawn.set(key, first);
  const copy = first.cloneNode(true) as HTMLElement;
  // A browser that does not copy shadow roots draws each anew.
  const host = copy.shadowRoot ? copy : draw(document, size, look);
  const root = host.shadowRoot as ShadowRoot;
  dressRoot(root);
  const button = root.firstElementChild as HTMLButtonElement;
  sleeping.set(host, onWish);
  return {
    host,
    label(text) {
      button.setAttribute('aria-label', text);
      button.title = text;
    },
  };
}

function draw(
  document: Document,
  size: PayButtonSize,
  look: { readonly theme: Theme; readonly accent?: string | null },
): HTMLElement {
  const host = document.createElement(PAY_TAG);
  host.dataset.size = size;
  host.dataset.theme = look.theme;
  if (look.accent) host.style.setProperty('--accent', look.accent);
  const root = host.attachShadow({ mode: 'open', clonable: true });
  const button = document.createElement('button');
  button.type = 'button';
  // Always there, so that it doesn't tell the page's scripts on which posts something was paid.
  button.setAttribute('aria-describedby', FACE_ID);
  button.append(face(document));
  root.append(button);
  return host;
}

function buttonOf(host: HTMLElement): HTMLButtonElement {
  return host.shadowRoot?.firstElementChild as HTMLButtonElement;
}

let sheet: CSSStyleSheet | null | undefined;

/** One style sheet for all; where a content script can't share one, each has its own. */
function dressRoot(root: ShadowRoot): void {
  sheet ??= sharedSheet();
  if (sheet) {
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = root.ownerDocument.createElement('style');
  style.textContent = STYLE;
  root.append(style);
}

function sharedSheet(): CSSStyleSheet | null {
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(STYLE);
    return 'adoptedStyleSheets' in Document.prototype ? made : null;
  } catch {
    return null;
  }
}

/** What the button shows: the sign, or in its place what paid-mark.ts draws. */
export const FACE_ID = 'face';

function face(document: Document): HTMLElement {
  const face = document.createElement('span');
  face.id = FACE_ID;
  face.append(euro(document));
  return face;
}

function euro(document: Document): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', EURO);
  svg.append(path);
  return svg;
}

export function isPayButton(node: Node): boolean {
  return node.nodeName.toLowerCase() === PAY_TAG;
}

/** Ours, and those that an older copy of this script left behind. */
export function payButtonsIn(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(PAY_TAG)];
}
