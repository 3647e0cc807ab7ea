/** What a Draft.js-like editor knows: a text of lines, a selection in it, and how it is drawn. No DOM here. */

import { piecesOf } from './rich-text.tsx';

export type Draft = {
  readonly text: string;
  /** Offsets into `text`, start ≤ end. */
  readonly start: number;
  readonly end: number;
};

export const emptyDraft: Draft = { text: '', start: 0, end: 0 };

/** Replaces the selection, as typing and pasting do. */
export function insert(draft: Draft, inserted: string): Draft {
  const clean = inserted.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const caret = draft.start + clean.length;
  return {
    text: draft.text.slice(0, draft.start) + clean + draft.text.slice(draft.end),
    start: caret,
    end: caret,
  };
}

export type Stretch = 'character' | 'word' | 'line';

/** Deletes the selection or, when there is none, one stretch before or after the caret. */
export function remove(draft: Draft, stretch: Stretch, forward: boolean): Draft {
  if (draft.start !== draft.end) return insert(draft, '');
  const patterns = forward
    ? { character: /^(?:\P{M}\p{M}*|\n)/u, word: /^\s*\S+|^\s+/u, line: /^[^\n]+|^\n/u }
    : { character: /(?:\P{M}\p{M}*|\n)$/u, word: /\S+\s*$|\s+$/u, line: /[^\n]+$|\n$/u };
  const side = forward ? draft.text.slice(draft.end) : draft.text.slice(0, draft.start);
  const length = patterns[stretch].exec(side)?.[0].length ?? 0;
  return insert(
    forward ? { ...draft, end: draft.end + length } : { ...draft, start: draft.start - length },
    '',
  );
}

/** The @word or #word that ends at the caret: what X offers completions for. */
export function wordBeforeCaret(draft: Draft): { sign: '@' | '#'; query: string; from: number } | undefined {
  if (draft.start !== draft.end) return undefined;
  const match = /(?:^|[\s(])([@#])([\p{L}\p{N}_]{0,30})$/u.exec(draft.text.slice(0, draft.start));
  const [sign, query] = [match?.[1], match?.[2]];
  if ((sign !== '@' && sign !== '#') || query === undefined) return undefined;
  return { sign, query, from: draft.start - query.length - 1 };
}

export type Leaf = { readonly text: string; readonly style: 'plain' | 'coloured' | 'overflow' };

/** The lines as Draft.js draws them: one block a line, one leaf for each stretch of one colour. */
export function blocksOf(text: string, limit: number): Leaf[][] {
  let used = 0;
  return text.split('\n').map((line) => {
    const leaves: Leaf[] = [];
    for (const piece of piecesOf(line)) {
      const room = Math.max(0, limit - used);
      used += piece.text.length;
      const style =
        piece.kind === 'mention' || piece.kind === 'hashtag' || piece.kind === 'link' ? 'coloured' : 'plain';
      const fits = piece.text.slice(0, room);
      const over = piece.text.slice(room);
      const last = leaves.at(-1);
      if (fits !== '' && last !== undefined && last.style === 'plain' && style === 'plain')
        leaves[leaves.length - 1] = { text: last.text + fits, style };
      else if (fits !== '') leaves.push({ text: fits, style });
      if (over !== '') leaves.push({ text: over, style: 'overflow' });
    }
    used += 1;
    return leaves;
  });
}
