import fc from 'fast-check';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import type { Pool } from '../db/pool.ts';
import { createExecutor, type ExecutorOptions } from './executor.ts';

type Order = { readonly nr: number; readonly shares?: readonly string[]; readonly owns?: readonly string[] };
type Batch = { readonly orders: readonly Order[]; end(): void; fail(error: unknown): void };

/** A database that says yes to every begin, commit and rollback. */
function patientPool(): Pool {
  const query = async (text: string) => ({ command: text.toUpperCase() });
  return { connect: async () => ({ query, release: () => undefined }) } as unknown as Pool;
}

/** Batches that are at work until the test ends them. The outcome of an order is its number. */
function atWork(limits: Partial<ExecutorOptions<Order, number>> = {}) {
  const batches: Batch[] = [];
  const executor = createExecutor<Order, number>(patientPool(), {
    ...{ maxBatch: 100, inFlight: 2, maxWaiting: 1_000 },
    sharedBy: ({ shares = [] }) => shares,
    ownedBy: ({ owns = [] }) => owns,
    carryOut: (_tx, orders) => {
      const { promise, resolve, reject } = Promise.withResolvers<number[]>();
      batches.push({ orders, end: () => resolve(orders.map(({ nr }) => nr)), fail: reject });
      return promise;
    },
    ...limits,
  });
  return { executor, batches, numbers: () => batches.map(({ orders }) => orders.map(({ nr }) => nr)) };
}

/** So many turns of the event loop: more than anything here takes that waits for nothing. */
async function turns(count = 8): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
}

test('an order that comes alone is carried out at once: no timer runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
  try {
    const { executor, batches, numbers } = atWork();
    const outcome = executor.run({ nr: 7 });
    await turns();
    expect(numbers()).toEqual([[7]]);
    expect(vi.getTimerCount()).toBe(0);
    batches[0]?.end();
    expect(await outcome).toBe(7);
  } finally {
    vi.useRealTimers();
  }
});

test('orders that share an account go together, in the order in which they came', async () => {
  const { executor, batches, numbers } = atWork();
  const outcomes = [1, 2, 3].map((nr) => executor.run({ nr, shares: ['shop'], owns: [`payment ${nr}`] }));
  await turns();
  expect(numbers()).toEqual([[1, 2, 3]]);
  batches[0]?.end();
  expect(await Promise.all(outcomes)).toEqual([1, 2, 3]);
});

test('what gathers while a batch is at work goes with the next', async () => {
  const { executor, batches, numbers } = atWork();
  void executor.run({ nr: 1, shares: ['shop'] });
  await turns();
  for (const nr of [2, 3, 4]) void executor.run({ nr, shares: ['shop'] });
  await turns();
  expect([numbers(), executor.waiting()]).toEqual([[[1]], 3]);
  batches[0]?.end();
  await turns();
  expect(numbers()).toEqual([[1], [2, 3, 4]]);
});

test('a busy account does not hold up the orders of others', async () => {
  const { executor, batches, numbers } = atWork();
  void executor.run({ nr: 1, shares: ['shop', 'ann'] });
  await turns();
  void executor.run({ nr: 2, shares: ['shop', 'ben'] });
  void executor.run({ nr: 3, shares: ['cleo', 'dan'] });
  await turns();
  expect(numbers()).toEqual([[1], [3]]);
  batches[0]?.end();
  await turns();
  expect(numbers()).toEqual([[1], [3], [2]]);
});

test('no more batches at once, and none larger, than was said', async () => {
  const { executor, batches, numbers } = atWork({ maxBatch: 4, inFlight: 2 });
  for (const nr of [1, 2, 3, 4, 5]) void executor.run({ nr });
  await turns();
  expect(numbers()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  batches[1]?.end();
  await turns();
  expect(numbers().at(-1)).toEqual([5]);
});

test('past its share a batch takes what shares an account with it, and no more than was said', async () => {
  const { executor, numbers } = atWork({ maxBatch: 4, inFlight: 2 });
  const gifts = [1, 2, 3, 6, 7].map((nr) => ({ nr, shares: ['charity', `giver ${nr}`] }));
  for (const order of gifts.slice(0, 3)) void executor.run(order);
  for (const nr of [4, 5]) void executor.run({ nr, shares: [`payer ${nr}`] });
  for (const order of gifts.slice(3)) void executor.run(order);
  await turns();
  expect(numbers()).toEqual([
    [1, 2, 3, 6],
    [4, 5],
  ]);
  expect(executor.waiting()).toBe(1);
});

test('two orders for one thing are never in one batch', async () => {
  const { executor, batches, numbers } = atWork();
  for (const nr of [1, 2, 3]) void executor.run({ nr, owns: ['payment'] });
  await turns();
  for (let i = 0; i < 3; i++) {
    expect(numbers()).toEqual([[1], [2], [3]].slice(0, i + 1));
    batches[i]?.end();
    await turns();
  }
});

test('whatever is ordered: batches at the same time share nothing, nothing is owned twice, every order has its outcome', async () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 });
  const orders = fc.array(fc.record({ shares: names, owns: names, ends: fc.nat(3) }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 4 }), async (wanted, inFlight) => {
      const open: Batch[] = [];
      const { executor } = atWork({
        ...{ inFlight, maxBatch: 4 },
        carryOut: (_tx, batch) => {
          const { promise, resolve, reject } = Promise.withResolvers<number[]>();
          const owned = batch.flatMap(({ owns = [] }) => owns);
          expect(new Set(owned).size).toBe(owned.length);
          const mine = resourcesOf(batch);
          for (const { orders: other } of open)
            expect(mine.filter((name) => resourcesOf(other).includes(name))).toEqual([]);
          const entry: Batch = {
            ...{ orders: batch, fail: reject },
            end() {
              open.splice(open.indexOf(entry), 1);
              resolve(batch.map(({ nr }) => nr));
            },
          };
          open.push(entry);
          expect(open.length).toBeLessThanOrEqual(inFlight);
          return promise;
        },
      });
      const outcomes: Promise<number | null>[] = [];
      for (const [nr, { shares, owns, ends }] of wanted.entries()) {
        // What is owned and what is shared have names of their own, as accounts and payments have.
        outcomes.push(executor.run({ nr, shares, owns: owns.map((name) => `own ${name}`) }));
        if (ends === 0) await turns(3);
        if (ends === 1) open[0]?.end();
      }
      let done = false;
      const all = Promise.all(outcomes).finally(() => {
        done = true;
      });
      while (!done) {
        open.at(-1)?.end();
        await turns(1);
      }
      expect(await all).toEqual(wanted.map((_, nr) => nr));
      await executor.idle();
      expect(executor.waiting()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

const resourcesOf = (orders: readonly Order[]) =>
  orders.flatMap(({ shares = [], owns = [] }) => [...shares, ...owns]);

test('who comes when too many wait is turned away, and nothing is done for him', async () => {
  const { executor, batches, numbers } = atWork({ maxBatch: 1, inFlight: 1, maxWaiting: 2 });
  const first = executor.run({ nr: 1 });
  await turns();
  const waiting = [executor.run({ nr: 2 }), executor.run({ nr: 3 })];
  expect(await executor.run({ nr: 4 })).toBeNull();
  for (let i = 0; i < 3; i++) {
    await turns();
    batches[i]?.end();
  }
  expect(await Promise.all([first, ...waiting])).toEqual([1, 2, 3]);
  expect(numbers().flat()).toEqual([1, 2, 3]);
});

test('a bad order is found by halves: it alone is rejected', async () => {
  const sizes: number[] = [];
  const executor = createExecutor<Order, number>(patientPool(), {
    ...{ maxBatch: 100, inFlight: 1, maxWaiting: 100, sharedBy: () => [], ownedBy: () => [] },
    carryOut: async (_tx, orders) => {
      sizes.push(orders.length);
      if (orders.some(({ nr }) => nr === 5)) throw new Error('a bad one');
      return orders.map(({ nr }) => nr);
    },
  });
  const settled = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map((nr) => executor.run({ nr })));
  expect(
    settled.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
  ).toEqual([...[0, 1, 2, 3, 4, 'Error: a bad one', 6, 7]]);
  expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 2]);
});

test('when the database is away all are told at once: no halves are tried', async () => {
  const { executor, batches } = atWork();
  const outcomes = [1, 2, 3, 4].map((nr) => executor.run({ nr }));
  await turns();
  batches[0]?.fail(Object.assign(new pg.DatabaseError('terminating', 1, 'error'), { code: '57P01' }));
  expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual([
    ...['rejected', 'rejected', 'rejected', 'rejected'],
  ]);
  await turns();
  expect(batches).toHaveLength(1);
});

test('after a batch that failed, its accounts and payments are free again', async () => {
  const { executor, batches } = atWork({ inFlight: 1 });
  const lost = executor.run({ nr: 1, shares: ['shop'], owns: ['payment'] });
  await turns();
  batches[0]?.fail(new Error('a bad one'));
  await expect(lost).rejects.toThrow('a bad one');
  const next = executor.run({ nr: 2, shares: ['shop'], owns: ['payment'] });
  await turns();
  batches[1]?.end();
  expect(await next).toBe(2);
});

test('is idle when everything that was accepted has its outcome, and not before', async () => {
  const { executor, batches } = atWork({ maxBatch: 1, inFlight: 1 });
  await executor.idle();
  let idle = false;
  const outcomes = [executor.run({ nr: 1 }), executor.run({ nr: 2 })];
  const quiet = executor.idle().then(() => {
    idle = true;
  });
  for (let i = 0; i < 2; i++) {
    await turns();
    expect(idle).toBe(false);
    batches[i]?.end();
  }
  await quiet;
  expect(await Promise.all(outcomes)).toEqual([1, 2]);
});

test('says of each batch how large it was and how many wait', async () => {
  const observe = vi.fn();
  const { executor, batches } = atWork({ maxBatch: 2, inFlight: 1, observe });
  const outcomes = [1, 2, 3].map((nr) => executor.run({ nr }));
  await turns();
  batches[0]?.end();
  await turns();
  batches[1]?.end();
  await Promise.all(outcomes);
  await executor.idle();
  expect(observe.mock.calls.map(([{ size, waiting }]) => [size, waiting])).toEqual([
    [2, 1],
    [1, 0],
  ]);
});
