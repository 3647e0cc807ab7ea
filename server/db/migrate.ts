/**
 * Brings the database to the schema of this version: plain SQL files, in order, forward only. A file that has
 * been applied must never change: the runner refuses to go on.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Queryable } from './pool.ts';

const directory = join(import.meta.dirname, 'migrations');

/** Held while migrating, so that of several processes that start together one does it. */
const ADVISORY_LOCK = 4_207_100_001n;

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is missing and returns the names of the files applied. `through`: the last one to apply, by its name
 * without ending; for a database of an earlier version.
 * @throws Error when an applied file has changed or is gone.
 */
export async function migrate(
  databaseUrl: string,
  { through }: { readonly through?: string } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'moineau-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    return await applyMissing(client, through);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function applyMissing(client: pg.Client, through: string | undefined): Promise<string[]> {
  const migrations = await readMigrations();
  const last = through === undefined ? migrations.at(-1)?.name : `${through}.sql`;
  if (!migrations.some(({ name }) => name === last)) throw new Error(`there is no migration ${last}`);
  const applied = await readApplied(client);
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new Error(`the database has ${name}, which this version does not know`);
    }
  }
  const done: string[] = [];
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum !== undefined && checksum !== migration.checksum) {
      throw new Error(`${migration.name} was changed after it had been applied: write a new migration`);
    }
    if (checksum !== undefined) continue;
    if (last !== undefined && migration.name > last) break;
    await applyOne(client, migration);
    done.push(migration.name);
  }
  return done;
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`${migration.name} was not applied`, { cause: error });
  }
}

async function readApplied(queryable: Queryable): Promise<Map<string, string>> {
  const { rows } = await queryable.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** Whether every migration of this version has been applied. @throws when the database does not answer. */
export async function isMigrated(queryable: Queryable): Promise<boolean> {
  const { rows } = await queryable.query<{ found: boolean }>(
    "select to_regclass('schema_migrations') is not null as found",
  );
  if (!rows[0]?.found) return false;
  const applied = await readApplied(queryable);
  return (await readMigrations()).every((migration) => applied.get(migration.name) === migration.checksum);
}
