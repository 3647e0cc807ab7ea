/** The titles of the tests and the list of threats agree. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { idsClaimed } from './outcomes.ts';
import { threatIds } from './threats.ts';

test('the list is T01 to T60, in order', () => {
  const expected = Array.from({ length: 60 }, (_, index) => `T${String(index + 1).padStart(2, '0')}`);
  expect(threatIds).toEqual(expected);
});

test('every title that begins with an id begins with one of the list', () => {
  const files = globSync(
    '{components,entrypoints,lib,sandbox,scripts,server,tests}/**/*.{test,spec}.{ts,tsx}',
  );
  const claimed = files.flatMap((file) =>
    idsClaimed(readFileSync(file, 'utf8')).map((id) => `${file} ${id}`),
  );
  expect(claimed.length).toBeGreaterThan(50);
  const known = new Set<string>(threatIds);
  expect(claimed.filter((claim) => !known.has(claim.split(' ')[1] ?? ''))).toEqual([]);
});
