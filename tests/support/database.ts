/** A fresh, migrated database for one test file. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = {
  readonly url: string;
  /** Drops it, whoever may still be connected. */
  drop(): Promise<void>;
};

async function execute(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServerUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Copies the run's template. Call `drop` afterwards. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `moineau_test_${randomBytes(6).toString('hex')}`;
  await execute(`create database ${name} template ${inject('databaseTemplate')}`);
  const url = new URL(inject('databaseServerUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(`drop database ${name} with (force)`) };
}
