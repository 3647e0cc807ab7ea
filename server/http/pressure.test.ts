import { afterEach, expect, test } from 'vitest';
import { EVENTS_PATH, Problem } from '../../lib/protocol/index.ts';
import { createMetrics } from '../ops/metrics.ts';
import { handleErrors } from './errors.ts';
import { type PressureLimits, registerPressure } from './pressure.ts';
import { createFastify } from './server.ts';

const roomy: PressureLimits = { requestsInFlight: 100, databaseWaiting: 100, eventLoopDelayMs: 60_000 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An application whose `/work` waits until it is told to go on. */
async function start(limits: Partial<PressureLimits>, pool = { waitingCount: 0 }) {
  const metrics = createMetrics();
  const app = createFastify({
    ...{ logLevel: 'silent', logStream: undefined, tls: undefined, trustedProxies: undefined },
  });
  handleErrors(app);
  await registerPressure(app, { limits: { ...roomy, ...limits }, pool, metrics });
  const work = Promise.withResolvers<void>();
  app.get('/work', async () => {
    await work.promise;
    return 'done';
  });
  for (const path of ['/healthz', '/readyz', '/metrics', EVENTS_PATH]) app.get(path, async () => 'here');
  closing.push(() => app.close());
  return { app, metrics, finish: work.resolve };
}

function expectShed(reply: { statusCode: number; headers: Record<string, unknown>; json(): unknown }) {
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
  expect(Problem.parse(reply.json())).toMatchObject({ code: 'unavailable', retryable: true });
}

test('so many requests at once, and those that end make room; probes and streams are always answered', async () => {
  const { app, metrics, finish } = await start({ requestsInFlight: 2 });
  const both = [app.inject('/work'), app.inject('/work')];
  await expect.poll(() => metrics.text()).toContain('moineau_http_requests_in_flight 2');
  expectShed(await app.inject('/work'));
  // An address that nothing is at costs work too.
  expectShed(await app.inject('/nothing'));
  for (const path of ['/healthz', '/readyz', '/metrics', EVENTS_PATH])
    expect((await app.inject(path)).statusCode).toBe(200);
  expect(await metrics.text()).toContain('moineau_requests_shed_total{reason="in_flight"} 2');
  finish();
  for (const reply of await Promise.all(both)) expect(reply.statusCode).toBe(200);
  expect((await app.inject('/work')).statusCode).toBe(200);
});

test('a client that goes away makes room', async () => {
  const { app, metrics } = await start({ requestsInFlight: 1 });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const gone = new AbortController();
  const request = fetch(`${address}/work`, { signal: gone.signal }).catch(() => 'gone');
  await expect.poll(() => metrics.text()).toContain('moineau_http_requests_in_flight 1');
  gone.abort();
  expect(await request).toBe('gone');
  await expect.poll(() => metrics.text()).toContain('moineau_http_requests_in_flight 0');
});

test('T42 when too many wait for a connection of the pool, the next are turned away', async () => {
  const pool = { waitingCount: 6 };
  const { app, metrics, finish } = await start({ databaseWaiting: 5 }, pool);
  finish();
  expectShed(await app.inject('/work'));
  expect((await app.inject('/readyz')).statusCode).toBe(200);
  expect(await metrics.text()).toContain('moineau_requests_shed_total{reason="database"} 1');
  pool.waitingCount = 5;
  expect((await app.inject('/work')).statusCode).toBe(200);
});

test('an event loop that is late turns requests away until it is on time again', async () => {
  const { app, metrics, finish } = await start({ eventLoopDelayMs: 100 });
  finish();
  // Each turn of the loop takes so long; the plugin looks once a second.
  const lateTurn = () => {
    const until = performance.now() + 200;
    while (performance.now() < until);
    return new Promise(setImmediate);
  };
  let status = 200;
  for (let turn = 0; turn < 50 && status === 200; turn++) {
    await lateTurn();
    status = (await app.inject('/work')).statusCode;
  }
  expect(status).toBe(503);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  expect(await metrics.text()).toMatch(/requests_shed_total\{reason="event_loop"\} [1-9]/);
  await expect.poll(async () => (await app.inject('/work')).statusCode, { timeout: 10_000 }).toBe(200);
});
