/**
 * `npm run threats`: runs every test whose title begins with the id of a threat (tests/threats/threats.ts), prints one
 * line an id and ends with `N passed, N failed`. Exits non-zero when one failed or a runner broke.
 *
 *   npm run threats -- [--unit | --e2e] [--list]
 *
 * `--list` prints the titles of each id and runs nothing. What the runners print goes to standard error.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  idsClaimed,
  idsOf,
  linesOf,
  outcomesOf,
  type PlaywrightReport,
  type Run,
  runsMissing,
  runsOfPlaywright,
  runsOfVitest,
  type VitestReport,
} from '../tests/threats/outcomes.ts';
import { threats } from '../tests/threats/threats.ts';

const reports = '.cache/threats';
/** Both runners match it against describes and title in one; what only contains an id is sorted out afterwards. */
const PATTERN = '\\bT\\d\\d\\b';
const VITEST = 'node_modules/vitest/vitest.mjs';
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

/** What each test file claims, by its absolute path. Files that claim nothing are not even loaded. */
type Claims = ReadonlyMap<string, readonly string[]>;

function claimsIn(pattern: string): Claims {
  const files = globSync(`{components,entrypoints,lib,sandbox,scripts,server,tests}/**/${pattern}`).sort();
  const claims = files.map((file) => [resolve(file), idsClaimed(readFileSync(file, 'utf8'))] as const);
  return new Map(claims.filter(([, ids]) => ids.length > 0));
}

/** A program on this Node. Its own words are for the person who waits, not for whoever reads the result. */
function runNode(args: readonly string[], env: Record<string, string> = {}): number {
  const { status } = spawnSync(process.execPath, args, {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

function readReport<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

/** One of the two kinds of tests. */
type Half = {
  readonly claims: Claims;
  run(): { exitCode: number; runs: Run[] };
  /** What would run; the statuses mean nothing. */
  list(): Run[];
};

function unitHalf(): Half {
  const claims = claimsIn('*.test.{ts,tsx}');
  const file = join(reports, 'unit.json');
  const select = ['--root=.', '--config=tests/threats/vitest.config.ts', '-t', PATTERN, ...claims.keys()];
  return {
    claims,
    run() {
      const exitCode = runNode([VITEST, 'run', ...select]);
      const report = readReport<VitestReport>(file);
      return { exitCode, runs: report ? runsOfVitest(report) : [] };
    },
    list() {
      runNode([VITEST, 'list', `--json=${file}`, ...select]);
      const titles = readReport<{ name: string; file: string }[]>(file) ?? [];
      return titles.map((title) => ({ file: title.file, path: title.name.split(' > '), status: 'skipped' }));
    },
  };
}

function browserHalf(): Half {
  const claims = claimsIn('*.spec.ts');
  const file = join(reports, 'e2e.json');
  const select = ['-g', PATTERN, ...claims.keys()];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(file) };
  const reported = () => {
    const report = readReport<PlaywrightReport>(file);
    return report ? runsOfPlaywright(report) : [];
  };
  return {
    claims,
    run() {
      const ready = runNode(['scripts/ensure-chromium.ts']);
      const exitCode = ready || runNode([PLAYWRIGHT, 'test', '--reporter=line,json', ...select], env);
      return { exitCode, runs: reported() };
    },
    list() {
      runNode([PLAYWRIGHT, 'test', '--list', '--reporter=json', ...select], env);
      return reported();
    },
  };
}

function printTitles(runs: readonly Run[]): void {
  const here = `${process.cwd()}/`;
  for (const [id, title] of Object.entries(threats)) {
    console.log(`${id} ${title}`);
    const its = runs.filter((run) => run.path.flatMap(idsOf).includes(id));
    for (const { file, path } of its) console.log(`    ${file.replace(here, '')}: ${path.join(' > ')}`);
    if (its.length === 0) console.log('    no test yet');
  }
}

const { values: options } = parseArgs({
  options: { unit: { type: 'boolean' }, e2e: { type: 'boolean' }, list: { type: 'boolean' } },
});
const both = Boolean(options.unit) === Boolean(options.e2e);
const all = { unit: unitHalf(), e2e: browserHalf() };
const chosen = [...(both || options.unit ? [all.unit] : []), ...(both || options.e2e ? [all.e2e] : [])];
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

if (options.list) {
  printTitles(
    chosen.flatMap((half) => {
      const listed = half.list();
      return [...listed, ...runsMissing(half.claims, listed)];
    }),
  );
} else {
  const results = chosen.map((half) => {
    const { exitCode, runs } = half.run();
    return { exitCode, runs: [...runs, ...runsMissing(half.claims, runs)] };
  });
  const elsewhere = [all.unit, all.e2e].filter((half) => !chosen.includes(half));
  const outcomes = outcomesOf(
    results.flatMap(({ runs }) => runs),
    new Set(elsewhere.flatMap((half) => [...half.claims.values()].flat())),
  );
  for (const line of linesOf(outcomes)) console.log(line);
  const broken = results.some(({ exitCode }) => exitCode !== 0);
  if (broken || [...outcomes.values()].includes('failed')) process.exitCode = 1;
}
