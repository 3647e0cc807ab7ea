/**
 * How much is paid: the one sum of the text, if it stands in the command and nothing beside it leaves a doubt.
 * Two sums anywhere, in a memo or a quotation too, are a question.
 */
import { type Cents, cents } from '../money.ts';
import type { Clause } from './clause.ts';
import type { Trouble } from './payees.ts';
import type { Span } from './reading.ts';
import type { Piece, Sum } from './sums.ts';

/** Highest payment to anyone; a person's own limit is the server's to judge. */
const LIMIT: Cents = cents(500_00n);

/** A number that no currency follows. `20h` and `3D` are words; `2x` and `10k` count something. */
const isStray = (piece: Piece): piece is Piece & { kind: 'number' } =>
  piece.kind === 'number' && /^([xk].*)?$/i.test(piece.unit);

/** What forbids a payment whatever the author answers. */
export function refuseAmount(sums: readonly Sum[], clause: Clause): Trouble | null {
  const [sum] = sums;
  if (sum) {
    if ('reason' in sum.value) return { reason: sum.value.reason, at: [sum] };
    const isAbove = 'cents' in sum.value && sum.value.cents > LIMIT;
    return isAbove ? { reason: 'above_limit', at: [sum] } : null;
  }
  const foreign = clause.pieces.find((piece) => piece.kind === 'currency' && !piece.isEuro);
  if (foreign) return { reason: 'other_currency', at: [foreign] };
  for (const piece of clause.pieces) {
    if (piece.kind === 'number' && 'reason' in piece.value && piece.value.reason === 'exponent') {
      return { reason: 'exponent', at: [piece] };
    }
  }
  return null;
}

/** The amount in cents and its place, or the question to ask. */
export function findAmount(sums: readonly Sum[], clause: Clause): { amount: Cents; at: Span } | Trouble {
  const [sum] = sums;
  const loose = clause.pieces.filter((piece) => isStray(piece) || piece.kind === 'currency');
  if (!sum) return { question: loose.some(isStray) ? 'no_currency' : 'no_amount', at: loose };
  if (clause.memo.includes(sum)) return { question: 'amount_in_memo', at: [sum] };
  if (!clause.pieces.includes(sum)) return { question: 'no_amount', at: [sum] };
  if (!('cents' in sum.value)) return { ...sum.value, at: [sum] };
  if (loose.length > 0) return { question: 'unclear_amount', at: [sum, ...loose] };
  return { amount: sum.value.cents, at: sum };
}

/** A lone number without currency, as euros, to be proposed: `#envoyer 10 @bob`. */
export function proposalFor(clause: Clause): Cents | null {
  const [number, another] = clause.pieces.filter(isStray);
  if (!number || another || !('cents' in number.value)) return null;
  return number.value.cents <= LIMIT ? number.value.cents : null;
}
