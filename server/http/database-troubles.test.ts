/** T42 against the real pool and the real database. */
import pg, { type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestDatabase } from '../../tests/support/database.ts';
import { createTestApi, PIN, type TestApi } from '../testing/api.ts';
import type { ApiClient } from '../testing/client.ts';

let api: TestApi;
let alice: ApiClient;
beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '100');
});
afterAll(() => api.close());

function expectUnavailable(reply: {
  status: number;
  headers: Record<string, string | undefined>;
  body: unknown;
}) {
  expect(reply.status).toBe(503);
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  const problem = Problem.parse(reply.body);
  expect(problem).toMatchObject({ code: 'unavailable', retryable: true });
  expect(Object.keys(problem).sort()).toEqual(
    ['type', 'title', 'status', 'code', 'request_id', 'retryable', 'retry_after'].sort(),
  );
}

test('T42 with the pool exhausted, requests are told to come again, and probes are answered', async () => {
  const held: PoolClient[] = [];
  for (let i = 0; i < api.pool.options.max; i++) held.push(await api.pool.connect());
  try {
    const both = Promise.all([alice.wallet(), alice.resolve('bob')]);
    expect((await api.app.inject('/healthz')).statusCode).toBe(200);
    const askedAt = performance.now();
    expect((await api.app.inject('/readyz')).statusCode).toBe(503);
    expect(performance.now() - askedAt).toBeLessThan(2_500);
    for (const reply of await both) expectUnavailable(reply);
  } finally {
    for (const client of held) client.release();
  }
  expect((await alice.wallet()).status).toBe(200);
});

test('T42 a database that lets nobody in is 503, and the server is well when it does again', async () => {
  const other = await createTestDatabase();
  const name = new URL(api.databaseUrl).pathname.slice(1);
  const admin = new pg.Client({ connectionString: other.url });
  await admin.connect();
  try {
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await expect.poll(() => api.pool.totalCount).toBe(0);
    expectUnavailable(await alice.wallet());
    expectUnavailable(await alice.choosePin(PIN, 7));
    await admin.query(`alter database ${name} allow_connections true`);
    expect((await alice.wallet()).status).toBe(200);
    await expect.poll(async () => (await api.app.inject('/readyz')).statusCode, { timeout: 5_000 }).toBe(200);
  } finally {
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
    await other.drop();
  }
});
