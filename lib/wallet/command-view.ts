/**
 * What X's page shows of a text that may hold a command: read here, in the background, so that the page carries neither
 * the grammar nor its words (docs/decisions/0010). Pure. It must say nothing that the page did not send itself: no
 * balance, no name, no state of the wallet.
 */
import { type CommandContext, type Reading, readCommand, type Span } from '../command/index.ts';
import type { CommandDraft, CommandView } from '../messages.ts';
import { type Cents, formatCents, sumCents } from '../money.ts';
import { type CommandWords, commandWords } from '../words/command.ts';
import type { Language } from '../words/language.ts';

/** Characters of the person's own text that a sentence repeats. */
const MAX_QUOTED = 40;
const MAX_MEMO = 60;

/** Direction controls, joiners, zero-width and control characters: shown by their numbers, so that they can be found. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

export function viewCommand(draft: CommandDraft): CommandView | null {
  const reading = readCommand(draft.text, contextOf(draft));
  if (!reading) return null;
  const words = commandWords[draft.language];
  if (reading.kind === 'payment') return viewPayment(reading, draft, words);
  const { problem } = reading.spans;
  const at = problem.map((span) => quoted(draft.text, span, words)).join(', ');
  const [first] = problem;
  const proposal = reading.kind === 'ask' ? reading.proposal : null;
  return {
    kind: reading.kind,
    text: reading.kind === 'ask' ? words.questions[reading.question](at) : words.reasons[reading.reason](at),
    spans: [...problem],
    fix: proposal !== null && first ? fixFor(proposal, first, draft.language, words) : null,
    pay: null,
  };
}

/** The author is whoever uses this page; the payee of an answer is whom it answers. */
export function contextOf(draft: Pick<CommandDraft, 'replyTo' | 'author'>): CommandContext {
  return { replyTo: draft.replyTo, author: draft.author };
}

type Payment = Extract<Reading, { kind: 'payment' }>;

function viewPayment(reading: Payment, draft: CommandDraft, words: CommandWords): CommandView {
  const { amountMinor, payees, memo, spans } = reading;
  const amount = formatCents(amountMinor, draft.language);
  const [payee = ''] = payees;
  const total = formatCents(sumCents(payees.map(() => amountMinor)), draft.language);
  const isAnswer = spans.payees.length === 0;
  const sentence =
    payees.length > 1
      ? words.toEach(amount, payees.map((handle) => `@${handle}`).join(', '), total)
      : (isAnswer ? words.toAnswered : words.to)(amount, payee);
  const shownMemo = memo === null ? '' : ` · ${words.memo(shown(memo, MAX_MEMO))}`;
  return {
    kind: 'payment',
    text: sentence + shownMemo,
    spans: [spans.amount, ...spans.payees].sort((a, b) => a.start - b.start),
    fix: null,
    pay: { alone: words.pay, posting: draft.place === 'chat' ? words.sendAndPay : words.postAndPay },
  };
}

function fixFor(amount: Cents, at: Span, language: Language, words: CommandWords): CommandView['fix'] {
  const text = formatCents(amount, language);
  return { label: words.writeEuros(text), start: at.start, end: at.end, text };
}

function quoted(text: string, { start, end }: Span, words: CommandWords): string {
  return words.memo(shown(text.slice(start, end), MAX_QUOTED));
}

function shown(text: string, most: number): string {
  const visible = text.replace(INVISIBLE, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `[U+${code}]`;
  });
  const characters = [...visible];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : visible;
}
