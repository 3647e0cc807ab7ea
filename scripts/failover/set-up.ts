/**
 * The replicated set-up on one machine: primary, standby, proxy. Built as deploy/README.md says, with the files
 * that stand there. What it starts it ends, by process id.
 */
import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../lib/processes.ts';
import type { Machine } from './machine.ts';
import { createNode, type DatabaseNode, type Passwords } from './node.ts';
import type { Mode } from './options.ts';
import { startProxy, untilWritable } from './proxy.ts';

const SYNC_TIMEOUT_MS = 30_000;
const deploy = join(import.meta.dirname, '../../deploy');

export type SetUp = {
  readonly primary: DatabaseNode;
  readonly standby: DatabaseNode;
  /** What the API gets as DATABASE_URL: the proxy's address. */
  readonly databaseUrl: string;
};

/** What has to be ended, the last first. A failure to end one thing doesn't leave the others running. */
export type Endings = { add(end: () => Promise<unknown>): void; run(): Promise<void> };

export function createEndings(): Endings {
  const endings: (() => Promise<unknown>)[] = [];
  let running: Promise<void> | null = null;
  const runAll = async () => {
    for (let end = endings.pop(); end; end = endings.pop())
      await end().catch((error: unknown) => console.error('not ended in order:', error));
  };
  return {
    add: (end) => void endings.push(end),
    run: () => {
      running ??= runAll();
      return running;
    },
  };
}

/** A directory that the servers' user may pass through. */
export async function makeDirectory(keep: boolean, endings: Endings): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'moineau-failover-'));
  await chmod(directory, 0o711);
  if (!keep) endings.add(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts all of it; in mode `sync` it resolves when the standby is synchronous. */
export async function startSetUp(
  machine: Machine,
  { directory, mode, endings }: { directory: string; mode: Mode; endings: Endings },
): Promise<SetUp> {
  const secret = () => randomBytes(18).toString('hex');
  const passwords: Passwords = { superuser: secret(), replicator: secret(), app: secret() };
  const node = async (name: string) => {
    const made = createNode(
      machine,
      { name, port: await freePort(), home: join(directory, name) },
      passwords,
    );
    endings.add(() => made.stop());
    return made;
  };
  // Where the servers' user can read them, wherever this repository lies.
  await copyFile(join(deploy, 'postgresql/roles.sql'), join(directory, 'roles.sql'));
  await copyFile(join(deploy, 'haproxy.cfg'), join(directory, 'haproxy.cfg'));
  const [primary, standby] = [await node('moineau_a'), await node('moineau_b')];
  await primary.initialise();
  await primary.start();
  await machine.run(
    'psql',
    [
      ...['-X', '-q', '-h', '127.0.0.1', '-p', String(primary.port), '-U', 'postgres', '-d', 'postgres'],
      ...['-v', `app_password=${passwords.app}`, '-v', `replicator_password=${passwords.replicator}`],
      ...['-f', join(directory, 'roles.sql')],
    ],
    { PGPASSFILE: primary.passwordFile },
  );
  await standby.copyFrom(primary);
  await standby.start();
  if (mode === 'sync') {
    for (const server of [primary, standby]) await server.requireStandby(true);
  }
  await untilFollowedBy(primary, standby, mode);
  const proxyPort = await freePort();
  const proxy = await startProxy(machine, {
    ...{ port: proxyPort, directory },
    servers: [primary.address, standby.address],
  });
  endings.add(() => proxy.stop());
  const databaseUrl = `postgresql://moineau:${passwords.app}@127.0.0.1:${proxyPort}/moineau`;
  await untilWritable(databaseUrl);
  return { primary, standby, databaseUrl };
}

/** Waits until the standby streams, and is waited for when commits are to be. */
export async function untilFollowedBy(primary: DatabaseNode, standby: DatabaseNode, mode: Mode) {
  const wanted = mode === 'sync' ? ['sync', 'quorum'] : ['async'];
  const deadline = Date.now() + SYNC_TIMEOUT_MS;
  for (;;) {
    const rows = await primary.ask<{ application_name: string; sync_state: string }>(
      "select application_name, sync_state from pg_stat_replication where state = 'streaming'",
    );
    const found = rows.find((row) => row.application_name === standby.name);
    if (found && wanted.includes(found.sync_state)) return;
    if (Date.now() > deadline) throw new Error(`${standby.name} does not follow: ${JSON.stringify(rows)}`);
    await delay(50);
  }
}
