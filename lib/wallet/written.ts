/**
 * What this person has written to the service on X, with why it ordered nothing. It reads them with the
 * grammar again: the very characters are not kept.
 */
import { platform } from '#platform';
import type { WrittenText } from '../messages.ts';
import type { Command } from '../protocol/index.ts';
import { markRefusedRead } from '../store/session.ts';
import { errorText, isErrorCode } from '../words/errors.ts';
import { showBadge } from './announce.ts';
import { viewCommand } from './command-view.ts';
import { walletError } from './failure.ts';
import * as api from './generated/operations.ts';
import { doneOf } from './kept-key.ts';
import { callAsPerson, requireSession } from './session.ts';

export async function writtenTexts(): Promise<WrittenText[]> {
  const { items } = doneOf(await callAsPerson(api.listCommands, {}));
  const { person } = await requireSession();
  await markRefusedRead();
  await showBadge();
  return items.map((command) => ({ command, why: whyNot(command, person.handle) }));
}

/** The grammar's own sentence, with the very characters, where it was the grammar that said no; else the error's. */
function whyNot({ text, channel, state, problem }: Command, author: string): string | null {
  if (state !== 'refused' || problem === null) return null;
  const language = platform.language();
  const code = problem === 'oneself' ? 'payee_is_payer' : problem;
  if (isErrorCode(code)) return errorText(walletError(code), null, language);
  const place = channel === 'dm' ? 'chat' : 'composer';
  const said = viewCommand({ text, author, place, replyTo: null, language });
  return said && said.kind !== 'payment' ? said.text : null;
}
