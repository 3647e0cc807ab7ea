/**
 * A typed command becomes the draft, of one payee or of several with one code. The text is read here, again and alone: what
 * the page showed of it decides nothing. Must never order for somebody whom this person has not paid before without
 * showing him first: one letter is enough to name somebody else.
 */
import { readCommand } from '../command/index.ts';
import type { CommandWish, Draft } from '../messages.ts';
import { centsToWire } from '../money.ts';
import { contextOf } from './command-view.ts';
import { emptyDraft, inTurn, loadDraft, saveDraft } from './draft-store.ts';
import { WalletFailure, walletError } from './failure.ts';
import { isMemo } from './generated/checks.ts';

const EXCERPT = 200;

/**
 * The command becomes the draft: each of its payees is paid the amount.
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
    const isChat = wish.place === 'chat';
    const { memo } = reading;
    return saveDraft({
      ...emptyDraft({ handle: first, name: first, origin: isChat ? 'command_dm' : 'composer' }),
      tweetId: wish.tweetId,
      excerpt: wish.text.slice(0, EXCERPT),
      amountMinor: centsToWire(reading.amountMinor),
      memo: isMemo(memo) ? memo : null,
      // Written in a message, told in a message.
      visibility: isChat ? 'dm' : 'private',
      others: rest.map((handle) => ({ handle, payee: null })),
      command: { wish: wish.wish, tabId },
    });
  });
}
