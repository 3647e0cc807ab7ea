/**
 * A small disk of the harness's own, which can be filled to the last block without harm to the machine: a loop
 * device, or memory where there is none. Mounting takes root: elsewhere there is no disk to fill, and it says why.
 */
import { execFile, spawnSync } from 'node:child_process';
import { appendFile, mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const UNMOUNT = 'umount';

/** The journal may take 1 GB of it (max_wal_size); the file behind it is sparse. */
const SIZE_MB = 3_072;

export type Disk = {
  readonly directory: string;
  /** Leaves not one free block. */
  fill(): Promise<void>;
  free(): Promise<void>;
  unmount(): Promise<void>;
};

/** Where the disk of a run is, in its directory. */
export const diskIn = (home: string) => join(home, 'disk');
/** Where PostgreSQL's data are, on a disk or in the directory itself. */
export const dataIn = (place: string) => join(place, 'postgres');
export const clusterIn = (place: string) => join(dataIn(place), 'cluster');

/** Mounts a disk below `home`. Returns why not where that cannot be done. */
export async function mountDisk(home: string): Promise<Disk | string> {
  if (process.platform !== 'linux') return `no disk to fill: not done on ${process.platform}`;
  if (process.getuid?.() !== 0) return 'no disk to fill: mounting takes root';
  const directory = diskIn(home);
  await mkdir(directory);
  const reason = await mountLoop(home, directory)
    .catch(() => run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'moineau-chaos', directory]))
    .then(
      () => null,
      (error: Error) => error,
    );
  if (reason) return `no disk to fill: ${reason.message.trim().split('\n').at(-1)}`;
  // However this process ends: lazily, for PostgreSQL may still be about to end.
  const unmountAtOnce = () => void spawnSync(UNMOUNT, ['-l', directory]);
  process.once('exit', unmountAtOnce);
  return {
    directory,
    fill: () => fill(directory),
    free: () => free(directory),
    async unmount() {
      await run(UNMOUNT, [directory]).catch(() => run(UNMOUNT, ['-l', directory]));
      process.off('exit', unmountAtOnce);
    },
  };
}

async function mountLoop(home: string, directory: string): Promise<void> {
  const image = join(home, 'disk.img');
  await run('truncate', ['-s', `${SIZE_MB}M`, image]);
  // No blocks kept back for root: they would be out of PostgreSQL's reach and in ours.
  await run('mkfs.ext4', ['-q', '-m', '0', image]);
  await run('mount', ['-o', 'loop', image, directory]);
}

const FILLER = 'filler-';
const BLOCK = 4_096;

async function fill(directory: string): Promise<void> {
  let serial = 0;
  for (let size = await freeBytes(directory); size >= BLOCK; ) {
    const file = join(directory, `${FILLER}${serial++}`);
    // The file system needs some of the space for its own book-keeping: then half as much.
    const done = await run('fallocate', ['-l', String(size), file]).then(
      () => true,
      () => false,
    );
    size = done ? Math.min(size, await freeBytes(directory)) : Math.floor(size / 2);
  }
  const crumbs = join(directory, `${FILLER}crumbs`);
  for (;;) {
    const error = await appendFile(crumbs, Buffer.alloc(BLOCK)).catch((e: NodeJS.ErrnoException) => e);
    if (error?.code === 'ENOSPC') return;
    if (error) throw error;
  }
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

async function free(directory: string): Promise<void> {
  const fillers = (await readdir(directory)).filter((name) => name.startsWith(FILLER));
  await Promise.all(fillers.map((name) => rm(join(directory, name), { force: true })));
}
