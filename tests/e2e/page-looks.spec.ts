/** € looks as if it had always been in the row: themes, languages, directions, sizes; and it can be read aloud. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { pageWords } from '../../lib/words/page.ts';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { audit, euro, PAY, tweet } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

/** Sets theme, language, direction and size for one page load, as X's own settings do for all. */
async function open(page: Page, path: string, preferences: string): Promise<void> {
  await page.goto(`https://x.com${path}?${preferences}`);
  await page.locator(PAY).first().waitFor();
}

/** The button beside its neighbours in the bar, in pixels of the screen. */
async function inBar(post: Locator) {
  return post.locator(PAY).evaluate((host) => {
    const bar = host.parentElement as HTMLElement;
    const icon = (root: ParentNode | null | undefined) => {
      const box = root?.querySelector('svg')?.getBoundingClientRect();
      const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
      return { x, width, height, middle: y + height / 2, centre: x + width / 2 };
    };
    const edges = (element: Element) => element.getBoundingClientRect();
    const share = bar.lastElementChild as HTMLElement;
    const bookmark = bar.querySelector('[data-testid="bookmark"]') as HTMLElement;
    const button = host.shadowRoot?.querySelector('button') as HTMLElement;
    return {
      before: host.nextElementSibling === share,
      after: host.previousElementSibling?.contains(bookmark),
      euro: icon(host.shadowRoot),
      share: icon(share),
      bookmark: icon(bookmark),
      colour: getComputedStyle(button).color,
      muted: getComputedStyle(bookmark.querySelector('[dir]') as Element).color,
      fits: edges(share).left >= edges(bar).left && edges(share).right <= edges(bar).right,
    };
  });
}

/** As high, as wide and as far as its neighbours, in their colour. */
async function expectNative(post: Locator): Promise<Awaited<ReturnType<typeof inBar>>> {
  await expect(euro(post)).toBeVisible();
  await expect(async () => {
    const seen = await inBar(post);
    expect(seen.colour).toBe(seen.muted);
  }).toPass({ timeout: 10_000 });
  const seen = await inBar(post);
  expect(seen).toMatchObject({ before: true, after: true, fits: true });
  expect(seen.euro.width).toBeCloseTo(seen.share.width, 1);
  expect(seen.euro.height).toBeCloseTo(seen.share.height, 1);
  expect(Math.abs(seen.euro.middle - seen.share.middle)).toBeLessThanOrEqual(0.5);
  return seen;
}

for (const theme of ['light', 'dim', 'dark'] as const) {
  test(`${theme}: the colour of its neighbours, and nothing that axe objects to`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await alice.openX('/home', `&theme=${theme}`);
    const seen = await expectNative(tweet(page, openingIds.bread));
    // As far from share as bookmark is from it.
    const gaps = [seen.share.centre - seen.euro.centre, seen.euro.centre - seen.bookmark.centre];
    expect(gaps[0]).toBeCloseTo(gaps[1] ?? 0, 0);
    for (const path of ['/home', `/bob/status/${openingIds.bread}`, '/bob']) {
      await open(page, path, '');
      const { violations, passes } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .include(PAY)
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain('button-name');
    }
  });
}

test('the theme changes while the page is open: so do they', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob');
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  const colours = () =>
    page.locator(PAY).evaluateAll((hosts) => [
      ...new Set(
        hosts.map((host) => {
          const button = host.shadowRoot?.querySelector('button') as HTMLElement;
          return `${host.getAttribute('data-size')} ${getComputedStyle(button).color}`;
        }),
      ),
    ]);
  await expect
    .poll(async () => (await colours()).toSorted())
    .toEqual(['bar rgb(83, 100, 113)', 'person rgb(14, 138, 107)', 'profile rgb(14, 138, 107)']);
  // What X does on a change (REPORT §2.15).
  await page.evaluate(() => {
    document.body.style.backgroundColor = 'rgb(0, 0, 0)';
    document.documentElement.style.colorScheme = 'dark';
    document.documentElement.dataset.theme = 'dark';
  });
  await expect
    .poll(async () => (await colours()).toSorted())
    .toEqual(['bar rgb(113, 118, 123)', 'person rgb(62, 214, 174)', 'profile rgb(62, 214, 174)']);
});

test('X in French speaks French', async ({ person }) => {
  const alice = await person('alice', { linked: false, language: 'fr' });
  const page = await alice.openX('/home');
  await expect(euro(tweet(page, openingIds.bread))).toHaveAccessibleName(pageWords.fr.payTo('bob'));
  await expect(euro(tweet(page, openingIds.reposted))).toHaveAccessibleName(pageWords.fr.payAuthor('bob'));
  await expectNative(tweet(page, openingIds.bread));
});

test('X in Arabic, right to left: before share, which is to its left', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await open(page, '/home', 'lang=ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const seen = await expectNative(tweet(page, openingIds.bread));
  expect(seen.share.centre).toBeLessThan(seen.euro.centre);
  expect(seen.euro.centre).toBeLessThan(seen.bookmark.centre);
  const gaps = [seen.euro.centre - seen.share.centre, seen.bookmark.centre - seen.euro.centre];
  expect(gaps[0]).toBeCloseTo(gaps[1] ?? 0, 0);
});

test('on a phone’s width it fits, and leaves the plain composer alone', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(page.getByTestId('BottomBar')).toBeVisible();
  await expectNative(tweet(page, openingIds.bread));
  // Without a navigation that names the viewer, own posts are still known.
  await page.setViewportSize({ width: 390, height: 6500 });
  await expect(tweet(page, openingIds.command)).toHaveCount(1);
  await expect(async () => expect((await audit(page, 'alice')).wrong).toEqual([])).toPass({
    timeout: 10_000,
  });
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await wide()).toBe(0);
  await page.getByTestId('FloatingActionButtons_Tweet_Button').click();
  const area = page.locator('textarea[data-testid="tweetTextarea_0"]');
  await area.fill('Bonjour');
  await expect(area).toHaveValue('Bonjour');
  await expect(page.locator('[aria-modal="true"]').locator(PAY)).toHaveCount(0);
});

test('with large text it grows as its neighbours do, on the timeline and on a post’s own page', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await open(page, '/home', 'font=18');
  const { euro: list } = await expectNative(tweet(page, openingIds.bread));
  expect(list.width).toBeCloseTo(22.5, 1);
  await open(page, `/bob/status/${openingIds.bread}`, 'font=18');
  const { euro: focal } = await expectNative(page.locator('article[data-testid="tweet"][tabindex="-1"]'));
  expect(focal.width).toBeCloseTo(27, 1);
});
