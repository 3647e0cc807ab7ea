/**
 * The parts of a text that are not its author's own words to us: links, and what is quoted. One pass each.
 * It must never read money: amounts in a quotation still raise doubt, and that is judged elsewhere.
 */
import { charAt, isAsciiWord, isCurrency, isDigit, isLine, isSpace, runEnd } from './characters.ts';
import type { Span } from './reading.ts';

/** Hosts without `https://` that X makes links of, and people write in a memo. Others need a path. */
const ENDINGS = new Set('com fr org net eu io be ch app dev info co uk de lu ca'.split(' '));
const ENDS_LINK = /[\s<>"«»“”]/;

const isHost = (char: string): boolean => isAsciiWord(char) || char === '.' || char === '-';

/** Links in order: with a scheme, or a host that X knows, or a host with a path. Trailing punctuation is text. */
export function findLinks(text: string): Span[] {
  const links: Span[] = [];
  for (let at = 0; at < text.length; ) {
    if (!isHost(charAt(text, at))) {
      at++;
      continue;
    }
    const hostEnd = runEnd(text, at, isHost);
    const end = linkEnd(text, at, hostEnd);
    if (end > at) links.push({ start: at, end });
    at = Math.max(end, hostEnd);
  }
  return links;
}

/** Where the link that starts with this host (or scheme) ends; `start` if it is none. */
function linkEnd(text: string, start: number, hostEnd: number): number {
  const next = charAt(text, hostEnd);
  const hasScheme = text.startsWith('://', hostEnd);
  let host = hostEnd;
  while (host > start && '.-'.includes(charAt(text, host - 1))) host--;
  const labels = text.slice(start, host).toLowerCase().split('.');
  const last = labels[labels.length - 1] ?? '';
  const dotted = labels.length > 1 && !labels.includes('') && last.length > 1 && !isDigit(last.slice(0, 1));
  const hasPath = host === hostEnd && '/?#:'.includes(next);
  // `€50www.a.io`: an amount first of all.
  if (isCurrency(text.charAt(start - 1))) return start;
  if (!hasScheme && !(dotted && (next === '/' || labels[0] === 'www' || ENDINGS.has(last)))) return start;
  if (!hasScheme && next === '@') return start;
  if (!hasScheme && !hasPath) return host;
  let end = runEnd(text, hostEnd, (char) => !ENDS_LINK.test(char));
  while (end > host && '.,;:!?)…'.includes(text.charAt(end - 1))) end--;
  return end;
}

/** Each family is looked for on its own: opening marks with their closing ones. `”…”` comes of some keyboards. */
const FAMILIES: readonly Record<string, string>[] = [
  { '«': '»' },
  { '“': '”', '„': '“”', '”': '”' },
  { '"': '"' },
];
/** Marks that may be closing ones, inches or slips: alone, they quote nothing. */
const WEAK = '"”';

/**
 * Which units are quoted. `«`, `“` or `„` that is never closed quotes all that follows: text that somebody cut is
 * not a command.
 */
export function findQuoted(text: string): Uint8Array {
  const quoted = new Uint8Array(text.length);
  for (const family of FAMILIES) quotePairs(text, family, quoted);
  quoteLines(text, quoted);
  return quoted;
}

function quotePairs(text: string, closing: Record<string, string>, quoted: Uint8Array): void {
  let open = -1;
  let opener = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (closing[opener]?.includes(char)) {
      if (--depth > 0) continue;
      quoted.fill(1, open, at + 1);
      opener = '';
    } else if (char === opener) depth++;
    else if (Object.hasOwn(closing, char) && (opener === '' || WEAK.includes(opener))) {
      // `5"` is five inches.
      if (char === '"' && isDigit(text.charAt(at - 1))) continue;
      [open, opener, depth] = [at, char, 1];
    }
  }
  if (!WEAK.includes(opener)) quoted.fill(1, open);
}

/** Lines that start with `>`, also as X's API escapes it. */
function quoteLines(text: string, quoted: Uint8Array): void {
  for (let at = 0; at < text.length; ) {
    const first = runEnd(text, at, (char) => isSpace(char) && !isLine(char));
    const end = runEnd(text, first, (char) => !isLine(char));
    if (text.charAt(first) === '>' || text.startsWith('&gt;', first)) quoted.fill(1, at, end);
    at = end + 1;
  }
}
