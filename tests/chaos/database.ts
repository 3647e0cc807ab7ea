/** A PostgreSQL of the harness's own, durable like the product's, to be killed, stopped and starved. */
import pg from 'pg';
import { type RunningPostgres, startPostgres } from '../../scripts/lib/postgres.ts';
import { isAlive, waitUntilGone } from '../../scripts/lib/postgres-process.ts';
import { endWithUs, freePort } from '../../scripts/lib/processes.ts';

const START_MS = 30_000;

export type Database = {
  /** Straight to it, past every proxy. */
  readonly url: string;
  readonly port: number;
  /** As if the power had failed; then started again. */
  kill9(): Promise<void>;
  /** What `pg_ctl restart -m immediate` does. */
  restartImmediately(): Promise<void>;
  /** Starts it where it has ended by itself; returns whether that was so. */
  revive(): Promise<boolean>;
  /** A connection straight to it, ended afterwards. */
  connected<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
};

export async function startDatabase(dataDirectory: string): Promise<Database> {
  const port = await freePort();
  let running!: RunningPostgres;
  let forget: () => void;
  const start = async () => {
    running = await startPostgres({ dataDirectory, port });
    forget = endWithUs(running.pid, 'SIGQUIT');
  };
  const again = async (end: () => Promise<void>) => {
    await end();
    forget();
    await start();
  };
  await start();
  // After each crash every file would be flushed by itself, which takes seconds: one call flushes them all.
  if (process.platform === 'linux')
    await connected(running.url, (client) =>
      client.query("alter system set recovery_init_sync_method = 'syncfs'"),
    );
  return {
    get url() {
      return running.url;
    },
    port,
    kill9: () => again(() => running.kill9()),
    restartImmediately: () => again(() => endImmediately(running.pid)),
    async revive() {
      if (isAlive(running.pid)) return false;
      await again(async () => undefined);
      return true;
    },
    connected: (work) => connected(running.url, work),
    async stop() {
      await endImmediately(running.pid);
      forget();
    },
  };
}

/** Connects as soon as it lets anyone in: after a crash it first recovers. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
    // What ends it is heard by the query under way.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30));
      continue;
    }
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** SIGQUIT, as `-m immediate`. A stopped child cannot hear it: the postmaster kills it after five seconds. */
async function endImmediately(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await waitUntilGone([pid], START_MS))) throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}

/** The processes that serve the API's connections. */
export async function backendsOf(client: pg.Client, application: string): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where application_name = $1',
    [application],
  );
  return rows.map((row) => row.pid);
}

/** Stops or continues a process, if it is still there. */
export function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
