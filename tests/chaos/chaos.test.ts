/** A few rounds of `npm run chaos`, one of each sort: real processes, killed, stopped, starved and cut off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from './faults.ts';
import { randomFrom } from './random.ts';
import { playRound } from './round.ts';
import { createWorld, type World } from './world.ts';

const SEED = 2_014;

let world: World;
let round = 0;
beforeAll(async () => {
  world = await createWorld(randomFrom(SEED).fork('world'));
});
afterAll(() => world?.close());

/** Plays a round with this one fault, and expects that it struck and that nothing failed. */
async function survives(kind: string): Promise<void> {
  const report = await playRound(world, { seed: SEED, round: ++round, candidates: faultsOf(kind) });
  expect(report.failures, report.log.join('\n')).toEqual([]);
  expect(report.faults).toEqual([{ kind: expect.stringContaining(kind), did: expect.any(String) }]);
}

test('T33 an API process is killed after a commit, before its reply, while people pay', () =>
  survives('kill_api_at:confirm.after_commit'));
test('T34 an API process is killed before a commit, while people pay', () =>
  survives('kill_api_at:confirm.before_commit'));
test('T42 PostgreSQL is killed with all its processes, while people pay', () => survives('kill_postgres'));
test('T42 PostgreSQL is restarted immediately, while people pay', () => survives('restart_postgres'));
test('T42 all connections of PostgreSQL are taken, while people pay', () => survives('exhaust_connections'));
test('T42 the disk is full, while people pay', async ({ skip }) => {
  if (typeof world.disk === 'string') skip(world.disk);
  await survives('fill_disk');
});
test('T36 answers are lost and asked for again, while people pay', () => survives('lose_replies'));
test('an API process is stopped and goes on, while people pay', () => survives('stop_api'));
