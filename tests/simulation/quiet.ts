/**
 * Knows when this process has nothing left to do but to wait for the simulation: no callback is queued and no signature
 * is being made or checked in the thread pool. What happens next is then the simulation's choice alone.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { mock } from 'node:test';

/** Turns of the event loop without anything new: more than any chain of `setImmediate` in the product is long. */
const SILENT_TURNS = 5;

export type Quiet = {
  /** Something has happened. */
  stir(): void;
  /** Resolves when nothing happens any more. */
  come(): Promise<void>;
  /** Undoes what was put in place. */
  end(): void;
};

type Verify = typeof crypto.verify;
type SubtleMethod = (...args: unknown[]) => Promise<unknown>;
const names = ['sign', 'verify', 'digest', 'importKey', 'exportKey', 'generateKey'] as const;
type Subtle = (typeof names)[number];

/**
 * Watches the thread pool's work from now on, and stops intervals: what they would do, the simulation does in its own
 * time.
 */
export function watchQuiet(): Quiet {
  let stirs = 0;
  let working = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: which of two ends first would be the thread pool's choice. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    working++;
    const done = last.then(work).finally(() => {
      working--;
      stirs++;
    });
    last = done.catch(() => undefined);
    return done;
  };

  const verify = crypto.verify as (...args: unknown[]) => unknown;
  const verifyInTurn = (...args: unknown[]) => {
    const callback = args.at(-1);
    if (typeof callback !== 'function') return verify(...args);
    const rest = args.slice(0, -1);
    return inTurn(
      () =>
        new Promise<void>((resolve) => {
          verify(...rest, (...result: unknown[]) => {
            callback(...result);
            resolve();
          });
        }),
    );
  };
  crypto.verify = verifyInTurn as Verify;
  syncBuiltinESMExports();

  const subtle = Object.getPrototypeOf(globalThis.crypto.subtle) as Record<Subtle, SubtleMethod>;
  const originals = names.map((name) => subtle[name]);
  for (const [i, name] of names.entries()) {
    subtle[name] = function (...args) {
      return inTurn(() => (originals[i] as SubtleMethod).apply(this, args));
    };
  }
  mock.timers.enable({ apis: ['setInterval'] });

  return {
    stir: () => {
      stirs++;
    },
    async come() {
      let silent = 0;
      let before = stirs;
      while (silent < SILENT_TURNS) {
        await new Promise((resolve) => setImmediate(resolve));
        silent = working === 0 && stirs === before ? silent + 1 : 0;
        before = stirs;
      }
    },
    end() {
      mock.timers.reset();
      crypto.verify = verify as Verify;
      syncBuiltinESMExports();
      for (const [i, name] of names.entries()) subtle[name] = originals[i] as SubtleMethod;
    },
  };
}
