import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../tests/support/database.ts';
import { authorizeAs, ORIGIN, REDIRECT_URI } from './testing/api.ts';
import { type ApiClient, createApiClient, createDeviceKey, createSocketTransport } from './testing/client.ts';
import { startServerProcess } from './testing/process.ts';

test('stops when it is told to, and an open event stream does not hold it', async () => {
  const database = await createTestDatabase();
  const server = await startServerProcess(database.url);
  try {
    const transport = createSocketTransport({ to: server.address });
    const alice = createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });
    await alice.signIn(REDIRECT_URI, authorizeAs('alice'));
    const stream = alice.send('GET', '/v1/events').catch(() => undefined);
    await expect.poll(async () => (await alice.wallet()).status).toBe(200);
    const ended = once(server.child, 'exit');
    const askedAt = performance.now();
    server.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    // Less than the five seconds for which a client keeps a connection that has gone quiet.
    expect(performance.now() - askedAt).toBeLessThan(4_000);
    await stream;
  } finally {
    await server.stop();
    await database.drop();
  }
});

type Told = { status: number; last: boolean };

/** One request on a connection that is kept. Rejects when it is cut off before its answer. */
function ask(address: string, path: string, agent: Agent): Promise<Told> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${address}${path}`, { agent }, (response: IncomingMessage) => {
      const last = response.headers.connection === 'close';
      response.once('end', () => resolve({ status: response.statusCode ?? 0, last }));
      response.once('error', reject);
      response.resume();
    });
    request.once('error', reject);
    request.end();
  });
}

test('told to stop under load, it answers every request that was sent, and keeps what it acknowledged', async () => {
  const database = await createTestDatabase();
  // Time enough for a busy machine; and no request may be turned away for another reason.
  const settings = { SHUTDOWN_DELAY_MS: '2000', MAX_EVENT_LOOP_DELAY_MS: '60000', RATE_ORDERS: '100000' };
  const server = await startServerProcess(database.url, '', { settings });
  const agents = Array.from({ length: 16 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const transport = createSocketTransport({ to: server.address });
  let answered = 0;
  // Each is a client of a balancer: it sends until it is told that this connection is over.
  const reader = async (agent: Agent) => {
    for (let last = false; !last; answered++) {
      const told = await ask(server.address, '/openapi.json', agent);
      expect(told.status).toBe(200);
      last = told.last;
    }
  };
  const acknowledged: string[] = [];
  const orderer = async (client: ApiClient) => {
    for (let last = false; !last; answered++) {
      const reply = await client.topUp('1');
      expect(reply.status).toBe(201);
      acknowledged.push(reply.body.id.slice('top_'.length));
      last = reply.headers.connection === 'close';
    }
  };
  try {
    const signIn = async () => {
      const client = createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });
      await client.signIn(REDIRECT_URI, authorizeAs('alice'));
      return client;
    };
    // One after the other: all of them are alice, whose row each sign-in locks.
    const orderers: ApiClient[] = [];
    for (const _ of agents) orderers.push(await signIn());
    const clients = Promise.all([...agents.map(reader), ...orderers.map(orderer)]);
    await expect.poll(() => answered, { timeout: 15_000 }).toBeGreaterThan(200);
    const ended = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    // Not ready at once, and still serving: that is what a balancer needs.
    const probe = new Agent();
    await expect
      .poll(async () => (await ask(server.address, '/readyz', probe)).status, { interval: 5, timeout: 2_000 })
      .toBe(503);
    expect((await ask(server.address, '/healthz', probe)).status).toBe(200);
    await clients;
    expect(await ended).toEqual([0, null]);
    expect(await topUpsIn(database.url)).toEqual(acknowledged.toSorted());
  } finally {
    for (const agent of agents) agent.destroy();
    await server.stop();
    await database.drop();
  }
});

async function topUpsIn(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>("select id from topups where state = 'paid'");
    return rows.map(({ id }) => id).toSorted();
  } finally {
    await client.end();
  }
}

test('a client that says nothing does not hold the end up', async () => {
  const database = await createTestDatabase();
  const server = await startServerProcess(database.url);
  const { hostname, port } = new URL(server.address);
  const silent = connect(Number(port), hostname);
  try {
    await once(silent, 'connect');
    silent.on('error', () => undefined);
    // Accepted for sure: connections are accepted in their order.
    await ask(server.address, '/healthz', new Agent());
    const ended = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    silent.destroy();
    await server.stop();
    await database.drop();
  }
});
