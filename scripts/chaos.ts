/**
 * `npm run chaos -- --seed N --rounds R`: real processes are killed, stopped, starved and cut off while people pay, and
 * after each round the books are held against what the clients were told (tests/chaos). One JSON line for each round
 * that failed, with the command that plays it again, and one with the figures at the end.
 *
 *   npm run chaos -- [--seed N] [--rounds R] [--from FIRST] [--only KIND] [--verbose]
 *
 * The seed fixes what is drawn (faults, their moments, orders, amounts, keys), not how the machine's scheduler lets
 * processes meet: a failure that needs a rare meeting may take several tries.
 */
import { parseArgs } from 'node:util';
import type { RoundReport } from '../tests/chaos/round.ts';
import { runChaos } from '../tests/chaos/run.ts';
import { seedFrom, wholeNumber } from './lib/numbers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const seed = seedFrom(values.seed);
const only = values.only ?? null;

function replayOf(round: number): string {
  return `npm run chaos -- --seed ${seed} --from ${round} --rounds 1${only === null ? '' : ` --only ${only}`}`;
}

function tell(report: RoundReport): void {
  if (report.failures.length > 0) {
    console.log(JSON.stringify({ ...report, failed: true, seed, replay: replayOf(report.round) }));
  } else if (values.verbose) {
    const { round, faults, ms } = report;
    console.log(JSON.stringify({ round, faults, ms }));
  }
}

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  // The first ends the round in order; whoever insists gets it at once, and `exit` ends the processes.
  process.on(name, () => (stopping.signal.aborted ? process.exit(130) : stopping.abort()));
}

const summary = await runChaos({
  ...{ seed, only, onRound: tell, signal: stopping.signal },
  rounds: wholeNumber(values.rounds, 'rounds'),
  from: wholeNumber(values.from, 'from'),
});
console.log(JSON.stringify(summary));
if (summary.failures > 0) process.exitCode = 1;
else if (stopping.signal.aborted) process.exitCode = 130;
