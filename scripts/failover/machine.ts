/**
 * Finds the software of the replicated set-up on this machine: PostgreSQL's own tools and HAProxy, as Debian
 * packages them. It must never install anything or touch the machine's users: it says what is missing.
 */
import { spawn } from 'node:child_process';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const OLDEST_POSTGRESQL = 15;
const DEBIAN_POSTGRESQL = '/usr/lib/postgresql';
const TOOLS = ['initdb', 'postgres', 'pg_basebackup', 'pg_rewind', 'psql'] as const;
type Tool = (typeof TOOLS)[number];

export type Machine = {
  readonly postgresVersion: string;
  /** As whom the servers run; null when it is ourselves. PostgreSQL refuses to run as root. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  path(program: Tool | 'haproxy'): string;
  /** Runs a program to its end. @throws Error with what it printed when it fails. */
  run(program: Tool, args: readonly string[], env?: Record<string, string>): Promise<string>;
};

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The newest directory with all tools: Debian keeps one for each major version. */
async function findPostgres(): Promise<string | null> {
  const versions = (await readdir(DEBIAN_POSTGRESQL).catch(() => []))
    .filter((name) => /^\d+$/.test(name) && Number(name) >= OLDEST_POSTGRESQL)
    .sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const bin = join(DEBIAN_POSTGRESQL, version, 'bin');
    const present = await Promise.all(TOOLS.map((tool) => isExecutable(join(bin, tool))));
    if (!present.includes(false)) return bin;
  }
  return null;
}

/** Debian keeps it where the PATH of ordinary users doesn't look. */
async function findHaproxy(): Promise<string | null> {
  for (const folder of [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']) {
    if (folder !== '' && (await isExecutable(join(folder, 'haproxy')))) return join(folder, 'haproxy');
  }
  return null;
}

/** What to install before the set-up can start, as one line for people; null when nothing is missing. */
export async function missingSoftware(): Promise<string | null> {
  const [postgres, haproxy] = await Promise.all([findPostgres(), findHaproxy()]);
  const packages = [...(postgres ? [] : ['postgresql']), ...(haproxy ? [] : ['haproxy'])];
  if (packages.length === 0) return null;
  return `The replicated set-up needs Debian's packages (PostgreSQL ${OLDEST_POSTGRESQL} or newer): apt-get install ${packages.join(' ')}`;
}

/** This machine's software. @throws Error that names the packages to install. */
export async function openMachine(): Promise<Machine> {
  const [bin, haproxy] = await Promise.all([findPostgres(), findHaproxy()]);
  if (bin === null || haproxy === null) throw new Error((await missingSoftware()) ?? 'software is missing');
  const owner = process.getuid?.() === 0 ? await serverUser() : null;
  const path = (program: Tool | 'haproxy') => (program === 'haproxy' ? haproxy : join(bin, program));
  return {
    postgresVersion: bin.split('/').at(-2) ?? '',
    owner,
    path,
    run: (program, args, env = {}) => runToEnd(path(program), args, env, owner),
  };
}

/** Debian's own user for it; where there is none, `nobody`. */
async function serverUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find(([user]) => user === name);
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

async function runToEnd(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  owner: Machine['owner'],
): Promise<string> {
  const child = spawn(file, [...args], {
    ...(owner ?? {}),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-20_000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${file} ended with ${code}:\n${printed}`);
  return printed;
}
