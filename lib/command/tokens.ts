/**
 * Cuts a text into tokens in one pass, each with its place. It names what stands there and judges nothing: which
 * handle is paid and which number is the amount is decided by `sums`, `clause` and `payees`.
 */
import * as is from './characters.ts';
import { isCurrencyWord, isEuro } from './currencies.ts';
import { type HandleRead, readHandle } from './handles.ts';
import { findLinks, findQuoted } from './masks.ts';
import { readNumber, type Value } from './numbers.ts';
import type { Span } from './reading.ts';

export type Plain =
  | HandleRead
  | ({ readonly kind: 'keyword' | 'hashtag' | 'link' | 'comma' | 'stop' | 'line' } & Span)
  /** `text` is in lower case; `isName` for `Bob`, not `bob` or `BOB`. */
  | ({ readonly kind: 'word'; readonly text: string; readonly isName: boolean } & Span)
  | ({ readonly kind: 'mark'; readonly text: string } & Span)
  | ({ readonly kind: 'currency'; readonly isEuro: boolean } & Span)
  | ({ readonly kind: 'number'; readonly value: Value; readonly unit: string } & Span);

/** A token, and whether it stands in a quotation. */
export type Token = Plain & { quoted: boolean };

const KEYWORDS = new Set(['envoyer', 'payer', 'send', 'pay']);

interface Source {
  readonly text: string;
  /** Full-width forms as ASCII; same offsets. */
  readonly folded: string;
}

/** All tokens of a text, in order. Spaces, emoji and ornaments are none. */
export function scan(text: string): Token[] {
  const source = { text, folded: is.fold(text) };
  const links = findLinks(text);
  const quoted = findQuoted(source.folded);
  const tokens: Token[] = [];
  let link = 0;
  for (let at = 0; at < text.length; ) {
    while ((links[link]?.end ?? Number.POSITIVE_INFINITY) <= at) link++;
    const here = links[link];
    const token: Plain | null =
      here && here.start <= at ? { kind: 'link', start: at, end: here.end } : read(source, at);
    if (!token) {
      at += is.charAt(text, at).length;
      continue;
    }
    // A sign belongs to its number: `-5`.
    if (tokens[tokens.length - 1]?.start === token.start) tokens.pop();
    tokens.push({ ...token, quoted: quoted[at] === 1 });
    at = token.end;
  }
  return tokens;
}

function read(source: Source, at: number): Plain | null {
  const { text, folded } = source;
  const char = is.charAt(folded, at);
  const end = at + char.length;
  if (is.isLine(char)) return { kind: 'line', start: at, end };
  if (is.isSpace(char)) return null;
  if (char === '#') return readTag(source, at);
  if (char === '@') return readHandle(text, at) ?? { kind: 'mark', text: char, start: at, end };
  if (is.isNumeral(char)) return { kind: 'number', ...readNumber(folded, at) };
  if (isCashtag(folded, at, char)) return readWord(folded, at, end);
  if (is.isCurrency(char)) return { kind: 'currency', isEuro: isEuro(char), start: at, end };
  if (is.isLetter(char) || char === '_') return readWord(folded, at);
  if (char === ',' || char === '،' || char === '、') return { kind: 'comma', start: at, end };
  if ('.!?…。'.includes(char)) return readStop(folded, at);
  if (char === '&' && folded.startsWith('&amp;', at))
    return { kind: 'mark', text: '&', start: at, end: at + 5 };
  return is.isOrnament(char) ? null : { kind: 'mark', text: char, start: at, end };
}

/** A hashtag by X's rules, and the command's keyword where it is one of its own. */
function readTag({ text, folded }: Source, at: number): Plain {
  const end = is.runEnd(text, at + 1, is.isTag);
  const none: Plain = { kind: 'mark', text: '#', start: at, end: at + 1 };
  if (!is.isOwnTag(text, at, end)) return none;
  const isKeyword = KEYWORDS.has(text.slice(at + 1, end).toLowerCase()) && !isLongerWord(folded, end);
  return { kind: isKeyword ? 'keyword' : 'hashtag', start: at, end };
}

/** `#pay-per-view`, `#send.me`, `#pay'n'go`: a longer word, though X's hashtag ends before. */
function isLongerWord(folded: string, end: number): boolean {
  return /[-‐‑.'’]/.test(folded.charAt(end)) && is.isLetter(is.charAt(folded, end + 1));
}

/** `$TSLA`: X links it as a share's name. `$US10` is a sum. */
function isCashtag(folded: string, at: number, char: string): boolean {
  if (char !== '$') return false;
  const end = is.runEnd(folded, at + 1, is.isLetter);
  return end > at + 1 && !is.isNumeral(is.charAt(folded, end));
}

/** A word, or a currency in letters; `EUR10` and `10EUR` are cut where the letters end. */
function readWord(folded: string, start: number, at = start): Plain {
  const lettersEnd = is.runEnd(folded, at, is.isLetter);
  const letters = folded.slice(at, lettersEnd);
  if (isCurrencyWord(letters) && folded.charAt(lettersEnd) !== '_') {
    return { kind: 'currency', isEuro: start === at && isEuro(letters), start, end: lettersEnd };
  }
  const end = is.runEnd(folded, at, is.isWord);
  const word = folded.slice(at, end);
  const isName = /^\p{Lu}/u.test(word) && word !== word.toUpperCase();
  return { kind: 'word', text: word.toLowerCase().normalize('NFC'), isName, start, end };
}

/** The end of a sentence: its sign, or several, before a space or the end. `d.r` and `3.5` hold none. */
function readStop(folded: string, at: number): Plain {
  const end = is.runEnd(folded, at, (char) => '.!?…。'.includes(char));
  const next = is.charAt(folded, end);
  const ends = next === '' || is.isSpace(next) || is.isOrnament(next) || !/^[.]$/.test(folded.slice(at, end));
  const inBrackets = /^[)\]»”"]/.test(next);
  return { kind: ends && !inBrackets ? 'stop' : 'mark', text: '.', start: at, end };
}
