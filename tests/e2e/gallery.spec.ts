/**
 * Every screen of the wallet in every state (components/gallery), in both languages and all themes: nothing for axe to find,
 * whole at 320 CSS pixels, which is also 200 % zoom of 640, and all of it to be used by keyboard. One load a scene.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import type { Scene } from '../../components/gallery/scene.ts';
import { scenes } from '../../components/gallery/scenes.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import { type Gallery, openGallery, showScene } from '../../scripts/lib/gallery.ts';
import { keyboardProblems } from '../support/keyboard.ts';

/** Scenes looked at at the same time. */
const PAGES = 3;

/** A scene that is not there by then is not what its name says. Milliseconds. */
const SHOWN_MS = 10_000;

/** What depends on colours; all else is the same in every theme. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

const themes = [
  { name: 'light', colorScheme: 'light', dim: false },
  { name: 'dark', colorScheme: 'dark', dim: false },
  { name: 'dim', colorScheme: 'dark', dim: true },
] as const;

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(() => gallery.close());

async function axeProblems(page: Page, language: 'en' | 'fr'): Promise<string[]> {
  const problems: string[] = [];
  // Words have no colour of their own: what the themes do to a screen is seen in one language.
  for (const { name, colorScheme, dim } of language === 'en' ? themes : themes.slice(0, 1)) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate((isDim) => {
      if (isDim) document.documentElement.dataset.theme = 'dim';
    }, dim);
    const { violations } =
      name === 'light'
        ? await new AxeBuilder({ page }).setLegacyMode(true).analyze()
        : await page.evaluate(runAgain, OF_COLOURS);
    problems.push(...violations.map(({ id, nodes }) => `${name}: axe ${id}: ${nodes[0]?.html}`));
  }
  return problems;
}

type Found = { violations: { id: string; nodes: { html: string }[] }[] };

/** In the page, where axe is since its first run: putting it there takes longer than running it. */
function runAgain(rules: string[]): Promise<Found> {
  return (window as unknown as { axe: { run(options: object): Promise<Found> } }).axe.run({
    runOnly: { type: 'rule', values: rules },
  });
}

async function problemsOf(page: Page, name: string, scene: Scene, language: 'en' | 'fr'): Promise<string[]> {
  const problems: string[] = [];
  const note = (error: Error) => {
    problems.push(error.message);
  };
  page.on('pageerror', note);
  const there = await showScene(page, gallery.address(name, language, 'tab'), scene).then(() => true, note);
  if (!there) return problems.map((problem) => `${name}: ${problem}`);
  const { shown, needed, lost } = await page.evaluate(() => ({
    shown: innerWidth,
    needed: document.documentElement.scrollWidth,
    lost: document.activeElement === document.body,
  }));
  if (needed > shown) problems.push(`${needed} px wide`);
  // Where nothing takes the focus, a reader begins in the window's frame and is not told that a screen has come.
  if (lost && scene.view !== null) problems.push('nothing has the focus');
  problems.push(...(await axeProblems(page, language)), ...(await keyboardProblems(page)));
  page.off('pageerror', note);
  return problems.map((problem) => `${name}: ${problem}`);
}

for (const language of ['en', 'fr'] as const) {
  test(`every scene, ${language}`, async () => {
    test.setTimeout(180_000);
    const browser = await chromium.launch({ executablePath: ensureChromium(() => undefined) });
    const left = Object.entries(scenes);
    const found: string[] = [];
    const lookOn = async (context: BrowserContext) => {
      const page = await context.newPage();
      page.setDefaultTimeout(SHOWN_MS);
      for (let next = left.shift(); next; next = left.shift()) {
        found.push(...(await problemsOf(page, ...next, language)));
      }
    };
    const look = { viewport: { width: 320, height: 512 }, timezoneId: 'UTC' };
    await Promise.all(Array.from({ length: PAGES }, async () => lookOn(await browser.newContext(look))));
    await browser.close();
    expect(found).toEqual([]);
  });
}
