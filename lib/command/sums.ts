/**
 * Puts numbers and currencies together: `10 €`, `€10`, `EUR 10`. It must never drop a sign or a factor that stands
 * beside a sum: `-€5`, `~10€` and `10€ x 2` are not ten euros.
 */
import { charBefore, isDigit, isHidden, isSpace, isWord, runEnd } from './characters.ts';
import type { Value } from './numbers.ts';
import type { Span } from './reading.ts';
import type { Token } from './tokens.ts';

export type Sum = { readonly kind: 'sum'; readonly value: Value; quoted: boolean } & Span;
/** A token, or a number with its currency. */
export type Piece = Token | Sum;

/** How far a sign or a currency may stand from its number: one space, or two by a slip. */
const MAX_GAP = 2;
/** Spaces that leave it on the same line. */
const GAP = /[^\S\n\r\v\f\u2028\u2029]/;
const MINUS = '-−–﹣';
/** Before a sum, at most a space away: it changes the sum, or nobody knows how. */
const FACTOR_BEFORE = '+±~≈<>≤≥*×÷/=^%';
const FACTOR_AFTER = '+*×÷%^~²³';

/** Tokens with every number that has a currency made a sum. Currencies before and after are both taken. */
export function joinSums(tokens: readonly Token[], folded: string): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    const next = tokens[index + 1];
    const before = pieces[pieces.length - 1];
    const prefix = before?.kind === 'currency' && isNear(folded, before, token) ? before : null;
    const suffix = next?.kind === 'currency' && isNear(folded, token, next) ? next : null;
    if (token.kind !== 'number' || !(prefix || suffix)) {
      pieces.push(isLooseEnd(token, folded) && next?.kind !== 'number' ? looseSum(token) : token);
      continue;
    }
    if (prefix) pieces.pop();
    if (suffix) index++;
    const span = { start: (prefix ?? token).start, end: (suffix ?? token).end };
    const isHiding = hidesSomething(folded, prefix, token) || hidesSomething(folded, token, suffix);
    const number: Value = isHiding ? { question: 'unclear_amount' } : token.value;
    const value = withCurrencies(number, prefix?.isEuro, suffix?.isEuro);
    const sum: Sum = { kind: 'sum', value, quoted: token.quoted, ...span };
    pieces.push(afterSign(withFactor(sum, tokens[index + 1]), pieces, folded));
  }
  return pieces;
}

/** The sign of a sum whose digits belong to something else: `@bob10€`, `l0€`. A person sees a sum. */
function isLooseEnd(token: Token, folded: string): boolean {
  if (token.kind !== 'currency') return false;
  let end = token.start;
  while (end > token.start - MAX_GAP && GAP.test(folded.charAt(end - 1))) end--;
  return isDigit(folded.charAt(end - 1));
}

function looseSum({ start, end, quoted }: Token): Sum {
  return { kind: 'sum', value: { question: 'unclear_amount' }, quoted, start, end };
}

/** Nothing but a space or two between them, on one line; and what can't be seen. */
function isNear(folded: string, left: Span, right: Span): boolean {
  if (runEnd(folded, left.end, (char) => isSpace(char) || isHidden(char)) < right.start) return false;
  return spacesOf(folded, left, right) <= MAX_GAP;
}

const gapOf = (folded: string, left: Span, right: Span): string => folded.slice(left.end, right.start);
const spacesOf = (folded: string, left: Span, right: Span): number =>
  [...gapOf(folded, left, right)].filter(isSpace).length;

/** True where something that can't be seen stands inside the sum. */
function hidesSomething(folded: string, left: Span | null, right: Span | null): boolean {
  return left !== null && right !== null && [...gapOf(folded, left, right)].some(isHidden);
}

function withCurrencies(value: Value, prefix: boolean | undefined, suffix: boolean | undefined): Value {
  if (prefix === false || suffix === false) return { reason: 'other_currency' };
  return prefix && suffix && 'cents' in value ? { question: 'unclear_amount' } : value;
}

/** `10€ × 2`, `10€+`, `10€k`. */
function withFactor(sum: Sum, next: Token | undefined): Sum {
  if (!next || next.start - sum.end > MAX_GAP || 'reason' in sum.value) return sum;
  const isFactor =
    (next.kind === 'mark' && FACTOR_AFTER.includes(next.text)) ||
    (next.kind === 'word' && /^(x[0-9]+|x)$/.test(next.text)) ||
    (next.kind === 'word' && next.start === sum.end && /^(k|m|md|mille|uros?)$/.test(next.text)) ||
    (next.kind === 'currency' && next.start === sum.end);
  return isFactor ? { ...sum, end: next.end, value: { question: 'unclear_amount' } } : sum;
}

/** Takes the sign before a sum out of `pieces`. A minus with a space may be a dash: a question. */
function afterSign(sum: Sum, pieces: Piece[], folded: string): Sum {
  const sign = pieces[pieces.length - 1];
  const gap = sign ? sum.start - sign.end : MAX_GAP + 1;
  if (sign?.kind !== 'mark' || gap > MAX_GAP || 'reason' in sum.value) return sum;
  const isMinus = MINUS.includes(sign.text);
  const isDash = isMinus && (isWord(charBefore(folded, sign.start)) || (sign.text === '–' && gap > 0));
  if (isDash || !(isMinus || FACTOR_BEFORE.includes(sign.text))) return sum;
  pieces.pop();
  const value: Value = isMinus && gap === 0 ? { reason: 'negative' } : { question: 'unclear_amount' };
  return { ...sum, start: sign.start, value };
}
