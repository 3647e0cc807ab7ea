/**
 * What the API answers: a status and a JSON body, or a problem (RFC 9457) made from a refusal. The one place
 * where a refusal becomes HTTP. It must never put into a problem what the client did not send or does not own.
 */
import { centsToWire } from '../../lib/money.ts';
import { type Problem, problems } from '../../lib/protocol/index.ts';
import type { Refusal, Result } from '../result.ts';

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  /** Repeated from an earlier request with the same Idempotency-Key. */
  readonly replayed?: boolean;
};

/** The problem details of a refusal. `type` is the code's page in docs/api/errors. */
export function toProblem(refusal: Refusal, requestId: string): Problem {
  const rule = problems[refusal.code];
  return {
    type: `https://docs.moineau.example/api/errors/${refusal.code}`,
    title: rule.title,
    status: rule.status,
    code: refusal.code,
    request_id: requestId,
    retryable: rule.retryable,
    ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
    ...(refusal.attemptsLeft === undefined ? {} : { attempts_left: refusal.attemptsLeft }),
    ...(refusal.limit === undefined ? {} : { limit: centsToWire(refusal.limit) }),
    ...(refusal.obstacles === undefined ? {} : { obstacles: [...refusal.obstacles] }),
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors.map((error) => ({ ...error })) }),
  };
}

export function problemAnswer(refusal: Refusal, requestId: string): Answer {
  return { status: problems[refusal.code].status, body: toProblem(refusal, requestId) };
}

/** The answer of a result: its value with the endpoint's status of success, or its problem. */
export function answerOf(result: Result<unknown>, status: number, requestId: string): Answer {
  return result.ok ? { status, body: result.value } : problemAnswer(result.error, requestId);
}
