/** What may be said on the command line of a bench. Unknown words end it: a bench that measures something else than asked would mislead. */
import { parseArgs } from 'node:util';

export type BenchOptions = {
  /** How long each single run is. */
  readonly seconds: number;
  /** How often each thing is measured, with pgbench between. */
  readonly rounds: number;
  /** Whether this figure was asked for: all are when none was named. */
  wants(name: string): boolean;
};

/** Reads `--seconds N --rounds N --only NAME` (which may be repeated). @throws Error on anything else. */
export function readOptions(
  names: readonly string[],
  fallback: { seconds: number; rounds: number },
): BenchOptions {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: String(fallback.seconds) },
      rounds: { type: 'string', default: String(fallback.rounds) },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  for (const name of values.only) {
    if (!names.includes(name)) throw new Error(`no figure is called ${name}; there are ${names.join(', ')}`);
  }
  return {
    seconds: countOf('seconds', values.seconds),
    rounds: countOf('rounds', values.rounds),
    wants: (name) => values.only.length === 0 || values.only.includes(name),
  };
}

function countOf(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1`);
  return value;
}
