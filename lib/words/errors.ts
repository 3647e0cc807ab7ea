/** An error of the wallet in words, with what it knows: tries left, time to wait, the limit passed. */
import type { WalletError, WalletErrorCode } from '../messages.ts';
import { centsFromWire, formatCents } from '../money.ts';
import { wordsEverywhere } from './everywhere/index.ts';
import type { Language } from './language.ts';
import { formatWait } from './waits.ts';

/** Whether the wallet has words for this code. */
export function isErrorCode(code: string): code is WalletErrorCode {
  return Object.hasOwn(wordsEverywhere('en').errors, code);
}

/**
 * Total over `WalletErrorCode`: a new code does not compile until both languages have its text.
 * `waitSeconds`: what is left to wait now, or null when it is not known.
 */
export function errorText(
  error: Omit<WalletError, 'retryAtMs'>,
  waitSeconds: number | null,
  language: Language,
): string {
  return wordsEverywhere(language).errors[error.code]({
    attemptsLeft: error.attemptsLeft,
    wait: waitSeconds === null ? null : formatWait(waitSeconds, language),
    limit: error.limitMinor === null ? null : formatCents(centsFromWire(error.limitMinor), language),
  });
}
