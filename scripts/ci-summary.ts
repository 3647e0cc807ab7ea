/**
 * Adds up what the test runners reported and prints `N passed, N failed`. Exits non-zero when anything failed,
 * when a step of .ci/run did, or when no test ran at all.
 */
import { readFileSync } from 'node:fs';

type VitestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number } };

const failedSteps = Number(process.argv[2] ?? '0');

function read<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(`.cache/reports/${file}`, 'utf8')) as T;
  } catch {
    return null;
  }
}

const unit = read<VitestReport>('unit.json');
const browser = read<PlaywrightReport>('e2e.json');
const passed = (unit?.numPassedTests ?? 0) + (browser?.stats.expected ?? 0);
let failed = (unit?.numFailedTests ?? 0) + (browser?.stats.unexpected ?? 0) + (browser?.stats.flaky ?? 0);
// A step that broke without a failing test (types, lint, a runner that did not start) counts as one.
if (failed === 0) failed = failedSteps;
if (!unit || !browser) failed = Math.max(failed, 1);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
