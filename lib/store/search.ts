/**
 * By what a payment is found: words of the other person, the memo and the amount, and marks for the filters. The same
 * reading for what is kept and for what is typed, so that accents, capitals and the form of an amount don't matter.
 */
import type { Payment } from '../protocol/index.ts';

/** What the list can be narrowed to. All that is given must fit. */
export type Filter = {
  /** As typed: each word is the beginning of a word of the payment. */
  readonly text: string;
  readonly direction: Payment['direction'] | null;
  readonly state: Payment['state'] | null;
  /** `2026-11`, as `monthOf`. */
  readonly month: string | null;
};

export const everything: Filter = { text: '', direction: null, state: null, month: null };

export function isEverything({ text, direction, state, month }: Filter): boolean {
  return text.trim() === '' && direction === null && state === null && month === null;
}

/** Stands before a mark, and in no word. */
const MARK = '\u0000';

/** Longer ones are cut: nobody types them, and each is kept once for every payment. */
const LONGEST_WORD = 24;

/** Small letters without accents; digits of any form as ours. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The words of a text. `12,50` and `12.50` are one word, and so is `paul_l`, whose parts are words too. */
function wordsIn(text: string): string[] {
  const words = plain(text).match(/\d+[.,]\d+|[\p{L}\p{N}_]+/gu) ?? [];
  return words.flatMap((word) => {
    const whole = word.replace(',', '.');
    const parts = whole.includes('_') ? whole.split('_').filter(Boolean) : [];
    return [whole, ...parts].map((part) => part.slice(0, LONGEST_WORD));
  });
}

/** The reader's own month of an instant: "2026-11". */
export function monthOf(instant: string): string {
  const date = new Date(instant);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/** Everything that a payment is found by. `month`: the one it is filed under. */
export function wordsOfPayment(payment: Payment, month: string): string[] {
  const other = payment.direction === 'in' ? payment.payer : payment.payee;
  const { amount } = payment.amount;
  const euros = `${amount.slice(0, -2) || '0'}.${amount.slice(-2).padStart(2, '0')}`;
  const words = [other.name, other.handle, payment.memo ?? '', euros].flatMap(wordsIn);
  const marks = [payment.direction, payment.state, month].map((mark) => MARK + mark);
  return [...new Set([...words, ...marks])];
}

/** A word to look for: with all of its letters, or as a beginning. */
export type Wanted = { readonly word: string; readonly whole: boolean };

/** What to look for; a payment must have all of it. The rarest first, as far as one can guess. */
export function wantedOf({ text, direction, state, month }: Filter): Wanted[] {
  const typed = plain(text)
    // 1 250,00 and 1,250.00 are one number.
    .replace(/(\d) (?=\d{3}(?!\d))|(\d),(?=\d{3}\.)/g, '$1$2')
    .match(/\d+[.,]\d*|[\p{L}\p{N}_]+/gu);
  const words = [...new Set(typed ?? [])]
    .map((word) => word.replace(',', '.').replace(/\.$/, '').slice(0, LONGEST_WORD))
    .sort((a, b) => b.length - a.length);
  const marks = [month, state, direction].flatMap((mark) => (mark === null ? [] : [MARK + mark]));
  return [...words.map((word) => ({ word, whole: false })), ...marks.map((word) => ({ word, whole: true }))];
}
