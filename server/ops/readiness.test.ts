import { expect, test } from 'vitest';
import { createReadiness } from './readiness.ts';

/** A database with this list of migrations, which counts how often it is asked. */
function fakePool(answer: () => Promise<{ list: string | null }>) {
  const pool = {
    asked: 0,
    query: async () => {
      pool.asked++;
      return { rows: [await answer()] };
    },
  };
  return pool;
}

function readinessOf(pool: ReturnType<typeof fakePool>, isMigrated = async () => true) {
  const clock = { at: 0 };
  const readiness = createReadiness({
    pool: pool as never,
    ...{ isMigrated, timeoutMs: 30, now: () => clock.at },
  });
  return { readiness, clock };
}

test('many who ask at once are one question, and its answer is kept for a second', async () => {
  const pool = fakePool(async () => ({ list: 'a' }));
  const { readiness, clock } = readinessOf(pool);
  expect(await Promise.all([1, 2, 3].map(() => readiness.isReady()))).toEqual([true, true, true]);
  clock.at = 999;
  await readiness.isReady();
  expect(pool.asked).toBe(1);
  clock.at = 1_000;
  await readiness.isReady();
  expect(pool.asked).toBe(2);
});

test('the files are read once, and again when the list in the database has changed', async () => {
  let list = 'a';
  let read = 0;
  const { readiness, clock } = readinessOf(
    fakePool(async () => ({ list })),
    async () => {
      read++;
      return list === 'a';
    },
  );
  const isReady = () => {
    clock.at += 1_000;
    return readiness.isReady();
  };
  expect([await isReady(), await isReady(), read]).toEqual([true, true, 1]);
  list = 'b';
  expect([await isReady(), read]).toEqual([false, 2]);
  list = 'a';
  expect([await isReady(), await isReady(), read]).toEqual([true, true, 3]);
});

test.each([
  ['does not answer', () => new Promise<never>(() => undefined)],
  ['refuses', () => Promise.reject(new Error('refused'))],
  ['is empty', async () => ({ list: null })],
])('a database that %s is not ready, and soon known not to be', async (_title, answer) => {
  const { readiness } = readinessOf(fakePool(answer));
  expect(await readiness.isReady()).toBe(false);
});

test('one that ends is not ready, even when it was just now', async () => {
  const pool = fakePool(async () => ({ list: 'a' }));
  const { readiness } = readinessOf(pool);
  const asked = readiness.isReady();
  readiness.end();
  expect(await asked).toBe(false);
  expect(await readiness.isReady()).toBe(false);
});
