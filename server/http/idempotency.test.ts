import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createPool, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import {
  claimOrder,
  claimOrders,
  findAnswer,
  keepAnswer,
  keepAnswers,
  type Order,
  orderOf,
} from './idempotency.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 8);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const answer = { status: 201, body: { id: 'pay_1' } };
const anOrder = (
  content: unknown = { amount: '100' },
  key: string = randomUUID(),
  person: string = randomUUID(),
) => orderOf(person, key, 'createPayment', content);
const again = ({ personId, key }: Order, content: unknown = { amount: '100' }) =>
  orderOf(personId, key, 'createPayment', content);

/** Ends what a test that failed has left open. */
const left: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(left.splice(0).map((end) => end())));

/** A transaction that stays open until it is told to end. */
async function open<T>(work: (tx: Transaction) => Promise<T>) {
  const told = Promise.withResolvers<'commit' | 'rollback'>();
  const worked = Promise.withResolvers<T>();
  const ended = withTransaction(pool, async (tx) => {
    worked.resolve(await work(tx));
    if ((await told.promise) === 'rollback') throw new Error('rolled back');
  }).catch(() => undefined);
  const end = async (how: 'commit' | 'rollback' = 'commit') => {
    told.resolve(how);
    await ended;
  };
  left.push(end);
  return { value: await worked.promise, end };
}

const free = { ok: true, value: null };
const inFlight = { ok: false, error: { code: 'request_in_flight', retryAfter: 1 } };
const kept = { ok: true, value: { ...answer, replayed: true } };

describe('what makes two requests the same order', () => {
  test('the content, however its members are ordered, and the key, however it is written', () => {
    const order = orderOf('p', 'ABCDEF00-0000-4000-8000-000000000000', 'r', { a: 1, b: { c: 2, d: 3 } });
    expect(orderOf('p', 'abcdef00-0000-4000-8000-000000000000', 'r', { b: { d: 3, c: 2 }, a: 1 })).toEqual(
      order,
    );
  });

  test('not another route, nor another content', () => {
    const { requestHash } = orderOf('p', 'k', 'r', { a: 1 });
    for (const other of [
      orderOf('p', 'k', 's', { a: 1 }),
      orderOf('p', 'k', 'r', { a: '1' }),
      orderOf('p', 'k', 'r', {}),
    ])
      expect(other.requestHash.equals(requestHash)).toBe(false);
  });
});

test('T36 claimed over two connections at once, one goes on and the other is told to wait', async () => {
  const order = anOrder();
  const first = await open((tx) => claimOrder(tx, order));
  expect(first.value).toEqual(free);
  expect(await withTransaction(pool, (tx) => claimOrder(tx, order))).toEqual(inFlight);
  await first.end();
});

test('T36 whoever waits gets the answer of the first as soon as that is committed', async () => {
  const order = anOrder();
  const first = await open(async (tx) => {
    await claimOrder(tx, order);
    await keepAnswer(tx, order, answer);
  });
  expect(await withTransaction(pool, (tx) => claimOrder(tx, order))).toEqual(inFlight);
  expect(await findAnswer(pool, order)).toEqual(free);
  await first.end();
  expect(await withTransaction(pool, (tx) => claimOrder(tx, order))).toEqual(kept);
  expect(await findAnswer(pool, order)).toEqual(kept);
});

test('T36 many at once, over many connections: exactly one has it', async () => {
  for (let round = 0; round < 10; round++) {
    const order = anOrder();
    const all = await Promise.all(Array.from({ length: 6 }, () => open((tx) => claimOrder(tx, order))));
    expect(all.filter(({ value }) => value.ok)).toHaveLength(1);
    await Promise.all(all.map(({ end }) => end()));
  }
});

test('what the first undid is free for the next', async () => {
  const order = anOrder();
  const first = await open(async (tx) => {
    await claimOrder(tx, order);
    await keepAnswer(tx, order, answer);
  });
  await first.end('rollback');
  expect(await withTransaction(pool, (tx) => claimOrder(tx, order))).toEqual(free);
});

test('the same key twice within one batch: the first goes on, the second is told to wait', async () => {
  const [order, other] = [anOrder(), anOrder()];
  const claims = await withTransaction(pool, (tx) => claimOrders(tx, [order, other, again(order)]));
  expect(claims).toEqual([free, free, inFlight]);
});

test('each order of a batch gets its own: an answer, a place, a refusal', async () => {
  const [done, changed, fresh, taken] = [anOrder(), anOrder(), anOrder(), anOrder()];
  await withTransaction(pool, (tx) =>
    keepAnswers(tx, [
      { order: done, answer },
      { order: changed, answer: { status: 200, body: null } },
    ]),
  );
  const elsewhere = await open((tx) => claimOrder(tx, taken));
  const claims = await withTransaction(pool, (tx) =>
    claimOrders(tx, [taken, again(changed, { amount: '101' }), fresh, done]),
  );
  expect(claims).toEqual([inFlight, { ok: false, error: { code: 'idempotency_key_reused' } }, free, kept]);
  await elsewhere.end();
});

test('a key is its own for each person', async () => {
  const order = anOrder();
  const ofAnother = { ...order, personId: randomUUID() };
  await withTransaction(pool, (tx) => keepAnswer(tx, order, answer));
  expect(await withTransaction(pool, (tx) => claimOrders(tx, [order, ofAnother]))).toEqual([kept, free]);
});
