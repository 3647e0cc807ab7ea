// @vitest-environment jsdom
/** The canary: real pages are well; a page on which X has renamed something says what. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { noRules } from '../lib/x/kept-rules.ts';
import { cell, profile, tweet } from '../lib/x/page.fixture.ts';
import { applySelectors } from '../lib/x/rules.ts';
import { snapshotNames, WITHOUT_SNAPSHOTS } from '../lib/x/snapshots.fixture.ts';
import { examineSaved } from './x-canary.ts';

const folder = join(import.meta.dirname, '../../shared/x-dom');
const scratch = mkdtempSync(join(tmpdir(), 'moineau-canary-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => applySelectors(noRules, document));

const timeline = ['1', '2', '3'].map((id) => cell(tweet({ id }))).join('');
const offIn = (html: string, url: string | null = null) =>
  examineSaved(html, url)
    .filter(({ state }) => state === 'off')
    .map(({ part, missing }) => [part, ...missing].join(' '));

describe('a page that X has changed', () => {
  it('is off where posts have lost their names, and says which selectors found nothing', () => {
    expect(offIn(timeline)).toEqual([]);
    const renamed = timeline.replaceAll('data-testid="reply"', 'data-testid="answer"');
    expect(offIn(renamed)).toEqual(['tweets reply']);
    const anonymous = timeline
      .replaceAll('UserAvatar-Container-', 'Avatar-')
      .replaceAll('data-testid="User-Name"', '')
      .replaceAll('href="/', 'data-href="/');
    expect(offIn(anonymous)[0]).toMatch(/^tweets .*avatar authorName/);
  });

  it('is off even where nothing is left that we call a post', () => {
    const renamed = timeline.replaceAll('<article', '<section').replaceAll('</article', '</section');
    expect(offIn(renamed.replaceAll('data-testid="tweet"', ''))[0]).toMatch(/^tweets article/);
  });

  it('is off on a profile whose buttons moved away', () => {
    expect(offIn(profile(), '/bob')).toEqual([]);
    const renamed = profile().replaceAll('userActions', 'moreActions').replaceAll('-follow"', '-adhere"');
    expect(offIn(renamed, '/bob')[0]).toMatch(/^profiles profileActions/);
  });

  it('is mended by rules, and only while they are in force', () => {
    const renamed = timeline.replaceAll('data-testid="reply"', 'data-testid="answer"');
    applySelectors({ selectors: { reply: ['[data-testid="answer"]'] }, off: [] }, document);
    expect(offIn(renamed)).toEqual([]);
    applySelectors(noRules, document);
    expect(offIn(renamed)).toEqual(['tweets reply']);
  });
});

describe('the command', () => {
  const run = async (name: string, html: string, ...more: string[]) => {
    const file = join(scratch, name);
    writeFileSync(file, html);
    const args = ['--disable-warning=ExperimentalWarning', 'scripts/x-canary.ts', file, ...more];
    return promisify(execFile)(process.execPath, args).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );
  };

  it('ends with 0 on a page that is well, 1 where a feature would be off, 2 where there is nothing to judge', async () => {
    expect((await run('well.html', timeline)).code).toBe(0);
    const off = await run('off.html', timeline.replaceAll('data-testid="reply"', 'data-testid="answer"'));
    expect(off.code).toBe(1);
    expect(off.stdout).toMatch(/^OFF {2}tweets .*found nothing: reply/m);
    expect((await run('empty.html', '<p>Nothing</p>')).code).toBe(2);
  });
});

describe.skipIf(snapshotNames.length === 0)(`real pages ${WITHOUT_SNAPSHOTS}`, () => {
  it.each(snapshotNames)('%s: nothing is off', (name) => {
    expect(offIn(readFileSync(join(folder, name), 'utf8'))).toEqual([]);
  });
});
