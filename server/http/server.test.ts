import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { clientTimes, createFastify } from './server.ts';

const app = createFastify({
  ...{ logLevel: 'silent', logStream: undefined, tls: undefined, trustedProxies: undefined },
});
let port = 0;
beforeAll(async () => {
  app.get('/', async () => 'here');
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => app.close());

async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return text(socket);
}

test.each([
  ['not HTTP at all', 'hello\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
])('%s are refused with a problem', async (_title, bytes, status) => {
  const answer = await sendBytes(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'));
  expect(Problem.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).code).toBe('invalid_request');
});

test('a client that does not finish its headers is not waited for', async () => {
  const askedAt = performance.now();
  const answer = await sendBytes('GET / HTTP/1.1\r\nhost: x\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(performance.now() - askedAt).toBeLessThan(clientTimes.headers + 2 * clientTimes.checking);
});

test('the server waits as long as the table of times says', () => {
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout } = app.server;
  expect([headersTimeout, requestTimeout, timeout, keepAliveTimeout]).toEqual([
    ...[clientTimes.headers, clientTimes.request, clientTimes.silence, clientTimes.idle],
  ]);
});
