/**
 * `npm run simulate -- --seed N`: people pay each other for simulated weeks, over a network that drops, delays, duplicates
 * and reorders, with the real API and the real PostgreSQL (tests/simulation). One JSON line at the end; a failure prints
 * what led to it, and the same seed leads there again. Codes are checked by a stand-in that costs nothing, and a commit
 * does not wait for the disk: both have tests of their own.
 *
 *   npm run simulate -- [--seed N] [--days D] [--people P] [--doings N] [--verbose]
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../server/db/migrate.ts';
import { SimulationFailure, simulate } from '../tests/simulation/simulation.ts';
import { seedFrom, wholeNumber } from './lib/numbers.ts';
import { startPostgres } from './lib/postgres.ts';
import { endWithUs } from './lib/processes.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    days: { type: 'string', default: '35' },
    people: { type: 'string', default: '200' },
    doings: { type: 'string', default: '400' },
    verbose: { type: 'boolean', default: false },
  },
});

const seed = seedFrom(values.seed);
const days = wholeNumber(values.days, 'days');
const people = wholeNumber(values.people, 'people');
const doings = wholeNumber(values.doings, 'doings');

const dataDirectory = await mkdtemp(join(tmpdir(), 'moineau-simulate-'));
const postgres = await startPostgres({ dataDirectory });
const forget = endWithUs(postgres.pid, 'SIGQUIT');
// What `exit` ends and removes goes with us, however we are asked to go.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
process.once('exit', () => rmSync(dataDirectory, { recursive: true, force: true }));
const started = performance.now();
const onDay = (day: number, steps: number) => {
  if (values.verbose)
    console.error(`day ${day}: ${steps} steps, ${Math.round(performance.now() - started)} ms`);
};
try {
  await migrate(postgres.url);
  const { counts, ...report } = await simulate({
    databaseUrl: postgres.url,
    seed,
    days,
    people,
    doings,
    onDay,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    JSON.stringify({
      simulate: 'ok',
      seed,
      days,
      people,
      ...report,
      seconds,
      ...(values.verbose ? { counts } : {}),
    }),
  );
} catch (error) {
  if (!(error instanceof SimulationFailure)) throw error;
  console.error(error.message);
  const replay = `npm run simulate -- --seed ${seed} --days ${days} --people ${people} --doings ${doings}`;
  console.log(JSON.stringify({ simulate: 'failed', seed, days, people, replay }));
  process.exitCode = 1;
} finally {
  await postgres.stop();
  forget();
}
