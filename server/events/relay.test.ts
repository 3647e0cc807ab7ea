import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createPool, type Pool } from '../db/pool.ts';
import { EVENTS_CHANNEL, relayOnce, startRelay } from './relay.ts';

let database: TestDatabase;
let pool: Pool;
let listener: pg.Client;
let heard: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 8);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  heard = [];
  listener = new pg.Client({ connectionString: database.url });
  await listener.connect();
  listener.on('notification', ({ payload }) => heard.push(...(payload ?? '').split(',')));
  await listener.query(`listen ${EVENTS_CHANNEL}`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await listener.end();
});

/** Relays started from now on have no patrol: what a nudge loses is lost. Fake timers would be wound by `expect.poll`. */
function withoutPatrol(): void {
  vi.spyOn(globalThis, 'setInterval').mockReturnValue({
    unref: () => undefined,
  } as unknown as NodeJS.Timeout);
}

const write = (queryable: Pool | pg.PoolClient, people: readonly string[]) =>
  queryable.query('insert into outbox (people, payments) values ($1, $2)', [people, []]);
const left = async () => Number((await pool.query('select count(*) from outbox')).rows[0]?.count);
const someone = (count: number) => Array.from({ length: count }, () => randomUUID());

test('every person is woken once, by two relays that carry at the same time', async () => {
  const people = someone(230);
  for (const person of people) await write(pool, [person]);
  // Two processes, each until it finds nothing more.
  const drain = async () => {
    for (let taken = 1; taken > 0; ) taken = await relayOnce(pool);
  };
  await Promise.all([drain(), drain()]);
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(people.length);
  // All there is to hear has been sent before the answer to this.
  await listener.query('select 1');
  expect(heard.toSorted()).toEqual(people.toSorted());
  expect(await left()).toBe(0);
});

test('somebody in several rows of a round is woken once, and many people at once are all woken', async () => {
  const [one] = someone(1) as [string];
  const crowd = someone(900);
  for (let i = 0; i < 5; i++) await write(pool, [one]);
  await write(pool, crowd);
  expect(await relayOnce(pool)).toBe(6);
  await expect.poll(() => heard.length).toBe(901);
  expect(heard.filter((person) => person === one)).toHaveLength(1);
  expect(new Set(heard)).toEqual(new Set([one, ...crowd]));
});

test('what is not committed yet is not carried, and holds nobody up', async () => {
  const [early, late] = someone(2) as [string, string];
  const tx = await pool.connect();
  await tx.query('begin');
  await write(tx, [late]);
  await write(pool, [early]);
  await relayOnce(pool);
  await expect.poll(() => heard).toEqual([early]);
  await tx.query('commit');
  tx.release();
  await relayOnce(pool);
  await expect.poll(() => heard).toEqual([early, late]);
});

test('a relay that hangs with its rows holds up no other', async () => {
  const [taken, free] = someone(2) as [string, string];
  await write(pool, [taken]);
  const hanging = await pool.connect();
  await hanging.query('begin');
  await hanging.query('select from outbox for update');
  await write(pool, [free]);
  // One that waited for the locks of the first would fail.
  const impatient = createPool(database.url, 1);
  try {
    await impatient.query("set lock_timeout = '500ms'");
    expect(await relayOnce(impatient)).toBe(1);
    await expect.poll(() => heard).toEqual([free]);
  } finally {
    await hanging.query('rollback');
    hanging.release();
    await impatient.end();
  }
  await relayOnce(pool);
  await expect.poll(() => heard).toEqual([free, taken]);
});

test('the row of a relay that died while carrying is carried by the patrol of another', async () => {
  const [person] = someone(1) as [string];
  const dying = await pool.connect();
  await write(pool, [person]);
  await dying.query('begin');
  await dying.query('delete from outbox');
  const other = startRelay(pool, { warn: () => undefined });
  try {
    dying.release(new Error('dead'));
    // Nobody nudges it.
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([person]);
    expect(await left()).toBe(0);
  } finally {
    await other.close();
  }
});

test('a round that fails is reported and done again by the next', async () => {
  const warn = vi.fn();
  const [person] = someone(1) as [string];
  await write(pool, [person]);
  let broken = true;
  const connect = async () => {
    if (broken) throw new Error('no connection');
    return pool.connect();
  };
  const relay = startRelay({ connect } as unknown as Pool, { warn });
  try {
    relay.nudge();
    await expect.poll(() => warn.mock.calls.length).toBe(1);
    expect([heard, await left()]).toEqual([[], 1]);
    broken = false;
    relay.nudge();
    await expect.poll(() => heard).toEqual([person]);
  } finally {
    await relay.close();
  }
});

/**
 * A pool that carries out a relay's statements on the real one and calls `at` when it is told to commit, before or after.
 */
function watched(when: 'before' | 'after', at: () => Promise<void> | void): Pool {
  const connect = async () => {
    const client = await pool.connect();
    const query = async (statement: string | pg.QueryConfig) => {
      if (statement === 'commit' && when === 'before') await at();
      const result = await client.query(statement as string);
      if (statement === 'commit' && when === 'after') await at();
      return result;
    };
    return { query, release: (error?: Error) => client.release(error) };
  };
  return { connect } as unknown as Pool;
}

test.each(['before', 'after'] as const)(
  'nothing is lost when it is nudged at the end of a round, %s its commit',
  async (when) => {
    withoutPatrol();
    const [first, second] = someone(2) as [string, string];
    let nudged = false;
    const relay = startRelay(
      watched(when, async () => {
        if (nudged) return;
        nudged = true;
        await write(pool, [second]);
        relay.nudge();
      }),
      { warn: () => undefined },
    );
    try {
      await write(pool, [first]);
      relay.nudge();
      await expect.poll(() => heard, { timeout: 5_000 }).toEqual([first, second]);
    } finally {
      await relay.close();
    }
  },
);

test('nor when it is nudged at any step between the commit of a round and its end', async () => {
  withoutPatrol();
  for (let steps = 0; steps < 40; steps++) {
    const [first, second] = someone(2) as [string, string];
    let told = false;
    const relay = startRelay(
      watched('after', async () => {
        if (told) return;
        told = true;
        await write(pool, [second]);
        void (async () => {
          for (let i = 0; i < steps; i++) await Promise.resolve();
          relay.nudge();
        })();
      }),
      { warn: () => undefined },
    );
    await write(pool, [first]);
    relay.nudge();
    await expect.poll(() => heard.slice(-2), { interval: 2, timeout: 5_000 }).toEqual([first, second]);
    await relay.close();
  }
});
