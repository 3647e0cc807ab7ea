/**
 * Reads what a page says about itself: address, composers, viewer, language, theme. Pure; takes document, cookie and
 * colour as parameters. Never touches X's session beyond the number that it is given.
 */
import { find, findAll } from './find.ts';
import { agreed, avatarHandle, handleOfLink } from './handles.ts';

/** Who looks at the page; each part null where the page doesn't tell, or its sources differ. */
export type Viewer = { readonly handle: string | null; readonly numericId: string | null };

const STATE_START = 'window.__INITIAL_STATE__=';
/** Characters. Larger would be no first page of X, and would cost the reader time. */
const MAX_STATE = 2_000_000;
/** Links looked at for the accent colour. */
const MAX_LINKS = 5;

/**
 * @param cookie text of `twid` or of all cookies; '' where cookies are not to be read (our content script:
 *   DESIGN.md §5 "never use X's own session, cookies").
 */
export function readViewer(document: Document, cookie = ''): Viewer {
  const link = find(document, 'viewerLink');
  const state = readInitialState(document);
  const twid = /(?:^|;\s*)twid="?u(?:=|%3D)([1-9][0-9]{0,19})(?![0-9])/i.exec(cookie)?.[1] ?? null;
  return {
    handle: agreed([link && handleOfLink(link), avatarHandle(find(document, 'viewerAvatar')), state.handle]),
    numericId: agreed([state.numericId, twid]),
  };
}

/** X's first page carries its state as the text of a script: of the first load only, which is enough here. */
function readInitialState(document: Document): Viewer {
  const nobody: Viewer = { handle: null, numericId: null };
  for (const script of findAll(document, 'inlineScript')) {
    const text = script.textContent ?? '';
    const start = text.indexOf(STATE_START);
    if (start < 0 || text.length > MAX_STATE) continue;
    // Small exact searches instead of JSON.parse of the whole: the state is large and only almost JSON.
    const numericId = /"session":\{[^{}]{0,4000}?"user_id":"([1-9][0-9]{0,19})"/.exec(text)?.[1] ?? null;
    if (!numericId) return nobody;
    const at = text.indexOf(`"${numericId}":{`);
    const own = at < 0 ? '' : text.slice(at, at + 20_000);
    return { handle: /"screen_name":"([A-Za-z0-9_]{1,15})"/.exec(own)?.[1] ?? null, numericId };
  }
  return nobody;
}

/** The address a saved page claims, where React itself wrote it; null if it doesn't. */
export function claimedUrl(document: Document): string | null {
  const found = find(document, 'canonical');
  return found?.getAttribute('href') ?? found?.getAttribute('content') ?? null;
}

export function countComposers(root: ParentNode): number {
  return findAll(root, 'composer').length;
}

export type Language = 'fr' | 'en';

/** French where X is in French, of France or Canada; English everywhere else. */
export function readLanguage(document: Document): Language {
  return /^fr(?:-|$)/i.test(document.documentElement.lang) ? 'fr' : 'en';
}

/** X's themes: light, dim (gone by February 2026, brought back by other extensions), lights out. */
export type Theme = 'light' | 'dim' | 'dark';

/** @param background computed colour of `body`; X changes it with the theme. Unreadable or transparent: light. */
export function themeOf(background: string): Theme {
  const parts = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+%?))?\s*\)$/.exec(
    background.trim(),
  );
  if (!parts || Number.parseFloat(parts[4] ?? '1') === 0) return 'light';
  const [red, green, blue] = [parts[1], parts[2], parts[3]].map((part) => linear(Number(part)));
  const luminance = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  if (luminance > 0.3) return 'light';
  return luminance > 0.008 ? 'dim' : 'dark';
}

/**
 * The viewer's accent colour: X writes it on the links of posts. `rgb(…)`, or null while no post in the page has a link.
 * Greys are the muted colours of other links, and no accent.
 */
export function readAccent(root: ParentNode, colourOf: (link: Element) => string): string | null {
  for (const link of findAll(root, 'textLink').slice(0, MAX_LINKS)) {
    const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colourOf(link))?.slice(1).map(Number);
    if (parts && Math.max(...parts) - Math.min(...parts) > 60) return `rgb(${parts.join(',')})`;
  }
  return null;
}

/** sRGB channel, 0 to 255, to linear light (WCAG 2.2, relative luminance). */
function linear(channel: number): number {
  const part = Math.min(255, channel) / 255;
  return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
