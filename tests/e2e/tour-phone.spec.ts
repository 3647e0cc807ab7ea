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
  screenshots: string[];
};

test('the tour by phone: a post, the code on the page for phones, the payee’s badge, the answer on X', async () => {
  test.setTimeout(240_000);
  const pictures = mkdtempSync(join(tmpdir(), 'moineau-pictures-'));
  const flags = ['--phone', '--lang', 'fr', '--pictures', pictures];
  const { stdout } = await run(process.execPath, ['scripts/tour.ts', ...flags]);
  const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
  expect(report.tour).toBe('ok');
  expect(report.payments).toMatchObject([
    { from: 'alice', to: 'bob', amount: '500', origin: 'command_tweet', user_actions: 1 },
  ]);
  expect(report.screenshots.length).toBeGreaterThanOrEqual(7);
  expect(report.screenshots.filter((file) => !existsSync(file))).toEqual([]);
  rmSync(pictures, { recursive: true, force: true });
});
