/**
 * Pictures of every screen in every state: `node scripts/gallery.ts [scene…]` writes test-results/gallery/*.png,
 * French and English, light, dark, at 200 % and at 320 px, and checks each with axe. To be looked at by people.
 */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from '@playwright/test';
import type { Scene } from '../components/gallery/scene.ts';
import { scenes } from '../components/gallery/scenes.ts';
import { type Gallery, openGallery, showScene } from './lib/gallery.ts';

const OUT = 'test-results/gallery';

/** Where the whole of a step must be seen without scrolling: Chromium's popup is at most 600 px high. */
const MUST_FIT = /^(pay|pay-other|pay-resolving|code.*|receipt.*|checking)$/;

type Look = {
  readonly name: string;
  readonly lang: 'fr' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly scale: number;
  readonly surface: 'popup' | 'tab';
};

const looks: readonly Look[] = [
  { name: 'fr-light', lang: 'fr', scheme: 'light', width: 380, scale: 1, surface: 'popup' },
  { name: 'en-dark', lang: 'en', scheme: 'dark', width: 380, scale: 1, surface: 'popup' },
  // 200 % zoom of a 640 px window, and 320 px: the same layout width, at twice the density.
  { name: 'fr-320', lang: 'fr', scheme: 'light', width: 320, scale: 2, surface: 'tab' },
  { name: 'en-tab', lang: 'en', scheme: 'light', width: 900, scale: 1, surface: 'tab' },
];

async function picture(
  browser: Browser,
  gallery: Gallery,
  name: string,
  scene: Scene,
  look: Look,
): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 600 },
    deviceScaleFactor: look.scale,
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`${name} ${look.name}: ${error.message}`));
  await showScene(page, gallery.address(name, look.lang, look.surface), scene);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (look.surface === 'popup' && height > 600 && MUST_FIT.test(name))
    problems.push(`${name} ${look.name}: ${height} px high`);
  if (wide > 0) problems.push(`${name} ${look.name}: ${wide} px too wide`);
  await page.screenshot({ path: `${OUT}/${name}.${look.name}.png`, fullPage: true });
  const { violations } =
    look.surface === 'popup' ? await new AxeBuilder({ page }).analyze() : { violations: [] };
  for (const { id, nodes } of violations) problems.push(`${name} ${look.name}: axe ${id} ${nodes[0]?.html}`);
  await context.close();
  return problems;
}

const wanted = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const gallery = await openGallery();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
let found = 0;
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const problems = await Promise.all(looks.map((look) => picture(browser, gallery, name, scene, look)));
  for (const problem of problems.flat()) {
    found += 1;
    console.error(problem);
  }
}
await browser.close();
await gallery.close();
console.log(`pictures in ${OUT}, ${found} problems`);
process.exitCode = found === 0 ? 0 : 1;
