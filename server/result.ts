/**
 * Outcomes as values. Every expected failure is a `Refusal` with a code of the closed list in
 * lib/protocol/errors.ts, which is also the one table from failure to HTTP status. Only faults are thrown.
 */
import type { Cents } from '../lib/money.ts';
import type { ErasureObstacle, ProblemCode } from '../lib/protocol/index.ts';

export type Refusal<Code extends ProblemCode = ProblemCode> = {
  readonly code: Code;
  /** Tries of the code that are left. */
  readonly attemptsLeft?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** The limit that was passed. */
  readonly limit?: Cents;
  /** Why somebody can't leave yet. */
  readonly obstacles?: readonly ErasureObstacle[];
  readonly errors?: readonly { pointer: string; message: string }[];
};

export type Result<Value, Code extends ProblemCode = ProblemCode> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refusal<Code> };

export function accept<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function refuse<Code extends ProblemCode>(
  code: Code,
  details: Omit<Refusal<Code>, 'code'> = {},
): { readonly ok: false; readonly error: Refusal<Code> } {
  return { ok: false, error: { code, ...details } };
}
