/**
 * `npm run chaos:commands -- --seed N --rounds R`: commands flow in from the sandbox's X while the API process is killed
 * at drawn places and moments (tests/chaos/commands). Afterwards every command has exactly its payments and at most one
 * answer, and none was missed. One JSON line at the end; status 1 when something failed.
 *
 *   npm run chaos:commands -- [--seed N] [--rounds KILLS] [--commands HOW_MANY] [--verbose]
 *
 * The seed fixes what is drawn (texts, places, moments, what X does wrong), not how processes meet.
 */
import { parseArgs } from 'node:util';
import { runCommandChaos } from '../tests/chaos/commands/run.ts';
import { seedFrom, wholeNumber } from './lib/numbers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    commands: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const seed = seedFrom(values.seed);
const rounds = wholeNumber(values.rounds, 'rounds');
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => (stopping.signal.aborted ? process.exit(130) : stopping.abort()));
}

const summary = await runCommandChaos({
  ...{ seed, rounds, signal: stopping.signal },
  commands: values.commands === undefined ? rounds * 5 : wholeNumber(values.commands, 'commands'),
  onRound: (round, place) => {
    if (values.verbose) console.log(JSON.stringify({ round, place }));
  },
});
console.log(JSON.stringify(summary));
if (summary.failures.length > 0) process.exitCode = 1;
process.exit();
