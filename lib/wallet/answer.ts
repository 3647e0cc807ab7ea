/** What a handler did, as the answer to whoever asked: every failure is a value. */
import type { Answer, MessageKind } from '../messages.ts';
import { WalletFailure, walletError } from './failure.ts';

/**
 * Never rejects: an unexpected error is told as `outcome_unknown`, which makes pages ask instead of repeat.
 */
export async function answerOf<T>(kind: MessageKind, handle: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await handle() };
  } catch (error) {
    if (error instanceof WalletFailure) return { ok: false, error: error.error };
    console.error(`moineau: ${kind} failed`, error);
    return { ok: false, error: walletError('outcome_unknown') };
  }
}
