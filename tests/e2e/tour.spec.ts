import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);

type Report = {
  tour: string;
  payments: { from: string; to: string; amount: string; origin: string; user_actions: number }[];
  user_actions: number;
  screenshots: string[];
};

test('the tour pays there and back, in French and in the dark, with three actions a payment', async () => {
  test.setTimeout(180_000);
  const pictures = mkdtempSync(join(tmpdir(), 'moineau-pictures-'));
  const flags = ['--lang', 'fr', '--dark', '--pictures', pictures];
  const { stdout } = await run(process.execPath, ['scripts/tour.ts', ...flags]);
  const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
  expect(report.tour).toBe('ok');
  expect(report.payments).toMatchObject([
    { from: 'alice', to: 'bob', amount: '500', origin: 'tweet_button' },
    { from: 'bob', to: 'alice', amount: '500', origin: 'profile_button' },
  ]);
  expect(report.user_actions).toBeLessThanOrEqual(3);
  expect(report.screenshots.length).toBeGreaterThanOrEqual(10);
  expect(report.screenshots.filter((file) => !existsSync(file))).toEqual([]);
  rmSync(pictures, { recursive: true, force: true });
});
