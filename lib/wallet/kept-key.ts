/**
 * Orders that no draft carries: their key is made before they are sent, and kept until their outcome is known. So the
 * same order pressed again after a lost answer, or by the next worker, is the same order.
 */
import { platform } from '#platform';
import type { Outcome } from './api.ts';
import { errorOf, WalletFailure } from './failure.ts';

/** Whether this answer leaves open what becomes of the order. */
function isOpen(outcome: Outcome<unknown>): boolean {
  return (
    outcome.kind === 'unknown' || (outcome.kind === 'refused' && outcome.problem.code === 'request_in_flight')
  );
}

/** Sends the order that `name` names, once more where its answer was lost. */
export async function withKeptKey<T>(
  name: string,
  send: (idempotencyKey: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const place = `key.${name}`;
  const kept = await platform.kept.get(place);
  const key = typeof kept === 'string' ? kept : crypto.randomUUID();
  await platform.kept.set(place, key);
  let outcome = await send(key);
  if (outcome.kind === 'unknown') outcome = await send(key);
  if (!isOpen(outcome)) await platform.kept.remove(place);
  return outcome;
}

/** @throws WalletFailure where it is not done */
export function doneOf<T>(outcome: Outcome<T>, whenUnknown?: 'offline' | 'outcome_unknown'): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new WalletFailure(errorOf(outcome, whenUnknown));
}
