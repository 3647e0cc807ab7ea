/** What happened, in order: the last of it to be read when something is wrong, and all of it as one hash. */
import { createHash } from 'node:crypto';

const KEPT_LINES = 80;

export type Trace = {
  add(line: string): void;
  /** The last lines. */
  last(): readonly string[];
  /** Of everything so far: two runs with the same one did the same. */
  hash(): string;
};

export function createTrace(): Trace {
  const hash = createHash('sha256');
  let kept: string[] = [];
  return {
    add(line) {
      hash.update(`${line}\n`);
      kept.push(line);
      if (kept.length > 2 * KEPT_LINES) kept = kept.slice(-KEPT_LINES);
    },
    last: () => kept.slice(-KEPT_LINES),
    hash: () => hash.copy().digest('hex').slice(0, 16),
  };
}
