// @vitest-environment jsdom
/** The QR code as it is drawn: what a camera sees must be the library's modules, dark on light, with room around them. */
import { render, screen } from '@testing-library/preact';
import { encode } from 'uqr';
import { afterEach, expect, test } from 'vitest';
import { cleanup } from '../gallery/cleanup.ts';
import { QrCode } from './QrCode.tsx';

const ADDRESS = 'https://api.moineau.example/w/#/held';
/** ISO/IEC 18004: four light modules on each side. */
const QUIET = 4;

afterEach(cleanup);

/** Draws the code and reads its path back: which modules are dark. Everything in it must be a square of one module. */
function drawn(text: string): boolean[][] {
  render(<QrCode text={text} label="code" />);
  const svg = screen.getByRole('img', { name: 'code' });
  const [, , width, height] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const ground = svg.querySelector('rect');
  const path = svg.querySelector('path');
  expect([width, ground?.getAttribute('width'), ground?.getAttribute('height')]).toEqual([
    height,
    `${width}`,
    `${height}`,
  ]);
  // The same in the dark: cameras read dark on light alone.
  expect([ground?.getAttribute('fill'), path?.getAttribute('fill')]).toEqual(['#fff', '#000']);
  const side = Array.from({ length: width ?? 0 });
  const modules = side.map(() => side.map(() => false));
  const rest = (path?.getAttribute('d') ?? '').replaceAll(
    /M(\d+) (\d+)h1v1h-1z/g,
    (_, x: string, y: string) => {
      const row = modules[Number(y)];
      expect(row?.[Number(x)]).toBe(false);
      if (row) row[Number(x)] = true;
      return '';
    },
  );
  expect(rest).toBe('');
  return modules;
}

const FINDER = ['#######', '#     #', '# ### #', '# ### #', '# ### #', '#     #', '#######'];

test('is the address, module for module', () => {
  const { data } = encode(ADDRESS, { ecc: 'M', border: 0 });
  const modules = drawn(ADDRESS);
  expect(modules.slice(QUIET, -QUIET).map((row) => row.slice(QUIET, -QUIET))).toEqual(data);
});

test('has its three marks where cameras look for them, and nothing around it', () => {
  const modules = drawn(ADDRESS);
  const { length } = modules;
  const at = (x: number, y: number) =>
    modules.slice(y, y + 7).map((row) =>
      row
        .slice(x, x + 7)
        .map((isDark) => (isDark ? '#' : ' '))
        .join(''),
    );
  const far = length - QUIET - 7;
  expect([at(QUIET, QUIET), at(far, QUIET), at(QUIET, far)]).toEqual([FINDER, FINDER, FINDER]);
  // The fourth corner has none: it says which way up the code is.
  expect(at(far, far)).not.toEqual(FINDER);
  const around = modules.flatMap((row, y) =>
    row.filter((_, x) => Math.min(x, y, length - 1 - x, length - 1 - y) < QUIET),
  );
  expect(around.some(Boolean)).toBe(false);
  // Versions are 21 modules wide and four more each.
  expect((length - 2 * QUIET - 21) % 4).toBe(0);
});

test('another address is another code', () => {
  const first = drawn(ADDRESS);
  cleanup();
  expect(drawn(`${ADDRESS}2`)).not.toEqual(first);
});
