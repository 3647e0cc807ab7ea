/**
 * The part of a text that is the command: from the keyword to the end of its sentence, less the memo. What stands
 * outside is never a payee; it can only raise doubt.
 */
import { isSpace } from './characters.ts';
import type { Span } from './reading.ts';
import type { Piece, Sum } from './sums.ts';

export interface Clause {
  /** The command's sentence, its keyword somewhere behind, is the first thing in the text. */
  readonly opensText: boolean;
  /** What stands before the command, without quotations. */
  readonly before: readonly Piece[];
  /** The command itself, without keyword, memo, hashtags, links and quotations. */
  readonly pieces: readonly Piece[];
  /** What the memo is made of: the author's words between `pour` and the end of that sentence or line. */
  readonly memo: readonly Piece[];
  /** Where the memo's words stand; null without `pour` or `for`. */
  readonly memoSpan: Span | null;
  /** What follows the command's sentence. */
  readonly after: readonly Piece[];
}

const isMemoWord = (piece: Piece): boolean => piece.kind === 'word' && /^(pour|for)$/.test(piece.text);
const isAside = (piece: Piece): boolean => piece.kind === 'hashtag' || piece.kind === 'link';
const isBreak = (piece: Piece): boolean => piece.kind === 'stop' || piece.kind === 'line';
/** `(pour le resto)`: the memo ends with its bracket. */
const isBracket = (piece: Piece | undefined, text: string): boolean =>
  piece?.kind === 'mark' && piece.text === text;
/** Words that go on with a command on a new line. */
const GOES_ON = /^(à|to|et|and|pour|for)$/;

/** The clause around the keyword at `keyword`. `sum`: the text's one amount, if it has one. */
export function findClause(
  pieces: readonly Piece[],
  keyword: number,
  sum: Sum | null,
  length: number,
): Clause {
  const start = clauseStart(pieces, keyword, sum);
  const memoFrom = start <= keyword && sum ? pieces.indexOf(sum) : start;
  const own: Piece[] = [];
  const memo: Piece[] = [];
  let memoSpan: Span | null = null;
  let at = start;
  const goesOn = lineReader(pieces);
  while (pieces[at]?.kind === 'stop') at++;
  for (; at < pieces.length; at++) {
    const piece = pieces[at];
    if (!piece) break;
    if (at === keyword || piece.quoted || isAside(piece)) continue;
    if (piece.kind === 'stop' || (piece.kind === 'line' && !goesOn(at))) break;
    if (memoSpan || at < memoFrom || !isMemoWord(piece)) {
      own.push(piece);
      continue;
    }
    const closing = isBracket(pieces[at - 1], '(') ? ')' : '';
    let end = at + 1;
    for (let next = pieces[end]; next && (next.quoted || !isBreak(next)); next = pieces[++end]) {
      if (isBracket(next, closing)) break;
      memo.push(next);
    }
    memoSpan = { start: piece.end, end: pieces[end]?.start ?? length };
    at = end - 1;
  }
  const unquoted = (list: readonly Piece[]) => list.filter((piece) => !piece.quoted);
  const before = unquoted(pieces.slice(0, Math.min(start, keyword)));
  return { opensText: start === 0, before, pieces: own, memo, memoSpan, after: unquoted(pieces.slice(at)) };
}

/** Behind the keyword; or where the sentence starts that holds the amount before it: `10€ à @bob #envoyer`. */
function clauseStart(pieces: readonly Piece[], keyword: number, sum: Sum | null): number {
  const sumAt = sum && !sum.quoted ? pieces.indexOf(sum) : -1;
  if (sumAt < 0 || sumAt > keyword) return keyword + 1;
  if (pieces.slice(sumAt, keyword).some(isBreak)) return keyword + 1;
  return pieces.slice(0, sumAt).findLastIndex(isBreak) + 1;
}

/**
 * Whether the command goes on behind the line's end at an index: with an amount, a handle, a joining word. Asked in
 * rising order, it looks at each piece once.
 */
function lineReader(pieces: readonly Piece[]): (at: number) => boolean {
  let next = 0;
  return (at) => {
    next = Math.max(next, at + 1);
    for (
      let piece = pieces[next];
      piece && (piece.kind === 'line' || isAside(piece));
      piece = pieces[++next]
    );
    const piece = pieces[next];
    return piece?.kind !== 'word' || GOES_ON.test(piece.text);
  };
}

/** Marks of direction and control characters: they would speak for the screen that shows the memo. */
const UNSHOWN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** What X's API escapes, and nothing else. */
const ESCAPES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** The memo as the payee will read it, without hashtags and links; null where nothing is left. */
export function memoOf(text: string, clause: Clause): { memo: string; span: Span } | null {
  if (!clause.memoSpan) return null;
  const { end } = clause.memoSpan;
  let from = clause.memoSpan.start;
  const kept: Span[] = [];
  for (const piece of clause.memo) {
    if (!isAside(piece) && piece.kind !== 'keyword') continue;
    kept.push({ start: from, end: piece.start });
    from = piece.end;
  }
  kept.push({ start: from, end });
  const spans = kept.map((span) => trim(text, span)).filter((span) => span.end > span.start);
  const [first, last] = [spans[0], spans[spans.length - 1]];
  if (!first || !last) return null;
  const memo = spans
    .map(({ start: from, end: to }) => text.slice(from, to))
    .join(' ')
    .replace(/&(?:amp|lt|gt);/g, (escaped) => ESCAPES[escaped] ?? escaped)
    .replace(UNSHOWN, (char) => (isSpace(char) ? ' ' : ''))
    .replace(/\s+/g, ' ')
    .trim();
  return memo === '' ? null : { memo, span: { start: first.start, end: last.end } };
}

function trim(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && /[\s:,]/.test(text.charAt(from)) && !/[)(]/.test(text.charAt(from + 1))) from++;
  while (to > from && /[\s:,;]/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}
