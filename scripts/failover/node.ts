/**
 * One PostgreSQL server of the set-up, with the configuration of deploy/postgresql: making it, starting it,
 * killing it, asking it. It must never listen anywhere but on 127.0.0.1, nor delete `postmaster.pid` by hand.
 */
import { execFile, spawn } from 'node:child_process';
import { appendFile, chmod, chown, copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { childrenOf, isAlive, waitUntilGone } from '../lib/postgres-process.ts';
import { endWithUs } from '../lib/processes.ts';
import type { Machine } from './machine.ts';

const deploy = join(import.meta.dirname, '../../deploy/postgresql');
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

export type Passwords = { readonly superuser: string; readonly replicator: string; readonly app: string };

export type NodePlace = {
  /** Its name to the others: `moineau_a`. */
  readonly name: string;
  readonly port: number;
  /** Holds the cluster and its log. */
  readonly home: string;
};

export type DatabaseNode = ReturnType<typeof createNode>;

/** A server that is not there yet: `initialise` or `copyFrom`, then `start`. */
export function createNode(machine: Machine, place: NodePlace, passwords: Passwords) {
  const cluster = join(place.home, 'cluster');
  const passwordFile = join(place.home, 'pgpass');
  const running = { pid: 0, forget: (): unknown => undefined, sharedMemory: '' };
  const connection = (user: string, password: string, database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${place.port}/${database}`;
  const ask = async <Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> =>
    askOnce<Row>(connection('postgres', passwords.superuser, 'postgres'), statement);
  const node = {
    ...{ name: place.name, port: place.port, cluster, passwordFile, ask },
    address: `127.0.0.1:${place.port}`,
    /** The same server's own database of the API. */
    appUrl: connection('moineau', passwords.app, 'moineau'),
    superuserUrl: connection('postgres', passwords.superuser, 'moineau'),
    /** Makes an empty cluster, as an operator would: initdb, then the files of deploy/. */
    async initialise() {
      await prepareHome(machine, place, passwords);
      const secret = join(place.home, 'superuser');
      await writeOwned(machine, secret, `${passwords.superuser}\n`);
      await machine.run('initdb', [
        ...['-D', cluster, '-U', 'postgres', `--pwfile=${secret}`],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'],
        // The machine itself won't fail within this run; from the start on, the servers sync.
        '--no-sync',
      ]);
      await rm(secret);
      await configure(machine, cluster);
    },
    /** Makes it a standby of another: a copy of its files, with where to follow it. */
    async copyFrom(primary: Pick<NodePlace, 'port'>) {
      await prepareHome(machine, place, passwords);
      const source = `host=127.0.0.1 port=${primary.port} user=replicator application_name=${place.name}`;
      await machine.run(
        'pg_basebackup',
        ['-d', source, '-D', cluster, '-X', 'stream', '-c', 'fast', '--write-recovery-conf', '--no-sync'],
        { PGPASSFILE: passwordFile },
      );
    },
    async start() {
      running.pid = await startPostmaster(machine, place, cluster);
      running.forget = endWithUs(running.pid, 'SIGQUIT');
      await untilItAnswers(running.pid, ask, join(place.home, 'postgres.log'));
      // Line 7 of the file: key and id of the little shared memory that guards the directory.
      const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      running.sharedMemory = lines[6]?.trim().split(/\s+/)[1] ?? '';
    },
    /** Whether a commit waits for a standby from now on: the file of deploy/ is there, or not. */
    async requireStandby(required: boolean) {
      const file = join(cluster, 'conf.d/synchronous.conf');
      if (required) await installFile(machine, 'synchronous.conf', file);
      else await rm(file, { force: true });
      await ask('select pg_reload_conf()');
    },
    /** As if the machine had lost its power: `kill -9` of the postmaster and its children, all at once. */
    async kill9() {
      const family = [running.pid, ...(await childrenOf(running.pid))];
      for (const pid of family) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      if (!(await waitUntilGone(family, STOP_TIMEOUT_MS))) throw new Error(`${place.name} survived kill -9`);
      running.forget();
      running.pid = 0;
    },
    /**
     * Immediate shutdown: what it leaves is thrown away, or rewound. Of one that was killed, frees the shared memory
     * that nobody else would.
     */
    async stop() {
      if (running.pid !== 0 && isAlive(running.pid)) {
        process.kill(running.pid, 'SIGQUIT');
        if (!(await waitUntilGone([running.pid], STOP_TIMEOUT_MS)))
          throw new Error(`${place.name} does not stop`);
      } else if (running.sharedMemory !== '') {
        await promisify(execFile)('ipcrm', ['-m', running.sharedMemory]).catch(() => undefined);
      }
      running.forget();
      Object.assign(running, { pid: 0, sharedMemory: '' });
    },
    /** Turns a killed primary into a standby of the server that has taken over. */
    async rewindTo(primary: Pick<NodePlace, 'port'>) {
      const source = `host=127.0.0.1 port=${primary.port} user=replicator dbname=postgres`;
      const printed = await machine.run(
        'pg_rewind',
        ['--target-pgdata', cluster, '--source-server', source, '--write-recovery-conf', '--no-sync'],
        { PGPASSFILE: passwordFile },
      );
      // Later lines win: pg_rewind has copied the other's file, which speaks with the other's name.
      const follow = `host=127.0.0.1 port=${primary.port} user=replicator passfile=${passwordFile} application_name=${place.name}`;
      await appendFile(join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${follow}'\n`);
      return printed;
    },
  };
  return node;
}

async function prepareHome(machine: Machine, place: NodePlace, passwords: Passwords): Promise<void> {
  await mkdir(place.home, { recursive: true, mode: 0o700 });
  if (machine.owner) await chown(place.home, machine.owner.uid, machine.owner.gid);
  await writeOwned(
    machine,
    join(place.home, 'pgpass'),
    `127.0.0.1:*:*:replicator:${passwords.replicator}\n127.0.0.1:*:*:postgres:${passwords.superuser}\n`,
  );
}

async function writeOwned(machine: Machine, path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await chmod(path, 0o600);
  if (machine.owner) await chown(path, machine.owner.uid, machine.owner.gid);
}

/** The files that an operator would put there, unchanged. */
async function configure(machine: Machine, cluster: string): Promise<void> {
  const folder = join(cluster, 'conf.d');
  await mkdir(folder, { mode: 0o700 });
  if (machine.owner) await chown(folder, machine.owner.uid, machine.owner.gid);
  await installFile(machine, 'moineau.conf', join(folder, 'moineau.conf'));
  await installFile(machine, 'pg_hba.conf', join(cluster, 'pg_hba.conf'));
  await appendFile(join(cluster, 'postgresql.conf'), "\ninclude_dir = 'conf.d'\n");
}

async function installFile(machine: Machine, name: string, target: string): Promise<void> {
  await copyFile(join(deploy, name), target);
  if (machine.owner) await chown(target, machine.owner.uid, machine.owner.gid);
}

async function startPostmaster(machine: Machine, place: NodePlace, cluster: string): Promise<number> {
  const log = await open(join(place.home, 'postgres.log'), 'a', 0o600);
  const child = spawn(
    machine.path('postgres'),
    [
      ...['-D', cluster, '-c', `port=${place.port}`, '-c', 'listen_addresses=127.0.0.1'],
      // A name in the logs of several servers, and no socket in a directory that may not be ours.
      ...['-c', `cluster_name=${place.name}`, '-c', 'unix_socket_directories='],
    ],
    // A process group of its own: Ctrl-C reaches the script first, which then ends all in order.
    { ...(machine.owner ?? {}), cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] },
  );
  await log.close();
  child.unref();
  child.once('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${place.name} was not started`);
  return child.pid;
}

type Ask = (statement: string) => Promise<unknown>;

async function untilItAnswers(pid: number, ask: Ask, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const failure = await ask('select 1').then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    if (!(await isRunning(pid)) || Date.now() > deadline) {
      const tail = (await readFile(logFile, 'utf8')).split('\n').slice(-15).join('\n');
      throw new Error(`a server did not start:\n${tail}`, { cause: failure });
    }
    await delay(50);
  }
}

async function isRunning(pid: number): Promise<boolean> {
  return !(await waitUntilGone([pid], 0));
}

/** One statement on a connection of its own. */
async function askOnce<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
