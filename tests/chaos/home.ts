/**
 * The directory of one run. What a run leaves behind that was itself killed (its PostgreSQL, its disk, its files) is
 * cleared away by the next one: found by the directory's name, and only where the process that made it has gone.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, servesCluster, waitUntilGone } from '../../scripts/lib/postgres-process.ts';
import { clusterIn, diskIn } from './disk.ts';

const run = promisify(execFile);
const NAME = /^moineau-chaos-([0-9]+)-/;
const GONE_MS = 10_000;

export type Home = { readonly directory: string; remove(): Promise<void> };

/** Makes a directory for this run, named after its process. */
export async function makeHome(): Promise<Home> {
  const directory = await mkdtemp(join(tmpdir(), `moineau-chaos-${process.pid}-`));
  // PostgreSQL may run as another user, who has to pass through here.
  await chmod(directory, 0o711);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Has the directory removed however this process ends. To be called after the disk in it was mounted. */
export function removeAtExit({ directory }: Home): () => void {
  const removeAtOnce = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeAtOnce);
  return () => void process.off('exit', removeAtOnce);
}

/** Clears away what killed runs have left behind. */
export async function clearLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const directory = join(tmpdir(), name);
    for (const home of [directory, diskIn(directory)]) await endPostgres(clusterIn(home));
    await run('umount', ['-l', diskIn(directory)]).catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  }
}

async function endPostgres(cluster: string): Promise<void> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!(pid > 1) || !(await servesCluster(pid, cluster))) return;
  process.kill(pid, 'SIGQUIT');
  await waitUntilGone([pid], GONE_MS);
}
