/**
 * Before the tests: one PostgreSQL for the whole run, and in it one migrated database that each test file's own
 * is copied from. With DATABASE_URL set, that server is used, and left as it was.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import { migrate } from '../../server/db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServerUrl: string;
    databaseTemplate: string;
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export default async function setup(project: TestProject) {
  const server = await openServer();
  const template = `moineau_template_${process.pid}`;
  await execute(server.url, `create database ${template}`);
  await migrate(withDatabase(server.url, template));
  project.provide('databaseServerUrl', server.url);
  project.provide('databaseTemplate', template);
  return async () => {
    await execute(server.url, `drop database ${template}`);
    await server.close();
  };
}

async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, close: async () => undefined };
  const directory = await mkdtemp(join(tmpdir(), 'moineau-test-'));
  const postgres = await startPostgres({ dataDirectory: directory });
  return {
    url: postgres.url,
    async close() {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
