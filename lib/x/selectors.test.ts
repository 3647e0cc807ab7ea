/** Holds each selector to its counts on real pages: the first thing to fail when X has changed. */
// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { findAll } from './find.ts';
import { expectedCounts } from './selectors.expected.ts';
import { type SelectorName, selectors } from './selectors.ts';
import { loadSnapshot, snapshotNames, WITHOUT_SNAPSHOTS } from './snapshots.fixture.ts';

const names = Object.keys(selectors) as SelectorName[];

describe('selectors', () => {
  it('never rest on a class, an aria-label or a random id', () => {
    for (const selector of names.flatMap((name) => selectors[name])) {
      if (selector === '#react-root') continue;
      expect(selector.replace(/"[^"]*"/g, '""')).not.toMatch(/[.#]|aria-(?!haspopup|modal)|\[id|class/);
    }
  });

  it('take the newest fallback that finds anything', () => {
    const page = document.createElement('div');
    page.innerHTML = '<b data-testid="User-Names"></b>';
    expect(findAll(page, 'authorName')).toHaveLength(1);
    page.innerHTML += '<b data-testid="User-Name"></b>';
    expect(findAll(page, 'authorName').map((found) => found.getAttribute('data-testid'))).toEqual([
      'User-Name',
    ]);
  });
});

describe.skipIf(snapshotNames.length === 0)(`selectors on real pages ${WITHOUT_SNAPSHOTS}`, () => {
  for (const name of names) {
    for (const { in: start, count } of expectedCounts[name]) {
      it(`${name}: ${count} in ${start}`, () => {
        const file = snapshotNames.find((snapshot) => snapshot.startsWith(start));
        expect(findAll(loadSnapshot(file ?? start), name)).toHaveLength(count);
      });
    }
  }
});
