/** `npm run x:read` as a person runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cell, profile, tweet } from '../lib/x/page.fixture.ts';

const script = join(import.meta.dirname, 'x-read.ts');

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    encoding: 'utf8',
  });
}

function saved(html: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'x-read-')), 'page.html');
  writeFileSync(file, html);
  return file;
}

it('prints one JSON object and nothing else', () => {
  const shadow = `<div><template shadowrootmode="open">${tweet({ handle: 'hidden' })}</template></div>`;
  const { status, stdout, stderr } = run(saved(profile() + cell(tweet()) + shadow));
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({
    articles: [
      {
        handle: 'bob',
        tweetId: '1001',
        promoted: false,
        isQuoteInside: false,
        hasActionBar: true,
        focal: false,
      },
    ],
    profile: { handle: 'bob', numericId: '42' },
    composers: 0,
  });
});

it('prints zeros for a page not yet drawn', () => {
  const { stdout } = run(saved('<!doctype html><div id="react-root"></div><style>@layer { a {</style>'));
  expect(JSON.parse(stdout)).toEqual({ articles: [], profile: null, composers: 0 });
});

it('says what is wrong with a file', () => {
  const missing = run('/nowhere/page.html');
  expect([missing.status, missing.stdout, missing.stderr]).toEqual([
    1,
    '',
    "x:read can't read /nowhere/page.html: no such file\n",
  ]);
  expect(run()).toMatchObject({ status: 1, stdout: '', stderr: 'Usage: npm run x:read -- FILE.html\n' });
});
