/** Where € stands on X's pages and where it doesn't, and who is meant by it. */
import type { Page } from '@playwright/test';
import { pageWords } from '../../lib/words/page.ts';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { audit, euro, expectPeople, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

const words = pageWords.en;

/** Every tweet of the page has what it must have, and at least `least` of them a button. */
async function expectDressed(page: Page, least: number): Promise<void> {
  await expect(async () => {
    const { payable, wrong } = await audit(page, 'alice');
    expect(wrong).toEqual([]);
    expect(payable.length).toBeGreaterThanOrEqual(least);
  }).toPass({ timeout: 10_000 });
}

test('home: once on every post by others; not on ads, not on own posts, not in quotes', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  // High enough for the opening posts to be there all at once.
  await page.setViewportSize({ width: 1280, height: 4500 });
  for (const id of [openingIds.advertisement, openingIds.own, openingIds.command, openingIds.quoting]) {
    await expect(tweet(page, id)).toHaveCount(1);
  }
  await expectDressed(page, 12);
  for (const id of [openingIds.advertisement, openingIds.own, openingIds.command]) {
    await expect(tweet(page, id).locator(PAY)).toHaveCount(0);
  }
  const quote = tweet(page, openingIds.quoting).locator('div[role="link"]');
  await expect(quote).toHaveCount(1);
  await expect(quote.locator(PAY)).toHaveCount(0);
  await expect(euro(tweet(page, openingIds.bread))).toHaveAccessibleName(words.payTo('bob'));
});

test('a repost pays who wrote it, and says so; a quoting post pays who quotes', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const repost = tweet(page, openingIds.reposted);
  await expect(repost.getByTestId('socialContext')).toContainText('Chloé');
  await expect(euro(repost)).toHaveAccessibleName(words.payAuthor('bob'));
  expect(await wishBehind(alice, euro(repost))).toMatchObject({
    handle: 'bob',
    tweetId: openingIds.reposted,
    origin: 'tweet_button',
  });
  const quoting = tweet(page, openingIds.quoting);
  expect(await wishBehind(alice, euro(quoting))).toMatchObject({
    handle: 'chloe',
    tweetId: openingIds.quoting,
  });
});

test('a post’s own page: the larger one on the post, the small ones on its replies', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX(`/bob/status/${openingIds.bread}`);
  await expectDressed(page, 2);
  const focal = page.locator('article[data-testid="tweet"][tabindex="-1"]');
  await expect(focal.locator(PAY)).toHaveAttribute('data-size', 'focal');
  await expect(
    page.locator('article[data-testid="tweet"][tabindex="0"]').first().locator(PAY),
  ).toHaveAttribute('data-size', 'bar');
  expect(await wishBehind(alice, euro(focal))).toMatchObject({ handle: 'bob', tweetId: openingIds.bread });
});

test('a photo over its thread: on the post and its replies, not on the photo’s own bar', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 4500 });
  await tweet(page, openingIds.photo).locator('a[href*="/photo/1"]').click();
  const modal = page.locator('[aria-modal="true"]');
  await expect(modal.locator('div[data-testid="tweet"]')).toBeVisible();
  await expectDressed(page, 12);
  await expect(modal.locator('article[data-testid="tweet"]').first().locator(PAY)).toHaveCount(1);
  expect(await modal.locator(PAY).count()).toBe(await modal.locator(`article ${PAY}`).count());
  // The narrowest bars that X draws: share stays within them.
  const reply = modal.locator('article[data-testid="tweet"][tabindex="0"]').first();
  await expect(reply.getByTestId('bookmark')).toHaveCount(0);
  const past = await modal.locator(`article ${PAY}`).evaluateAll((hosts) =>
    hosts.map((host) => {
      const right = (element?: Element | null) => element?.getBoundingClientRect().right ?? 0;
      return right(host.parentElement?.lastElementChild) - right(host.parentElement);
    }),
  );
  expect(past.filter((pixels) => pixels > 0)).toEqual([]);
  // Still once on the timeline below.
  await expect(page.locator('main').locator(`article ${PAY}`).first()).toBeAttached();
});

test('search: on posts, and on people beside Follow', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/search?q=a');
  await expectDressed(page, 4);
  await page.getByRole('tab', { name: 'People' }).click();
  await expectPeople(page.getByTestId('primaryColumn'), 5);
});

test('a profile: on its posts, the pinned one included', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob');
  await expectDressed(page, 4);
  await expect(euro(tweet(page, openingIds.pinned))).toHaveAccessibleName(words.payAuthor('bob'));
});

test('chat has none', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/i/chat');
  await expect(page.getByTestId('xchatEmbedRoute').locator('[data-testid^="dm-"]').first()).toBeVisible();
  await expect(page.locator(PAY)).toHaveCount(0);
});

test('two composers at once: none on the copy of the post answered, nothing in the editors', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await tweet(page, openingIds.bread).getByTestId('reply').click();
  const modal = page.locator('[aria-modal="true"]');
  await expect(page.getByTestId('tweetTextarea_0')).toHaveCount(2);
  await page.keyboard.type('Save me one @bo');
  await expect(modal.getByTestId('tweetTextarea_0')).toContainText('Save me one');
  await expectDressed(page, 4);
  await expect(modal.locator('article[data-testid="tweet"]')).toHaveCount(1);
  await expect(modal.locator(PAY)).toHaveCount(0);
  await expect(page.getByTestId('tweetTextarea_0_label').locator(PAY)).toHaveCount(0);
});
