import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { isAlive } from './postgres-process.ts';

let directory: string;
const started: RunningPostgres[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'moineau-postgres-'));
});
afterAll(async () => {
  for (const server of started) await server.stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDirectory: directory });
  started.push(server);
  return server;
}

async function ask<Row extends pg.QueryResultRow>(
  server: RunningPostgres,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('starts durable, on this machine only, with a password', async () => {
  const server = await start();
  const [settings] = await ask(
    server,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
       current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets`,
  );
  expect(settings).toEqual({ fsync: 'on', synchronous_commit: 'on', addresses: '127.0.0.1', sockets: '' });
  expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
  const stranger = new URL(server.url);
  stranger.password = 'wrong';
  await expect(new pg.Client({ connectionString: stranger.href }).connect()).rejects.toThrow(/password/);
});

test('keeps what was committed through kill -9', async () => {
  const server = started.at(-1) ?? (await start());
  await ask(server, 'create table kept (x int); insert into kept values (42)');
  await server.kill9();
  expect(isAlive(server.pid)).toBe(false);
  expect(await ask(await start(), 'select x from kept')).toEqual([{ x: 42 }]);
});

test('takes over from a server that an earlier run left behind, and stops for good', async () => {
  const left = started.at(-1) ?? (await start());
  const next = await start();
  expect(isAlive(left.pid)).toBe(false);
  expect(await ask(next, 'select x from kept')).toEqual([{ x: 42 }]);
  await next.stop();
  expect(isAlive(next.pid)).toBe(false);
});
