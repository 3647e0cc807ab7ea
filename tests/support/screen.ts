/** What every screen of the wallet must be, wherever it is shown: nothing for axe to find, nothing cut off, room for fingers. */
import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** CSS pixels: the smallest edge that a finger hits (WCAG 2.2, 2.5.5). */
const FINGER = 44;

/** Half-way through an animation colours and places are neither the one nor the other. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
}

/** axe finds nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  await stillness(page);
  // The popup belongs to another connection, in which axe can't open a page of its own.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual(
    [],
  );
}

/** Nothing is cut off sideways at the present width. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { shown, needed } = await page.evaluate(() => ({
    shown: document.documentElement.clientWidth,
    needed: document.documentElement.scrollWidth,
  }));
  expect(needed).toBeLessThanOrEqual(shown);
}

/** Whatever can be touched is as large as a finger. A field counts with the label around it. */
export async function expectRoomForFingers(page: Page): Promise<void> {
  await stillness(page);
  const small = await page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, summary, textarea',
    );
    return [...targets].flatMap((target) => {
      const around = target.closest('label');
      const named = document.querySelector(`label[for="${CSS.escape(target.id)}"]`);
      const isHidden = (element: Element) => {
        const { width, height } = element.getBoundingClientRect();
        return width <= 1 || height <= 1;
      };
      const touched = around ?? (isHidden(target) && named ? named : target);
      const { width, height } = touched.getBoundingClientRect();
      if (isHidden(touched) || (width >= least - 0.5 && height >= least - 0.5)) return [];
      return [`${touched.tagName} ${touched.className} ${Math.round(width)}×${Math.round(height)}`];
    });
  }, FINGER);
  expect(small).toEqual([]);
}

/** Pictures for looking at, where somebody wants them: PHONE_PICTURES=folder. */
const PICTURES = process.env.PHONE_PICTURES;

/** What every screen on a phone must be; and its picture. */
export async function lookOnPhone(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await expectRoomForFingers(page);
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
