/** € on people: in lists, beside Follow, and on the card that opens under the pointer. */
import type { Page } from '@playwright/test';
import { pageWords } from '../../lib/words/page.ts';
import { accountByHandle } from '../../sandbox/world.ts';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { euro, expectPeople, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

const words = pageWords.en;

function card(page: Page) {
  return page.getByTestId('HoverCard');
}

for (const [what, path, least] of [
  ['followers', '/bob/followers', 8],
  ['members of a list', '/i/lists/1/members', 8],
  ['the right column', '/home', 2],
] as const) {
  test(`people: ${what}`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await alice.openX(path);
    await expectPeople(page.locator('#react-root'), least);
  });
}

test('a person of a list: the wish carries his number, a click does not open his profile', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob/followers');
  const cell = page
    .getByTestId('primaryColumn')
    .getByTestId('UserCell')
    .filter({ hasText: '@refuge_sample' });
  expect(await wishBehind(alice, euro(cell))).toMatchObject({
    handle: 'refuge_sample',
    origin: 'profile_button',
    pageXUserId: accountByHandle('refuge_sample')?.id,
  });
  await expect(page).toHaveURL('https://x.com/bob/followers');
});

test('beside Follow it is as high as Follow, unlike it, and changes no row’s height', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob/followers');
  await expectPeople(page.getByTestId('primaryColumn'), 8);
  const rows = await page
    .getByTestId('primaryColumn')
    .locator(`[data-testid="UserCell"] ${PAY}`)
    .evaluateAll((hosts) =>
      hosts.map((host) => {
        const box = (element?: Element | null) => element?.getBoundingClientRect() ?? new DOMRect();
        const ours = box(host.shadowRoot?.querySelector('button'));
        const follow = box(host.parentElement?.querySelector('[data-testid$="follow"]'));
        const height = () => box(host.closest('[data-testid="UserCell"]')).height;
        const withIt = height();
        (host as HTMLElement).hidden = true;
        const without = height();
        (host as HTMLElement).hidden = false;
        return {
          gap: Math.round(follow.left - ours.right),
          high: ours.height,
          follow: follow.height,
          moved: withIt - without,
        };
      }),
    );
  for (const row of rows) {
    expect(row).toMatchObject({ high: 32, moved: 0 });
    // Our own 8 pixels, and the gap that X gives its rows.
    expect(row.gap).toBeGreaterThanOrEqual(8);
    expect(row.gap).toBeLessThanOrEqual(20);
    expect(row.follow).toBeGreaterThanOrEqual(32);
  }
});

test('the card under the pointer: for its person, drawn late as X draws it; a click pays him', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await tweet(page, openingIds.nest).getByTestId('User-Name').locator('a').first().hover();
  await expect(card(page)).toBeVisible();
  await expect(euro(card(page))).toHaveAccessibleName(words.payTo('refuge_sample'));
  await expect(card(page).locator(PAY)).toHaveCount(1);
  expect(await wishBehind(alice, euro(card(page)))).toMatchObject({
    handle: 'refuge_sample',
    pageXUserId: accountByHandle('refuge_sample')?.id,
  });
  expect(new URL(page.url()).pathname).toBe('/home');
});

test('the card of a hostile name pays its handle, with X’s parody label; one’s own card has none', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 3000 });
  await tweet(page, openingIds.trent).getByTestId('User-Name').locator('a').first().hover();
  await expect(euro(card(page))).toHaveAccessibleName(words.payTo('trent'));
  expect(await wishBehind(alice, euro(card(page)))).toMatchObject({
    handle: 'trent',
    notes: { parody: true, reposted: false, addressHandle: null },
  });
  // Off the card, which may lie over the next post and stays while the pointer is on it.
  await page.mouse.move(2, 2);
  await expect(card(page)).toHaveCount(0);
  await tweet(page, openingIds.own).getByTestId('User-Name').locator('a').first().hover();
  await expect(card(page)).toContainText('@alice');
  await expect(card(page).locator(PAY)).toHaveCount(0);
});

test('right to left, on a phone’s width: still beside Follow, within the row', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('https://x.com/bob/followers?lang=ar');
  await expectPeople(page.getByTestId('primaryColumn'), 4);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
  const sides = await page.locator(`[data-testid="UserCell"] ${PAY}`).evaluateAll((hosts) =>
    hosts.map((host) => {
      const follow = host.parentElement?.querySelector('[data-testid$="follow"]')?.getBoundingClientRect();
      return host.getBoundingClientRect().left - (follow?.right ?? 0);
    }),
  );
  expect(sides.every((distance) => distance >= 0)).toBe(true);
});
