/**
 * The command grammar: what `#envoyer 10€ @bob` asks for. One pure function for page, popup and server, in time
 * linear in the text. It must never guess: a doubt about money is a question; and it moves nothing: whatever it
 * reads awaits its author's confirmation.
 */
import { findAmount, proposalFor, refuseAmount } from './amount.ts';
import { fold } from './characters.ts';
import { type Clause, findClause, memoOf } from './clause.ts';
import { asHandle } from './handles.ts';
import { badHandle, findPayees, type Payee, refusePayees, type Trouble } from './payees.ts';
import type { CommandContext, Reading, Span } from './reading.ts';
import { joinSums, type Piece, type Sum } from './sums.ts';
import { scan } from './tokens.ts';

export type { CommandContext, Reading, Span } from './reading.ts';

/** Most texts of a time line end here. */
const MAY_HOLD_KEYWORD = /[#＃](?:envoyer|payer|send|pay)/i;

/**
 * Reads a text that `author` wrote, in answer to `replyTo`. Only text of the linked author himself may be given:
 * quoted posts, names and pictures' descriptions are other people's (T04, T05).
 */
export function readCommand(text: string, context: CommandContext = {}): Reading {
  if (!MAY_HOLD_KEYWORD.test(text)) return null;
  const pieces = joinSums(scan(text), fold(text));
  quoteRetweets(pieces, text);
  const keywords = pieces.filter((piece) => piece.kind === 'keyword' && !piece.quoted);
  const keyword = keywords[0];
  if (!keyword) return null;
  const sums = pieces.filter((piece) => piece.kind === 'sum');
  const clause = findClause(pieces, pieces.indexOf(keyword), sums[0] ?? null, text.length);
  if (keywords.length > 1) return stop({ question: 'two_commands', at: keywords }, keyword, clause);
  return judge(text, clause, {
    sums,
    keyword,
    replyTo: asHandle(context.replyTo),
    author: asHandle(context.author),
  });
}

interface Found {
  readonly sums: readonly Sum[];
  readonly keyword: Span;
  readonly replyTo: string | null;
  readonly author: string | null;
}

/** Refusals before questions, except that two sums leave nothing to refuse yet. */
function judge(text: string, clause: Clause, { sums, keyword, replyTo, author }: Found): Reading {
  const trouble =
    badHandle(clause) ??
    (sums.length > 1 ? { question: 'two_amounts' as const, at: sums } : refuseAmount(sums, clause));
  if (trouble) return stop(trouble, keyword, clause);
  const payees = findPayees(clause, replyTo);
  const refusal = isTrouble(payees) ? ('reason' in payees ? payees : null) : refusePayees(payees, author);
  if (refusal) return stop(refusal, keyword, clause);
  const amount = findAmount(sums, clause);
  if (!('amount' in amount)) return stop(amount, keyword, clause);
  if (isTrouble(payees)) return stop(payees, keyword, clause);
  const memo = memoOf(text, clause);
  return {
    kind: 'payment',
    amountMinor: amount.amount,
    currency: 'EUR',
    payees: payees.map(({ handle }) => handle),
    memo: memo?.memo ?? null,
    spans: {
      keyword: place(keyword),
      amount: place(amount.at),
      payees: payees.flatMap(({ span }) => (span ? [span] : [])),
      memo: memo?.span ?? null,
    },
  };
}

const isTrouble = (found: readonly Payee[] | Trouble): found is Trouble => !Array.isArray(found);
const place = ({ start, end }: Span): Span => ({ start, end });

function stop(trouble: Trouble, keyword: Span, clause: Clause): Reading {
  const at = trouble.at.length > 0 ? trouble.at : [keyword];
  const spans = { keyword: place(keyword), problem: at.map(place).sort((a, b) => a.start - b.start) };
  if ('reason' in trouble) return { kind: 'refuse', reason: trouble.reason, spans };
  const proposal = trouble.question === 'no_currency' ? proposalFor(clause) : null;
  return { kind: 'ask', question: trouble.question, proposal, spans };
}

/** `RT @alice: …` and all behind it is alice's. At the very start of a text, the colon may be missing. */
function quoteRetweets(pieces: Piece[], text: string): void {
  const from = pieces.findIndex((piece, index) => {
    if (piece.kind !== 'word' || piece.text !== 'rt') return false;
    const [handle, colon] = [pieces[index + 1], pieces[index + 2]];
    if (handle?.kind !== 'mention' && handle?.kind !== 'bad') return false;
    const hasColon = colon?.kind === 'mark' && colon.text === ':';
    return index === 0 || (hasColon && text.slice(piece.start, piece.end) === 'RT');
  });
  if (from >= 0) for (const piece of pieces.slice(from)) piece.quoted = true;
}
