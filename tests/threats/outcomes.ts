/**
 * From what the test runners report to one outcome for each threat. Pure. It must never call a threat passed that
 * a test failed, was skipped or did not run for.
 */
import { type ThreatId, threatIds } from './threats.ts';

/** One run of one test. `path`: the titles of its describes, then its own. */
export type Run = {
  readonly file: string;
  readonly path: readonly string[];
  readonly status: 'passed' | 'failed' | 'skipped';
};

export type Outcome = 'passed' | 'failed' | 'skipped' | 'not run' | 'no test yet';

/** The part of Vitest's JSON report that is read here. */
export type VitestReport = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
};

type PlaywrightSuite = {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string; readonly annotations: readonly { type: string }[] }[];
  }[];
};

/** The part of Playwright's JSON report that is read here. The files of its suites are relative to `rootDir`. */
export type PlaywrightReport = {
  readonly config: { readonly rootDir: string };
  readonly suites: readonly PlaywrightSuite[];
};

/** The ids at the beginning of a title: `T33 T34 killed …` has two. */
export function idsOf(title: string): string[] {
  return /^(?:T\d\d[ ,]+)+/.exec(title)?.[0].match(/T\d\d/g) ?? [];
}

/** The ids at the beginning of titles in a test file's source: what it claims before it runs. */
export function idsClaimed(source: string): string[] {
  // `test('T16 …`, `describe.skip('T16 …`, and the second call of `test.each([…])('T16 …`.
  const titles = source.matchAll(/(?:\b(?:test|it|describe)(?:\.\w+)*|\))\(\s*['"`]((?:T\d\d[ ,]+)+)/g);
  return [...new Set([...titles].flatMap(([, ids = '']) => idsOf(ids)))];
}

export function runsOfVitest(report: VitestReport): Run[] {
  return report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      file: file.name,
      path: [...test.ancestorTitles, test.title],
      status: statusInVitest(test.status, file.status),
    })),
  );
}

/** In a file that failed, a test that did not run may be one whose hook failed: Vitest calls it skipped. */
function statusInVitest(status: string, ofFile: string): Run['status'] {
  if (status === 'passed') return 'passed';
  return status === 'failed' || ofFile === 'failed' ? 'failed' : 'skipped';
}

export function runsOfPlaywright(report: PlaywrightReport): Run[] {
  const walk = (suite: PlaywrightSuite, path: readonly string[]): Run[] => [
    ...suite.specs.flatMap((spec) =>
      spec.tests.map((test) => ({
        file: `${report.config.rootDir}/${suite.file}`,
        path: [...path, spec.title],
        status: statusInPlaywright(test),
      })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, [...path, inner.title])),
  ];
  return report.suites.flatMap((file) => walk(file, []));
}

/** Flaky is broken. What was skipped by nobody's will did not run because something failed before it. */
function statusInPlaywright(test: PlaywrightSuite['specs'][number]['tests'][number]): Run['status'] {
  if (test.status === 'expected') return 'passed';
  const willed = test.annotations.some(({ type }) => type === 'skip' || type === 'fixme');
  return test.status === 'skipped' && willed ? 'skipped' : 'failed';
}

/** Failed runs for the ids that a file claims and did not report: it broke before its tests. */
export function runsMissing(claims: ReadonlyMap<string, readonly string[]>, runs: readonly Run[]): Run[] {
  const reported = new Set(runs.flatMap((run) => run.path.flatMap(idsOf).map((id) => `${run.file} ${id}`)));
  return [...claims].flatMap(([file, ids]) =>
    ids
      .filter((id) => !reported.has(`${file} ${id}`))
      .map((id) => ({ file, path: [`${id} (not reported by its runner)`], status: 'failed' as const })),
  );
}

/** The outcome of each threat, in order. `elsewhere`: ids that only tests which were not asked for begin with. */
export function outcomesOf(
  runs: readonly Run[],
  elsewhere: ReadonlySet<string> = new Set(),
): Map<ThreatId, Outcome> {
  const statuses = Map.groupBy(
    runs.flatMap((run) => run.path.flatMap(idsOf).map((id) => ({ id, status: run.status }))),
    ({ id }) => id,
  );
  return new Map(
    threatIds.map((id) => {
      const all = (statuses.get(id) ?? []).map(({ status }) => status);
      return [id, all.length === 0 ? (elsewhere.has(id) ? 'not run' : 'no test yet') : worstOf(all)];
    }),
  );
}

function worstOf(statuses: readonly Run['status'][]): Outcome {
  if (statuses.includes('failed')) return 'failed';
  return statuses.includes('passed') ? 'passed' : 'skipped';
}

/** One line a threat, then the sum. */
export function linesOf(outcomes: ReadonlyMap<ThreatId, Outcome>): string[] {
  const count = (wanted: Outcome) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
  return [
    ...[...outcomes].map(([id, outcome]) => `${id} ${outcome}`),
    `${count('passed')} passed, ${count('failed')} failed`,
  ];
}
