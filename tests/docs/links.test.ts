/** The links inside docs/api lead somewhere: to a file, and to a heading of it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync('docs/api/**/*.md').sort();

/** The name that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/** Why this link of this page leads nowhere, or null. */
function broken(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return `${page}: there is no ${target}`;
  if (anchor !== undefined && !anchorsIn(target).includes(anchor))
    return `${page}: ${target} has no #${anchor}`;
  return null;
}

test('every link of docs/api leads to a page and a heading', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
      ([, link = '']) => [page, link] as const,
    ),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(links.map(([page, link]) => broken(page, link)).filter(Boolean)).toEqual([]);
});
