/** What `npm run failover` is asked to do. Pure: nothing here starts anything. */
import { parseArgs } from 'node:util';

/** `async` is the control: the same run without a synchronous standby has to lose something. */
export type Mode = 'sync' | 'async';

export type FailoverOptions = {
  readonly seed: number;
  readonly mode: Mode;
  /** Leaves the directory with configuration and logs. */
  readonly keep: boolean;
  /** Brings the old primary back as a standby afterwards. */
  readonly rejoin: boolean;
  /** People who pay each other over HTTP, each with a device of his own. */
  readonly people: number;
  /** Orders that go to the ledger directly, at the same time. */
  readonly transfersInFlight: number;
  /** How long everything is well before the standby falls behind. */
  readonly calmMs: number;
};

export const USAGE =
  'npm run failover -- --seed N [--mode sync|async] [--rejoin] [--keep] [--people N] [--in-flight N] [--calm-ms N]';

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new Error(`--${name} is a whole number, ${least} to ${most}`);
  return value;
}

/**
 * Reads the command line.
 * @throws Error that says what is wrong, for people.
 */
export function readOptions(args: readonly string[]): FailoverOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      mode: { type: 'string', default: 'sync' },
      keep: { type: 'boolean', default: false },
      rejoin: { type: 'boolean', default: false },
      people: { type: 'string', default: '24' },
      'in-flight': { type: 'string', default: '64' },
      'calm-ms': { type: 'string', default: '2000' },
    },
  });
  const { mode } = values;
  if (mode !== 'sync' && mode !== 'async') throw new Error('--mode is sync or async');
  if (mode === 'async' && values.rejoin)
    throw new Error('--rejoin shows the way back of a synchronous set-up');
  return {
    ...{ mode, keep: values.keep, rejoin: values.rejoin },
    seed: wholeNumber('seed', values.seed, 0, 999_999_999),
    people: wholeNumber('people', values.people, 2, 500),
    transfersInFlight: wholeNumber('in-flight', values['in-flight'], 1, 2_000),
    calmMs: wholeNumber('calm-ms', values['calm-ms'], 200, 600_000),
  };
}
