import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createPool, type Pool, withTransaction } from './pool.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 2);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('work that swallows an error of the database is not told that it was committed', async () => {
  const work = withTransaction(pool, async (tx) => {
    await tx.query('create table swallowed (n integer)');
    await tx.query('select 1 / 0').catch(() => undefined);
    return 'done';
  });
  await expect(work).rejects.toThrow('not committed');
  const { rows } = await pool.query("select to_regclass('swallowed') as found");
  expect(rows[0]?.found).toBeNull();
});

test('a deadlock is done again and told to nobody', async () => {
  await pool.query('create table pairs as select n, 0 as count from generate_series(1, 2) n');
  let met = 0;
  const { promise: both, resolve } = Promise.withResolvers<void>();
  const touch = (first: number, second: number) =>
    withTransaction(pool, async (tx) => {
      await tx.query('update pairs set count = count + 1 where n = $1', [first]);
      if (++met >= 2) resolve();
      await both;
      await tx.query('update pairs set count = count + 1 where n = $1', [second]);
    });
  await Promise.all([touch(1, 2), touch(2, 1)]);
  expect((await pool.query('select count from pairs')).rows).toEqual([{ count: 2 }, { count: 2 }]);
});
