/**
 * The screens' messages, carried out in the page itself: the same handlers as the extension's background, without a
 * border in between, because screens and handlers are of one build, one origin and one process here.
 */
import type { Services } from '../components/services.ts';
import type { Answer, Input, Output } from '../lib/messages.ts';
import { answerOf } from '../lib/wallet/answer.ts';
import { type WalletHandlers, type WalletKind, walletHandlers } from '../lib/wallet/wallet-handlers.ts';

/** With the grammar: read when one of its screens is shown. */
const onX = async () => (await import('../lib/wallet/on-x-handlers.ts')).onXHandlers;

const handlers: WalletHandlers = {
  ...walletHandlers,
  'wallet.written': async (input) => (await onX())['wallet.written'](input),
  'wallet.invitation': async (input) => (await onX())['wallet.invitation'](input),
  'wallet.quiet_on_x': async (input) => (await onX())['wallet.quiet_on_x'](input),
  'wallet.visibility': async (input) => (await onX())['wallet.visibility'](input),
  'wallet.disclosure': async (input) => (await onX())['wallet.disclosure'](input),
  'wallet.disclosure_remove': async (input) => (await onX())['wallet.disclosure_remove'](input),
};

/**
 * @param ready what must have ended before anything is asked; its failure is the answer to the first question.
 * @param done told of each message that was carried out, when it has been
 */
export function createSend(ready: Promise<void>, done: (kind: WalletKind) => void): Services['send'] {
  let isFirst = true;
  return async <K extends WalletKind>(kind: K, input: Input<K>): Promise<Answer<Output<K>>> => {
    const begin = isFirst ? ready : ready.catch(() => undefined);
    isFirst = false;
    const handle: WalletHandlers[K] = handlers[kind];
    return answerOf(kind, async () => {
      await begin;
      const value = await handle(input);
      done(kind);
      return value;
    });
  };
}
