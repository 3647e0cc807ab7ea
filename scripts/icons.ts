/** Draws public/icon/*.png from public/icon.svg with headless Chromium: `node scripts/icons.ts`. */
import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';

const SIZES = [16, 32, 48, 128];

const svg = await readFile('public/icon.svg', 'utf8');
// Below 48 px a stroke of 9 is under 2 px, and the eye a speck.
const small = svg.replace('stroke-width="9"', 'stroke-width="12"').replace(/<circle[^>]*>/, '');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
for (const size of SIZES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const drawing = size < 48 ? small : svg;
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  );
  await page.screenshot({ path: `public/icon/${size}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
