/** How the server reads a command: with the grammar that page and wallet use, and with what X says beside the text. */
import { readCommand } from '../../lib/command/index.ts';
import type { Reading } from '../../lib/command/reading.ts';
import type { CommandRow } from './commands.ts';

export type ReadingContext = {
  /** The author's handle now. */
  readonly author: string;
  readonly replyTo: string | null;
  readonly serviceHandle: string;
};

/**
 * Reads it. In a reply that names nobody its payee is whom it answers, unless handles stood before it of which nobody
 * knows whether its author or X put them there: that is a question.
 */
export function readingOf(
  { text, uncertain_lead }: Pick<CommandRow, 'text' | 'uncertain_lead'>,
  { author, replyTo, serviceHandle }: ReadingContext,
): Reading {
  const reading = readCommand(text, { author, replyTo });
  if (reading?.kind !== 'payment' || reading.spans.payees.length > 0) return reading;
  const expected = [author, serviceHandle, replyTo ?? ''].map((handle) => handle.toLowerCase());
  if (uncertain_lead.every((handle) => expected.includes(handle.toLowerCase()))) return reading;
  const { keyword } = reading.spans;
  return { kind: 'ask', question: 'which_payees', proposal: null, spans: { keyword, problem: [keyword] } };
}
