/**
 * Classes of characters, one at a time. Every test here sees a single character, so that no input can make an
 * expression backtrack. It must never normalise a handle: `@ｂｏｂ` is not `@bob`.
 */

const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** The same text with full-width forms as ASCII, unit for unit: offsets stay. For amounts and signs alone. */
export function fold(text: string): string {
  return text.replace(FULL_WIDTH, (unit) => String.fromCharCode(unit.charCodeAt(0) - 0xfee0));
}

const LINE = /[\n\r\v\f\u0085\u2028\u2029]/;
const SPACE = /[\s\u180e]/;
const LETTER = /[\p{L}\p{M}]/u;
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const NUMERAL = /\p{N}/u;
const CURRENCY = /\p{Sc}/u;
/** What an X hashtag is made of (twitter-text 3.1, `hashtagAlphaNumeric`). */
const TAG =
  /[\p{L}\p{M}\p{Nd}_\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7]|\u200c|\u200d/u;
/** Not seen on a screen, or turning the direction of what follows. */
const HIDDEN = /\p{Cf}|[\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]|\u034f|\u17b4|\u17b5|[\u180b-\u180f]/u;
/** Emoji, arrows, stray marks and halves of characters: they stand in nobody's way. */
const ORNAMENT = /[\p{So}\p{Sk}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{M}\p{Extended_Pictographic}→⇒➜]/u;

/** A test with its answers for ASCII known beforehand: nearly all characters are. */
function classOf(expression: RegExp): (char: string) => boolean {
  // Stryker disable next-line all: without the table each answer is the same, only later
  const ascii = Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code)));
  return (char) => ascii[char.charCodeAt(0)] ?? expression.test(char);
}

export const isLine = classOf(LINE);
export const isSpace = classOf(SPACE);
export const isLetter = classOf(LETTER);
export const isWord = classOf(WORD);
export const isNumeral = classOf(NUMERAL);
export const isCurrency = classOf(CURRENCY);
export const isTag = classOf(TAG);
export const isHidden = classOf(HIDDEN);
export const isOrnament = classOf(ORNAMENT);
/** An ASCII digit; full-width ones are folded before. */
export const isDigit = (char: string): boolean => char >= '0' && char <= '9';

/** What a handle, an e-mail name or a host is made of. */
export function isAsciiWord(char: string): boolean {
  return isDigit(char) || char === '_' || /[A-Za-z]/.test(char);
}

/** The character at an offset, whole if it is a pair; empty past the end. */
export function charAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** The character that ends at an offset, whole if it is a pair; empty at the start. */
export function charBefore(text: string, at: number): string {
  const pair = charAt(text, at - 2);
  return pair.length === 2 ? pair : charAt(text, at - 1);
}

/** Where the run of characters of a class ends. */
export function runEnd(text: string, from: number, belongs: (char: string) => boolean): number {
  let at = from;
  for (let char = charAt(text, at); char !== '' && belongs(char); char = charAt(text, at)) at += char.length;
  return at;
}

/**
 * X's rules for a hashtag from `#` at `at` to `end`: nothing that could be part of a word, nor `&`, before it; a
 * letter in it; no `#` or `://` behind it; not the emoji `#️⃣`.
 */
export function isOwnTag(text: string, at: number, end: number): boolean {
  const before = charBefore(text, at);
  const isVariation = before === '\ufe0e' || before === '\ufe0f';
  if (!isVariation && (isTag(before) || before === '&')) return false;
  if (text.startsWith('&amp;', at - 5)) return false;
  if (/[\ufe0f\u20e3]/.test(text.charAt(at + 1))) return false;
  if (/[#＃]/.test(text.charAt(end)) || text.startsWith('://', end)) return false;
  return runEnd(text, at + 1, (char) => isTag(char) && !isLetter(char)) < end;
}
