/**
 * Numbers as people write them: digits, groups, decimals. It says what a number is or why it is none; it must never
 * choose between two readings, and never touches currencies.
 */
import { type Cents, parseTypedEuros } from '../money.ts';
import { charAt, charBefore, isDigit, isHidden, isLetter, isWord, runEnd } from './characters.ts';
import { isCurrencyWord } from './currencies.ts';
import type { Question, Reason } from './reading.ts';

/** Euro cents above 0, or what is wrong with the number. */
export type Value = { readonly cents: Cents } | { readonly question: Question } | { readonly reason: Reason };

export interface NumberRead {
  readonly start: number;
  readonly end: number;
  readonly value: Value;
  /** It runs into letters that are no currency: `20h`, `3D`, `10k`, `2x10`. */
  readonly unit: string;
}

const SEPARATOR = /[.,'’٫٬]/;
/** Between groups of thousands: plain, no-break, figure, thin and narrow no-break space. */
const GROUP_SPACE = /[ \u00a0\u2007\u2009\u202f]/;
const MINUS = /[-−–‒‐‑﹣]/;
const unclear: Value = { question: 'unclear_amount' };

/** Reads the number at `from`, a numeral of any script. `text` is folded. */
export function readNumber(text: string, from: number): NumberRead {
  const parts: string[] = [];
  const separators: string[] = [];
  let end = from;
  while (isDigit(text.charAt(end))) {
    const digitsEnd = runEnd(text, end, isDigit);
    parts.push(text.slice(end, digitsEnd));
    end = digitsEnd;
    const char = text.charAt(end);
    if (!isDigit(text.charAt(end + 1)) || !(SEPARATOR.test(char) || GROUP_SPACE.test(char))) break;
    separators.push(char);
    end++;
  }
  const tail = readTail(text, end);
  const start = isSigned(text, from) ? from - 1 : from;
  let value = tail.value ?? amountOf(parts, separators);
  if (parts.length === 0 || hasLooseStart(text, from)) value = unclear;
  else if (start < from && !('question' in value)) value = { reason: 'negative' };
  return { start, end: tail.end, value, unit: tail.unit };
}

/** What clings to the digits: letters, an exponent, other numerals, marks that cannot be seen. */
function readTail(text: string, end: number): { end: number; unit: string; value: Value | null } {
  const runsTo = runEnd(text, end, isWord);
  const unit = text.slice(end, runsTo);
  // `10EUR50`: the currency ends where its letters do.
  if (isCurrencyWord(text.slice(end, runEnd(text, end, isLetter)))) return { end, unit: '', value: null };
  const next = charAt(text, end);
  if (/^[eE^][-+]?[0-9]/.test(text.slice(end, end + 3))) {
    const digits = runEnd(text, end + 1, (char) => '+-'.includes(char) || isWord(char));
    return { end: digits, unit: '', value: { reason: 'exponent' } };
  }
  if (/[⁰¹²³⁴-⁹]/.test(next)) return { end: runsTo, unit: '', value: { reason: 'exponent' } };
  if (isHidden(next)) return { end: runEnd(text, end, isHidden), unit: '', value: unclear };
  return { end: runsTo, unit, value: unit === '' ? null : unclear };
}

/** `-5` after a space or a sign, and not the range `10-20`. */
function isSigned(text: string, from: number): boolean {
  return MINUS.test(text.charAt(from - 1)) && !isWord(charBefore(text, from - 1));
}

/** `.50`, ` ,50` and `@bob5,50€`: half an euro, five or fifty? `@bob,10€` is a comma. */
function hasLooseStart(text: string, from: number): boolean {
  const before = text.charAt(from - 1);
  if (before === '.' || before === "'" || isHidden(charBefore(text, from))) return true;
  return before === ',' && !isLetter(charBefore(text, from - 1));
}

/** The value of digits and what separates them: spaces or one kind of sign between thousands, then decimals. */
function amountOf(parts: readonly string[], separators: readonly string[]): Value {
  const digits = parts.join('');
  const decimals = hasDecimals(parts, separators) ? parts.slice(-1).join('') : '';
  const groups = decimals === '' ? parts : parts.slice(0, -1);
  const signs = separators.map((sign) => (GROUP_SPACE.test(sign) ? ' ' : sign));
  const groupSigns = new Set<string | undefined>(signs.slice(0, groups.length - 1));
  const whole = groups.join('');
  if (/^0*$/.test(digits) && separators.length < 2) return { reason: 'zero' };
  const isGrouped = groups.length === 1 || areThousands(groups);
  const isMixed = groupSigns.size > 1 || groupSigns.has(signs[groups.length - 1]);
  if (!isGrouped || isMixed || /['’]/.test(separators.join(''))) return { question: 'badly_grouped' };
  if (parts.length === 2 && decimals === '' && signs[0] !== ' ') return { question: 'thousands_or_decimals' };
  if (decimals.length > 2) return { reason: 'too_many_decimals' };
  if (whole.length > 1 && whole.startsWith('0')) return unclear;
  const cents = parseTypedEuros(decimals === '' ? whole : `${whole}.${decimals}`);
  // It is none only because it has more digits than any amount.
  return cents === null ? { reason: 'above_limit' } : { cents };
}

/** Whether the last separator stands before decimals. `1.000` has none: it may be a thousand. */
function hasDecimals(parts: readonly string[], separators: readonly string[]): boolean {
  const [sign] = separators.slice(-1);
  if (sign === undefined || GROUP_SPACE.test(sign)) return false;
  return !(areThousands(parts) && separators.every((other) => other === sign));
}

/** 1–3 digits that do not start with 0, then threes. */
function areThousands(groups: readonly string[]): boolean {
  return groups.every((group, place) =>
    place === 0 ? group.length <= 3 && !group.startsWith('0') : group.length === 3,
  );
}
