/** Sends a typed message from one of the wallet's pages to the background. */
import { browser } from 'wxt/browser';
import type { Answer, Input, MessageKind, Output } from './messages.ts';

type WalletKind = Extract<MessageKind, `wallet.${string}`>;

/**
 * Never rejects: a background that can't be reached is an error value like any other (`refused_message`), and
 * what an order became is asked for again by `wallet.draft_check`.
 */
export async function send<K extends WalletKind>(kind: K, input: Input<K>): Promise<Answer<Output<K>>> {
  try {
    const answer = (await browser.runtime.sendMessage({ moineau: 1, kind, input })) as
      | Answer<Output<K>>
      | undefined;
    if (answer) return answer;
  } catch {
    // The worker was stopped while it worked; its next start finds the order by its stored key.
  }
  return {
    ok: false,
    error: { code: 'refused_message', attemptsLeft: null, retryAfterSeconds: null, limitMinor: null },
  };
}
