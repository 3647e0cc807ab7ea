/**
 * pgbench, the yardstick: TPC-B-like, scale 100, prepared statements, on the very server that is measured. It is
 * PostgreSQL's own program and comes with PostgreSQL, not with us.
 */
import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Contender, median } from './rounds.ts';

const run = promisify(execFile);

const SCALE = 100;
const CLIENTS = 16;

export type Pgbench = {
  /** Transactions a second of 16 clients. */
  throughput(seconds: number): Contender;
  /** The median latency of one client, in milliseconds. */
  aloneP50(seconds: number): Contender;
};

/** Fills pgbench's tables in this database (1.5 GB) and returns its two measurements. @throws Error where there is no pgbench. */
export async function preparePgbench(databaseUrl: string, beforeRun: () => Promise<void>): Promise<Pgbench> {
  const program = await findPgbench();
  await run(program, ['-i', '-q', '-s', String(SCALE), databaseUrl]);
  const bench = async (args: string[]) => {
    await beforeRun();
    const { stdout } = await run(program, ['-M', 'prepared', ...args, databaseUrl]);
    return readReport(stdout);
  };
  return {
    throughput: (seconds) => ({
      name: 'pgbench.tpcb',
      unit: 'transactions/s',
      run: () => bench(['-c', String(CLIENTS), '-j', '2', '-T', String(seconds)]),
    }),
    aloneP50: (seconds) => ({
      name: 'pgbench.alone_p50',
      unit: 'ms',
      run: () => aloneP50(seconds, bench),
    }),
  };
}

function readReport(text: string): { value: number; n: number } {
  const value = /^tps = ([0-9.]+) \(without/m.exec(text)?.[1];
  const n = /actually processed: (\d+)/.exec(text)?.[1];
  const failed = /number of failed transactions: (\d+)/.exec(text)?.[1];
  if (value === undefined || n === undefined || failed !== '0')
    throw new Error(`pgbench says something else than expected:\n${text}`);
  return { value: Number(value), n: Number(n) };
}

/** pgbench itself prints only the mean: the median is read from its log of every transaction. */
async function aloneP50(seconds: number, bench: (args: string[]) => Promise<unknown>) {
  const directory = await mkdtemp(join(tmpdir(), 'moineau-pgbench-'));
  try {
    await bench(['-c', '1', '-T', String(seconds), '-l', `--log-prefix=${join(directory, 'log')}`]);
    const [log] = await readdir(directory);
    const lines = (await readFile(join(directory, log ?? ''), 'utf8')).trim().split('\n');
    // client, number, microseconds, script, seconds, microseconds
    const microseconds = lines.map((line) => Number(line.split(' ')[2]));
    return { value: median(microseconds) / 1_000, n: lines.length };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `PGBENCH`, then the path, then where Debian keeps them. */
async function findPgbench(): Promise<string> {
  const debian = await readdir('/usr/lib/postgresql').catch(() => [] as string[]);
  const newestFirst = debian.toSorted((a, b) => Number(b) - Number(a));
  const candidates = [
    ...(process.env.PGBENCH ? [process.env.PGBENCH] : []),
    ...newestFirst.map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`),
    ...(process.env.PATH ?? '').split(':').map((directory) => join(directory, 'pgbench')),
  ];
  for (const candidate of candidates) {
    const found = await access(candidate).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
  }
  throw new Error(
    'There is no pgbench. On Debian 12: apt-get install postgresql-15 (Debian 13: postgresql-17; elsewhere the package of ' +
      'PostgreSQL’s server). Its server is not used. Or set PGBENCH to the program.',
  );
}
