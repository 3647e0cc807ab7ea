import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../tests/support/database.ts';
import { authorizeAs, ORIGIN, REDIRECT_URI } from './testing/api.ts';
import { createApiClient, createDeviceKey, createSocketTransport } from './testing/client.ts';
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
