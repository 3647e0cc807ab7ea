/** HAProxy with deploy/haproxy.cfg, unchanged: the way by which the API finds the primary. */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { waitUntilGone } from '../lib/postgres-process.ts';
import { endWithUs } from '../lib/processes.ts';
import type { Machine } from './machine.ts';

const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const CONNECTIONS_IN_A_ROW = 10;

export type RunningProxy = { stop(): Promise<void> };

/**
 * Starts it between this port and two servers (`host:port`). It decides by itself which one is the primary.
 * `directory` holds haproxy.cfg, and gets the log.
 */
export async function startProxy(
  machine: Machine,
  { port, servers, directory }: { port: number; servers: readonly [string, string]; directory: string },
): Promise<RunningProxy> {
  const log = await open(join(directory, 'haproxy.log'), 'a', 0o600);
  const [a, b] = servers;
  const child = spawn(machine.path('haproxy'), ['-db', '-f', join(directory, 'haproxy.cfg')], {
    ...(machine.owner ?? {}),
    ...{ cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] },
    env: { MOINEAU_PROXY: `127.0.0.1:${port}`, MOINEAU_DB_A: a, MOINEAU_DB_B: b },
  });
  await log.close();
  child.unref();
  const pid = child.pid;
  if (pid === undefined) throw new Error('HAProxy was not started');
  const forget = endWithUs(pid, 'SIGKILL');
  return {
    async stop() {
      process.kill(pid, 'SIGTERM');
      if (!(await waitUntilGone([pid], STOP_TIMEOUT_MS))) process.kill(pid, 'SIGKILL');
      forget();
    },
  };
}

/**
 * Waits until the proxy leads to a server that takes writes, and to no other: at its start it believes both, until
 * it has asked them, and hands out connections in turn.
 */
export async function untilWritable(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (let inARow = 0; inARow < CONNECTIONS_IN_A_ROW; ) {
    const failure = await canWrite(url).then(
      (yes) => (yes ? null : new Error('the proxy leads to a standby')),
      (error: unknown) => error,
    );
    inARow = failure === null ? inARow + 1 : 0;
    if (failure !== null && Date.now() > deadline)
      throw new Error('no server takes writes behind the proxy', { cause: failure });
    await delay(50);
  }
}

async function canWrite(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
    return rows[0]?.standby === false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
