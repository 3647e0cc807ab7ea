/** Draws the extension's and the phone page's icons from public/icon.svg with headless Chromium: `node scripts/icons.ts`. */
import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const SIZES = [16, 32, 48, 128];
const PAPER = '#f7f6f2';

const svg = await readFile('public/icon.svg', 'utf8');
// Below 48 px a stroke of 9 is under 2 px, and the eye a speck.
const small = svg.replace('stroke-width="9"', 'stroke-width="12"').replace(/<circle[^>]*>/, '');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });

/** `part`: how much of the edge the drawing takes; the rest is `paper`, or nothing. */
async function draw(path: string, size: number, { part = 1, paper = 'transparent' } = {}): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = size < 48 ? small : svg;
  const edge = Math.round(size * part);
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:${size}px;background:${paper}}
    svg{display:block;width:${edge}px;height:${edge}px}</style>${drawing}`,
  );
  await page.screenshot({ path, omitBackground: true });
  await page.close();
}

for (const size of SIZES) await draw(`public/icon/${size}.png`, size);
for (const size of [192, 512]) await draw(`web/public/icon/${size}.png`, size);
// A launcher cuts a circle out of this one: the drawing stays within four fifths.
await draw('web/public/icon/maskable.png', 512, { part: 0.6, paper: PAPER });
// iOS makes what is transparent black.
await draw('web/public/icon/180.png', 180, { part: 0.8, paper: PAPER });
await browser.close();
