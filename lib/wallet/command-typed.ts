/**
 * A draft that a typed command began: whether it may go straight to the code, and telling X's page how it ended. Apart from
 * its reading (command-draft.ts): this needs no grammar.
 */
import { platform } from '#platform';
import type { Draft } from '../messages.ts';
import type { ToldMessage } from '../told.ts';

/**
 * Whether a draft may go straight to the code: everything was typed, and each of these very accounts has been paid
 * before. The code's screen shows amount and payees in any case.
 */
export function mayAskForCode({ command, amountMinor, error, acquaintances }: Draft): boolean {
  if (!command || amountMinor === null || error) return false;
  return acquaintances.every(({ isNew, formerHandle }) => !isNew && formerHandle === null);
}

/**
 * Tells the page that the command is paid, so that it may empty the draft. `held` counts: the money has left, and
 * a command that stays in the draft would ask for it once more.
 */
export async function tellSettled(draft: Draft): Promise<void> {
  const { command } = draft;
  if (!command || command.tabId === null) return;
  const message: ToldMessage = {
    moineau: 1,
    kind: 'told.outcome',
    input: { wish: command.wish, outcome: 'settled' },
  };
  // The tab may be closed, or on another page: the draft it held is gone with it.
  await platform.tellTab(command.tabId, message);
}
