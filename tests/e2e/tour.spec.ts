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
  first_payment: { seconds: number; user_actions: number };
  screenshots: string[];
};

test('the tour: from nothing to a payment, there and back, a request, a split, held money, a passkey; in French and in the dark', async () => {
  test.setTimeout(180_000);
  const pictures = mkdtempSync(join(tmpdir(), 'moineau-pictures-'));
  const flags = ['--lang', 'fr', '--dark', '--pictures', pictures];
  const { stdout } = await run(process.execPath, ['scripts/tour.ts', ...flags]);
  const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
  expect(report.tour).toBe('ok');
  expect(report.payments).toMatchObject([
    { from: 'chloe', to: 'bob', amount: '500', origin: 'tweet_button', state: 'settled' },
    { from: 'chloe', to: 'refuge_sample', amount: '500', origin: 'tweet_button', state: 'settled' },
    { from: 'alice', to: 'bob', amount: '500', origin: 'tweet_button', state: 'settled' },
    { from: 'bob', to: 'alice', amount: '500', origin: 'profile_button', state: 'settled' },
    { from: 'alice', to: 'bob', amount: '500', origin: 'request', state: 'settled' },
    { from: 'alice', to: 'bob refuge_sample', amount: '1000', origin: 'popup', state: 'settled' },
    { from: 'alice', to: 'emma_sample', amount: '200', origin: 'popup', state: 'held' },
    { from: 'alice', to: 'bob', amount: '500', origin: 'tweet_button', state: 'settled' },
  ]);
  // How long it took is printed, and depends on the machine; how much there is to do does not.
  expect(report.first_payment.user_actions).toBeLessThanOrEqual(8);
  expect(report.user_actions).toBeLessThanOrEqual(3);
  expect(report.screenshots.length).toBeGreaterThanOrEqual(25);
  expect(report.screenshots.filter((file) => !existsSync(file))).toEqual([]);
  rmSync(pictures, { recursive: true, force: true });
});
