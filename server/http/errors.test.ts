/** T42: what the database's troubles look like from outside. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { handleErrors } from './errors.ts';
import { OverloadedError } from './pressure.ts';
import { createFastify } from './server.ts';

const lines: string[] = [];
const app = createFastify({
  logLevel: 'info',
  logStream: { write: (line) => void lines.push(line) },
  tls: undefined,
  trustedProxies: undefined,
});
let thrown: unknown;
beforeAll(async () => {
  handleErrors(app);
  app.get('/throws', async () => {
    throw thrown;
  });
  app.get('/slow', { handlerTimeout: 20 }, async (_request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    // Too late: nobody may be told twice.
    return reply.code(200).send({ done: true });
  });
  await app.ready();
});
afterAll(() => app.close());

const secret = 'alice 481516';
const databaseError = (code: string) =>
  Object.assign(new pg.DatabaseError(secret, 1, 'error'), { code, detail: secret, where: secret });

test.each([
  ['a server that stops', databaseError('57P01')],
  ['a server that starts', databaseError('57P03')],
  ['too many connections', databaseError('53300')],
  ['a full disk', databaseError('53100')],
  ['a standby', databaseError('25006')],
  ['a lost connection', databaseError('08006')],
  ['an exhausted pool', new Error('timeout exceeded when trying to connect')],
  ['a refused connection', Object.assign(new Error(secret), { code: 'ECONNREFUSED' })],
  ['too much to do', new OverloadedError('in_flight')],
])('T42 %s is 503 unavailable, to be tried again, and no word more', async (_title, error) => {
  thrown = error;
  const reply = await app.inject('/throws');
  expect(reply.statusCode).toBe(503);
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
  expect(reply.headers['content-type']).toContain('application/problem+json');
  const problem = Problem.parse(reply.json());
  expect(problem).toMatchObject({ code: 'unavailable', retryable: true });
  expect(reply.body).not.toContain('481516');
});

test.each([databaseError('23505'), databaseError('22P02'), new Error(secret), secret, null])(
  'T42 a fault of ours is 500, and no word more',
  async (error) => {
    thrown = error;
    const reply = await app.inject('/throws');
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([500, 'internal_error']);
    expect(reply.body).not.toContain('481516');
  },
);

test('a value that PostgreSQL puts into a message is not in the log', async () => {
  lines.length = 0;
  thrown = databaseError('22P02');
  await app.inject('/throws');
  expect(lines.join()).toContain('malformed data');
  expect(lines.join()).not.toContain('481516');
});

test('a handler that takes too long is answered for, once', async () => {
  lines.length = 0;
  const reply = await app.inject('/slow');
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '2']);
  expect(Problem.parse(reply.json()).code).toBe('unavailable');
  expect(lines.some((line) => line.includes('no answer in time'))).toBe(true);
});
