/** € wherever X is: its other names, lists of posts, bookmarks, columns side by side, links under another handle. */
import type { Page } from '@playwright/test';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import type { Person } from '../../scripts/lib/person.ts';
import { audit, draftOf, euro, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

async function expectDressed(page: Page, least: number): Promise<void> {
  await expect(async () => {
    const { payable, wrong } = await audit(page, 'alice');
    expect(wrong).toEqual([]);
    expect(payable.length).toBeGreaterThanOrEqual(least);
  }).toPass({ timeout: 10_000 });
}

async function openOn(person: Person, host: string, path: string): Promise<Page> {
  const page = await person.browser.context.newPage();
  await page.goto(`https://${host}/sandbox/sign-in?as=${person.handle}&next=${encodeURIComponent(path)}`);
  await page.bringToFront();
  return page;
}

for (const host of ['twitter.com', 'mobile.x.com', 'mobile.twitter.com'] as const) {
  test(`on ${host}`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await openOn(alice, host, '/home');
    await expectDressed(page, 3);
    expect(await wishBehind(alice, euro(tweet(page, openingIds.bread)))).toMatchObject({ handle: 'bob' });
  });
}

for (const host of ['pro.x.com', 'pro.twitter.com'] as const) {
  test(`on ${host}: in each of its columns, without a navigation bar that names the viewer`, async ({
    person,
  }) => {
    const alice = await person('alice', { linked: false });
    const page = await openOn(alice, host, '/i/decks/1');
    const columns = page.getByTestId('multi-column-layout-column-content');
    await expect(columns).toHaveCount(2);
    await expect(page.getByTestId('AppTabBar_Profile_Link')).toHaveCount(0);
    await page.setViewportSize({ width: 1280, height: 4500 });
    await expect(tweet(page, openingIds.own).first()).toBeVisible();
    await expectDressed(page, 10);
    for (const column of [columns.first(), columns.last()]) {
      await expect(column.locator(`article ${PAY}`).first()).toBeAttached();
    }
    expect(await wishBehind(alice, euro(columns.last()).first())).toMatchObject({ origin: 'tweet_button' });
  });
}

for (const [what, path] of [
  ['a list', '/i/lists/1'],
  ['bookmarks', '/i/bookmarks'],
  ['explore', '/explore'],
  ['a hashtag', '/hashtag/moineaux'],
] as const) {
  test(`${what}: once on every post by others`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await alice.openX(path);
    await expectDressed(page, 1);
  });
}

test('a repost: the draft says who is paid and who is not, before anything is ordered', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  const popup = await alice.clickEuro(euro(tweet(page, openingIds.reposted)));
  await expect(popup.getByText('@bob wrote this post. Whoever reposted it gets nothing.')).toBeVisible();
  expect(await draftOf(alice)).toMatchObject({ handle: 'bob', notes: { reposted: true }, payment: null });
});

test('T09 T10 page side: a post under another handle’s address warns of it; the author is paid', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX(`/b0b/status/${openingIds.bread}`);
  const focal = page.locator('article[data-testid="tweet"][tabindex="-1"]');
  await expect(euro(focal)).toHaveAccessibleName('Send euros to @bob');
  const popup = await alice.clickEuro(euro(focal));
  await expect(popup.getByRole('alert')).toContainText('says @b0b, its author is @bob');
  expect(await draftOf(alice)).toMatchObject({ handle: 'bob', notes: { addressHandle: 'b0b' } });
});

test('a parody account: X’s own label comes along into the wallet, from posts and from the profile', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/trent');
  await expect(alice.profileButton(page, 'trent')).toBeVisible();
  expect(await wishBehind(alice, alice.profileButton(page, 'trent'))).toMatchObject({
    notes: { parody: true },
  });
  expect(await wishBehind(alice, euro(tweet(page, openingIds.trent)))).toMatchObject({
    handle: 'trent',
    notes: { parody: true },
  });
});
