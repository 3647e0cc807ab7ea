import { expect, test } from 'vitest';
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
} from './outcomes.ts';

const run = (status: Run['status'], ...path: string[]): Run => ({ file: 'one.test.ts', path, status });

test.each([
  ['one id', 'T22 five wrong codes', ['T22']],
  ['several ids', 'T33 T34, T36 killed', ['T33', 'T34', 'T36']],
  ['an id that is not at the beginning', 'after T22 comes T23', []],
  ['a longer word', 'T220 no id', []],
])('reads the ids of a title with %s', (_what, title, ids) => {
  expect(idsOf(title)).toEqual(ids);
});

test('reads what a source claims from its titles alone', () => {
  const source = ['T16 five', 'T17 T18 two', 'T16 again'].map(
    (title) => `test("${title}", () => say("T60 no"));`,
  );
  const each = ['describe.each([[1, 2]])(', '`T19 each`, () => undefined);'].join('\n  ');
  expect(idsClaimed([...source, each].join('\n'))).toEqual(['T16', 'T17', 'T18', 'T19']);
});

test('a threat passes when every test that begins with its id passed', () => {
  const outcomes = outcomesOf([
    run('passed', 'T01 T02 both'),
    run('failed', 'T02 on its own'),
    run('passed', 'T37 the worker', 'asks again'),
    run('skipped', 'T37 the worker', 'on another system'),
    run('skipped', 'T41 a chargeback'),
    run('failed', 'no threat'),
  ]);
  const lines = linesOf(outcomes);
  expect(lines).toContain('T01 passed');
  expect(lines).toContain('T02 failed');
  expect(lines).toContain('T03 no test yet');
  expect(lines).toContain('T37 passed');
  expect(lines).toContain('T41 skipped');
  expect(lines).toHaveLength(61);
  expect(lines.at(-1)).toBe('2 passed, 1 failed');
});

test('an id of the half that was not asked for is neither passed nor without a test', () => {
  expect(outcomesOf([], new Set(['T31'])).get('T31')).toBe('not run');
});

test('Vitest: a test whose hook failed did not pass', () => {
  const report = (status: string): VitestReport => ({
    testResults: [
      {
        name: 'one.test.ts',
        status,
        assertionResults: [
          { ancestorTitles: ['T05 words'], title: 'here', status: 'skipped' },
          { ancestorTitles: [], title: 'T06 there', status: 'passed' },
        ],
      },
    ],
  });
  expect(runsOfVitest(report('failed')).map(({ status }) => status)).toEqual(['failed', 'passed']);
  expect(runsOfVitest(report('passed'))).toEqual([
    run('skipped', 'T05 words', 'here'),
    run('passed', 'T06 there'),
  ]);
});

test('Playwright: flaky and not run are failures, skipped by will is not', () => {
  const spec = (title: string, status: string, annotation?: string) => ({
    title,
    tests: [{ status, annotations: annotation === undefined ? [] : [{ type: annotation }] }],
  });
  const report: PlaywrightReport = {
    config: { rootDir: '/e2e' },
    suites: [
      {
        title: 'one.spec.ts',
        file: 'one.spec.ts',
        specs: [spec('T28 a', 'expected'), spec('T29 b', 'flaky')],
        suites: [
          {
            title: 'T37 the worker',
            file: 'one.spec.ts',
            specs: [spec('c', 'skipped'), spec('d', 'skipped', 'fixme')],
          },
        ],
      },
    ],
  };
  const file = '/e2e/one.spec.ts';
  expect(runsOfPlaywright(report)).toEqual([
    { file, path: ['T28 a'], status: 'passed' },
    { file, path: ['T29 b'], status: 'failed' },
    { file, path: ['T37 the worker', 'c'], status: 'failed' },
    { file, path: ['T37 the worker', 'd'], status: 'skipped' },
  ]);
});

test('what a file claims and does not report has failed', () => {
  const claims = new Map([['one.test.ts', ['T01', 'T02']]]);
  const missing = runsMissing(claims, [run('passed', 'T01 here')]);
  expect(outcomesOf([run('passed', 'T01 here'), ...missing]).get('T02')).toBe('failed');
});
