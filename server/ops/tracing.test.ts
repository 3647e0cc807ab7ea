/** Traces end to end: a collector on this machine receives what a whole payment makes. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../tests/support/database.ts';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createPool } from '../db/pool.ts';
import { createWakeups } from '../events/wakeups.ts';
import { authorizeAs, createInjectTransport, ORIGIN, REDIRECT_URI, testEnvironment } from '../testing/api.ts';
import { createApiClient, createDeviceKey } from '../testing/client.ts';
import { createFakeCards, createFakeX } from '../testing/fakes.ts';
import { people } from '../testing/people.ts';
import { startTracing, withSpan } from './tracing.ts';

type Attribute = { key: string; value: { stringValue?: string; intValue?: number; boolValue?: boolean } };
type Span = {
  name: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Attribute[];
  events: unknown[];
  status: { message?: string; code?: number };
};
type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Speaks OTLP/HTTP, as JSON. */
async function startCollector() {
  const received: Export[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/v1/traces') received.push((await json(request)) as Export);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => server.close());
  const { port } = server.address() as { port: number };
  const spans = () =>
    received.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
  return { endpoint: `http://127.0.0.1:${port}`, spans, text: () => JSON.stringify(received) };
}

async function startApp(tracing: Awaited<ReturnType<typeof startTracing>>) {
  const database = await createTestDatabase();
  const pool = createPool(database.url, 4);
  const wakeups = createWakeups(database.url);
  const settings = readConfig(testEnvironment(database.url, { LOG_LEVEL: 'silent' }));
  const x = createFakeX(Object.values(people));
  const app = await createApp({ ...{ settings, pool, wakeups, x, tracing }, cards: createFakeCards() });
  closing.push(async () => {
    await app.close();
    await wakeups.close();
    await pool.end();
    await database.drop();
  });
  return app;
}

test('without a collector, work is done and nothing else', async () => {
  expect(await withSpan('ledger.batch', { 'moineau.orders': 3 }, async () => 'done')).toBe('done');
});

test('requests and batches are spans, named by the code, with nothing of a person in them', async () => {
  const collector = await startCollector();
  const tracing = await startTracing({ endpoint: collector.endpoint, ratio: 1 });
  closing.push(() => tracing.stop());
  const app = await startApp(tracing);
  const alice = createApiClient({
    ...{ origin: ORIGIN, transport: createInjectTransport(app), key: await createDeviceKey() },
  });
  await alice.signIn(REDIRECT_URI, authorizeAs('alice'));
  await alice.resolve('bob');
  await alice.send('GET', '/v1/payments?cursor=alice', {
    headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
  });
  await alice.send('GET', '/@alice/481516');
  await expect(
    withSpan('ledger.batch', { 'moineau.orders': 3 }, () =>
      withSpan('ledger.post', {}, async () => {
        throw new Error('alice has no money');
      }),
    ),
  ).rejects.toThrow('alice');
  await tracing.stop();

  const spans = collector.spans();
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(named('POST /v1/sessions')?.attributes).toEqual(
    expect.arrayContaining([
      { key: 'http.route', value: { stringValue: '/v1/sessions' } },
      { key: 'http.response.status_code', value: { intValue: 201 } },
    ]),
  );
  expect(named('no route')).toBeDefined();
  const batch = named('ledger.batch');
  expect(batch?.attributes).toEqual([{ key: 'moineau.orders', value: { intValue: 3 } }]);
  expect(named('ledger.post')).toMatchObject({
    parentSpanId: batch?.spanId,
    events: [],
    status: { code: 2 },
  });
  for (const secret of ['alice', 'bob', '481516', 'cursor', 'a'.repeat(32), people.alice.xUserId])
    expect(collector.text()).not.toContain(secret);
});

test('a collector that is gone costs its spans and nothing else', async () => {
  const tracing = await startTracing({ endpoint: 'http://127.0.0.1:9', ratio: 1 });
  expect(await withSpan('ledger.batch', {}, async () => 'done')).toBe('done');
  await tracing.stop();
});
