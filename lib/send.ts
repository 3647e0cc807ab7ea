/** Sends a typed message from one of the wallet's pages to the background. */
import { browser } from 'wxt/browser';
import type { Answer, Input, MessageKind, Output } from './messages.ts';

type WalletKind = Extract<MessageKind, `wallet.${string}`>;

/** What must not be asked for twice unasked. Everything else answers the same again, or goes on where it was. */
const ONCE: ReadonlySet<WalletKind> = new Set(['wallet.sign_in', 'wallet.choose_pin', 'wallet.top_up']);

/** A worker is stopped now and then; one that is stopped this often in a row does not work. */
const MOST_TRIES = 5;

/**
 * Never rejects: a background that can't be reached is an error value like any other (`refused_message`), and
 * what an order became is asked for again by `wallet.draft_check`.
 */
export async function send<K extends WalletKind>(kind: K, input: Input<K>): Promise<Answer<Output<K>>> {
  const tries = ONCE.has(kind) ? 1 : MOST_TRIES;
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      const answer = await browser.runtime.sendMessage({ moineau: 1, kind, input });
      if (answer) return answer as Answer<Output<K>>;
    } catch {
      // The worker was stopped while it worked. Asked again, the next one finds the draft where it was left.
    }
  }
  return {
    ok: false,
    error: { code: 'refused_message', attemptsLeft: null, retryAtMs: null, limitMinor: null },
  };
}
