/**
 * A typed command becomes drafts, one for each payee, one after the other. The text is read here, again and alone: what
 * the page showed of it decides nothing. Must never order for somebody whom this person has not paid before without
 * showing him first: one letter is enough to name somebody else.
 */
import { platform } from '#platform';
import { readCommand } from '../command/index.ts';
import type { CommandWish, Draft } from '../messages.ts';
import { centsToWire } from '../money.ts';
import { listPayments } from '../store/payments.ts';
import type { ToldMessage } from '../told.ts';
import { contextOf } from './command-view.ts';
import { emptyDraft, inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { WalletFailure, walletError } from './failure.ts';
import { isMemo } from './generated/checks.ts';

/** Payments that are looked through for somebody who has been paid before. */
const LATEST = 200;
const EXCERPT = 200;

/**
 * The command becomes the draft of its first payee.
 * @throws WalletFailure `refused_message` for a text that asks for no payment: the page has changed since it was read
 */
export function startFromCommand(wish: CommandWish, tabId: number | null): Promise<Draft> {
  return inTurn(async () => {
    const current = await loadDraft();
    // How that one ended is not known: the person sees it first.
    if (current?.step === 'sent') return current;
    const reading = readCommand(wish.text, contextOf(wish));
    const [first, ...rest] = reading?.kind === 'payment' ? reading.payees : [];
    if (reading?.kind !== 'payment' || first === undefined) {
      throw new WalletFailure(walletError('refused_message'));
    }
    const origin = wish.place === 'chat' ? 'command_dm' : 'composer';
    const { memo } = reading;
    return saveDraft({
      ...emptyDraft({ handle: first, name: first, origin }),
      tweetId: wish.tweetId,
      excerpt: wish.text.slice(0, EXCERPT),
      amountMinor: centsToWire(reading.amountMinor),
      memo: isMemo(memo) ? memo : null,
      command: { wish: wish.wish, tabId, rest },
    });
  });
}

/** The same amount to the next payee, once this one's payment is made; else the draft as it is. */
export function nextPayee(): Promise<Draft> {
  return inTurn(async () => {
    const draft = await loadDraft();
    if (!draft) throw new WalletFailure(walletError('refused_message'));
    const [next, ...rest] = draft.command?.rest ?? [];
    if (draft.step !== 'receipt' || !draft.command || next === undefined) return draft;
    const { origin, tweetId, excerpt, amountMinor, memo, command } = draft;
    return saveDraft({
      ...emptyDraft({ handle: next, name: next, origin }),
      ...{ tweetId, excerpt, amountMinor, memo },
      command: { ...command, rest },
    });
  });
}

/**
 * Whether a draft may go straight to the code: everything was typed, and this very account has been paid before.
 * The code's screen shows amount and payee in any case.
 */
export async function mayAskForCode(draft: Draft): Promise<boolean> {
  const { command, payee, amountMinor, error } = draft;
  if (!command || !payee || amountMinor === null || error) return false;
  const latest = await listPayments({ limit: LATEST });
  return latest.some(
    ({ direction, state, payee: paid }) =>
      direction === 'out' && state === 'settled' && paid.x_user_id === payee.x_user_id,
  );
}

/**
 * Tells the page that the whole command is paid, so that it may empty the draft. `held` counts: the money has left, and
 * a command that stays in the draft would ask for it once more.
 */
export async function tellSettled(draft: Draft): Promise<void> {
  const { command } = draft;
  if (!command || command.tabId === null || command.rest.length > 0) return;
  const message: ToldMessage = {
    moineau: 1,
    kind: 'told.outcome',
    input: { wish: command.wish, outcome: 'settled' },
  };
  // The tab may be closed, or on another page: the draft it held is gone with it.
  await platform.tellTab(command.tabId, message);
}
