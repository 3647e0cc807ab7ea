/** A short `npm run simulate`: five weeks of a few people, twice, step by step the same. */
import { expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { simulate } from './simulation.ts';

const SEED = 2_014;

async function run(seed: number) {
  const database = await createTestDatabase();
  try {
    return await simulate({ databaseUrl: database.url, seed, days: 35, people: 6, doings: 8 });
  } finally {
    await database.drop();
  }
}

test('T58 five weeks of a bank keep every law of money, and the same seed plays them again', async () => {
  const [first, second] = [await run(SEED), await run(SEED)];
  expect(first.transfers).toBeGreaterThan(10);
  expect(second).toEqual(first);
}, 120_000);
