/**
 * The screens' messages, carried out in the page itself: the same handlers as the extension's background, without a
 * border in between, because screens and handlers are of one build, one origin and one process here.
 */
import type { Services } from '../components/services.ts';
import type { Answer, Input, Output } from '../lib/messages.ts';
import { answerOf } from '../lib/wallet/answer.ts';
import { type WalletHandlers, type WalletKind, walletHandlers } from '../lib/wallet/wallet-handlers.ts';

/**
 * @param ready what must have ended before anything is asked; its failure is the answer to the first question.
 * @param done told of each message that was carried out, when it has been
 */
export function createSend(ready: Promise<void>, done: (kind: WalletKind) => void): Services['send'] {
  let isFirst = true;
  return async <K extends WalletKind>(kind: K, input: Input<K>): Promise<Answer<Output<K>>> => {
    const begin = isFirst ? ready : ready.catch(() => undefined);
    isFirst = false;
    const handle: WalletHandlers[K] = walletHandlers[kind];
    return answerOf(kind, async () => {
      await begin;
      const value = await handle(input);
      done(kind);
      return value;
    });
  };
}
