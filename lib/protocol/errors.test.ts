import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemCodes, problems } from './errors.ts';

const page = readFileSync('docs/ERRORS.md', 'utf8');

it('docs/ERRORS.md has a paragraph for every code, with its status, and for no other', () => {
  const documented = [...page.matchAll(/^### `([a-z_]+)`\n+(\d{3})\. \S/gm)].map(([, code, status]) => [
    code,
    status,
  ]);
  const expected = problemCodes.map((code) => [code, String(problems[code].status)]);
  expect(documented).toEqual(expected);
});
