/**
 * The PostgreSQL that a bench measures: its own, in a temporary directory, durable, with the settings that a
 * server in production would have. pgbench runs on the same one, so that nothing but the work differs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type RunningPostgres, startPostgres } from '../../../scripts/lib/postgres.ts';
import { endWithUs } from '../../../scripts/lib/processes.ts';
import { migrate } from '../../../server/db/migrate.ts';
import { say } from './rounds.ts';

/** Over the launcher's own. Said in docs/PERFORMANCE.md too. */
const settings = { shared_buffers: '2GB', checkpoint_timeout: '15min', random_page_cost: '1.1' };

const told = [
  ...['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size'],
  ...['checkpoint_timeout', 'random_page_cost', 'max_connections'],
];

export type BenchCluster = {
  /** An empty database of this name. */
  createDatabase(name: string): Promise<string>;
  /** An empty database with the schema of this version. */
  createMigrated(name: string): Promise<string>;
  /** Before each run, whoever runs: nobody pays for writing out what another left behind. */
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts it. It ends with this process, however that ends. */
export async function startCluster(): Promise<BenchCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'moineau-bench-'));
  const server = await startWithSettings(directory);
  const forget = endWithUs(server.pid, 'SIGINT');
  const stop = async () => {
    await server.stop();
    forget();
    await rm(directory, { recursive: true, force: true });
  };
  stopOnSignals(stop);
  const createDatabase = async (name: string) => {
    await ask(server.url, `create database ${name}`);
    return withDatabase(server.url, name);
  };
  return {
    createDatabase,
    async createMigrated(name) {
      const url = await createDatabase(name);
      await migrate(url);
      return url;
    },
    checkpoint: async () => void (await ask(server.url, 'checkpoint')),
    stop,
  };
}

function stopOnSignals(stop: () => Promise<void>): void {
  const end = (status: number) => () => {
    // Whatever was under way fails now, on connections that nobody looks at any more.
    process.on('uncaughtException', () => undefined);
    void stop().finally(() => process.exit(status));
  };
  process.once('SIGINT', end(130));
  process.once('SIGTERM', end(143));
}

/** Twice: some settings are read at the start only. */
async function startWithSettings(dataDirectory: string): Promise<RunningPostgres> {
  const plain = await startPostgres({ dataDirectory });
  for (const [name, value] of Object.entries(settings)) {
    await ask(plain.url, `alter system set ${name} = '${value}'`);
  }
  await plain.stop();
  const server = await startPostgres({ dataDirectory });
  await tellSettings(server.url);
  return server;
}

async function tellSettings(url: string): Promise<void> {
  const rows = await ask<{ name: string; value: string }>(
    url,
    `select name, current_setting(name) as value from pg_settings where name in (${told.map((name) => `'${name}'`).join()})`,
  );
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    if (values.get(name) !== 'on') throw new Error(`${name} is not on: such a figure would be worth nothing`);
  }
  const [version] = await ask<{ server_version: string }>(url, 'show server_version');
  say(
    `PostgreSQL ${version?.server_version}: ${told.map((name) => `${name}=${values.get(name)}`).join(' ')}`,
  );
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** One statement over a connection of its own. */
export async function ask<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}
