/** One place where an outcome of the API becomes an error that the wallet shows. */
import type { WalletError, WalletErrorCode } from '../messages.ts';
import type { Problem } from '../protocol/index.ts';
import type { Outcome } from './api.ts';

/** An error of the wallet as a value; handlers answer it, they never throw it across a message. */
export class WalletFailure extends Error {
  override readonly name = 'WalletFailure';
  readonly error: WalletError;

  constructor(error: WalletError) {
    super(error.code);
    this.error = error;
  }
}

/** An error with nothing but its code. */
export function walletError(code: WalletErrorCode): WalletError {
  return { code, attemptsLeft: null, retryAtMs: null, limitMinor: null };
}

/**
 * The error of an outcome that is not `done`.
 * @param whenUnknown what a lost answer means here: `offline` where nothing depends on it, else `outcome_unknown`.
 */
export function errorOf(
  outcome: Exclude<Outcome<unknown>, { kind: 'done' }>,
  whenUnknown: 'offline' | 'outcome_unknown' = 'offline',
): WalletError {
  if (outcome.kind === 'unknown') return walletError(whenUnknown);
  const { problem } = outcome;
  return {
    code: codeOf(problem),
    attemptsLeft: problem.attempts_left ?? null,
    retryAtMs: problem.retry_after === undefined ? null : Date.now() + problem.retry_after * 1000,
    limitMinor: problem.limit ?? null,
  };
}

/** The last try was wrong, too: for its person that is the lock, which the API tells of only from the next try on. */
function codeOf({ code, attempts_left, retry_after }: Problem): WalletErrorCode {
  if (code !== 'authentication_failed' || attempts_left !== 0) return code;
  return retry_after === undefined ? 'pin_blocked' : 'pin_locked';
}
