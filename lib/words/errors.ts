/** An error of the wallet in words, with what it knows: tries left, time to wait, the limit passed. */
import type { WalletError } from '../messages.ts';
import { centsFromWire, formatCents } from '../money.ts';
import { formatWait } from './dates.ts';
import { type Language, wordsOf } from './index.ts';

/** Total over `WalletErrorCode`: a new code does not compile until both languages have its text. */
export function errorText(error: WalletError, language: Language): string {
  return wordsOf(language).errors[error.code]({
    attemptsLeft: error.attemptsLeft,
    wait: error.retryAfterSeconds === null ? null : formatWait(error.retryAfterSeconds, language),
    limit: error.limitMinor === null ? null : formatCents(centsFromWire(error.limitMinor), language),
  });
}
