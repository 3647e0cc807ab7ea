/**
 * Chance and time of this process, for what decides something: ids, nonces, tokens, rates. A simulation puts its own in
 * their place, so that a run can be played again from its seed; nothing else may. The time of payments is not here: it
 * is the database's, `moineau_now()`.
 */
import { randomBytes as unpredictable } from 'node:crypto';
import type { Version7Options } from 'uuid';

export type Chance = {
  readonly randomBytes: (size: number) => Buffer;
  /** What the next id is made of; undefined: `uuid` knows by itself, and keeps the ids of one process in order. */
  readonly nextId: () => Version7Options | undefined;
  /** Milliseconds that only grow, from no particular beginning. */
  readonly steadyMs: () => number;
};

const real: Chance = {
  randomBytes: unpredictable,
  nextId: () => undefined,
  steadyMs: () => performance.now(),
};

let chance = real;

/** Bytes that nobody can guess. */
export function randomBytes(size: number): Buffer {
  return chance.randomBytes(size);
}

/** See `Chance.nextId`. */
export function nextId(): Version7Options | undefined {
  return chance.nextId();
}

/** Milliseconds that only grow: for rates, never for the time of a payment. */
export function steadyMs(): number {
  return chance.steadyMs();
}

/** For simulations alone. @returns how to go back to real chance. */
export function replaceChance(other: Chance): () => void {
  chance = other;
  return () => {
    chance = real;
  };
}
