/**
 * Every picture of the sandbox X site, drawn here as SVG and served from the site's own origin.
 * X serves them from pbs.twimg.com and abs-0.twimg.com; the markup around them is the same.
 */

import { accounts } from '../world.ts';

const palettes: readonly (readonly [string, string, string])[] = [
  ['#f3b562', '#3d405b', '#fff3e0'],
  ['#81b29a', '#2f4858', '#f1faee'],
  ['#e07a5f', '#3d2c2e', '#fde2d8'],
  ['#7ea8d6', '#1d3557', '#eaf4fb'],
  ['#b79ced', '#3c2a5d', '#f4effc'],
  ['#f2cc8f', '#5f4b2b', '#fffaf0'],
  ['#90be6d', '#283618', '#f3f9ea'],
  ['#f28482', '#582f3a', '#fdecec'],
];

function paletteOf(id: string): readonly [string, string, string] {
  const index =
    Math.max(
      0,
      accounts.findIndex((account) => account.id === id),
    ) % palettes.length;
  return palettes[index] ?? ['#888888', '#222222', '#eeeeee'];
}

/** A round face of two colours with the person's first letter. */
export function avatar(id: string): string | undefined {
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) return undefined;
  const [ground, ink, light] = paletteOf(id);
  const letter = [...account.handle][0]?.toUpperCase() ?? '?';
  return svg(
    96,
    96,
    `<rect width="96" height="96" fill="${ground}"/><circle cx="48" cy="104" r="46" fill="${ink}" opacity=".18"/>` +
      `<text x="48" y="63" text-anchor="middle" font-family="Georgia,serif" font-size="46" fill="${light}" stroke="${ink}" stroke-width="1.5" paint-order="stroke">${letter}</text>`,
  );
}

/** Hills of the person's colours, 3:1 as X's banners are. */
export function banner(id: string): string {
  const [ground, ink, light] = paletteOf(id);
  return svg(
    1500,
    500,
    `<rect width="1500" height="500" fill="${light}"/><circle cx="1180" cy="150" r="70" fill="${ground}"/>` +
      `<path d="M0 360 C300 220 520 420 800 310 S1300 260 1500 350 V500 H0Z" fill="${ground}"/>` +
      `<path d="M0 430 C260 350 620 480 900 400 S1350 400 1500 440 V500 H0Z" fill="${ink}" opacity=".55"/>`,
  );
}

/** A bird on a wire, in five lights. */
export function picture(number: number): string {
  const [ground, ink, light] = palettes[number % palettes.length] ?? ['#888888', '#222222', '#eeeeee'];
  return svg(
    1200,
    800,
    `<rect width="1200" height="800" fill="${light}"/><circle cx="${240 + number * 130}" cy="210" r="110" fill="${ground}" opacity=".7"/>` +
      `<path d="M0 620 C300 560 800 690 1200 590 V800 H0Z" fill="${ground}"/>` +
      `<path d="M0 520 Q600 600 1200 500" stroke="${ink}" stroke-width="6" fill="none"/>` +
      `<g transform="translate(560 430)" fill="${ink}"><ellipse cx="50" cy="60" rx="74" ry="50"/><circle cx="118" cy="18" r="34"/><path d="M148 14l34 8-34 12zM-18 52l-70-26 58 58z"/></g>` +
      `<circle cx="688" cy="440" r="5" fill="${light}"/>`,
  );
}

/** An emoji as a picture, because X replaces the character by an image with `alt`. */
export function emoji(codePoints: string): string | undefined {
  const parts = codePoints.split('-').map((hex) => Number.parseInt(hex, 16));
  if (parts.length === 0 || parts.length > 12 || parts.some((part) => !(part > 0 && part <= 0x10ffff)))
    return undefined;
  return svg(
    36,
    36,
    `<text x="18" y="30" text-anchor="middle" font-size="30">${String.fromCodePoint(...parts)}</text>`,
  );
}

function svg(width: number, height: number, inside: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${inside}</svg>`;
}
