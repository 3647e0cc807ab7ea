/** The pitfalls that have broken others on X's page (x-dom REPORT.md), each in the browser. */
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { audit, euro, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

for (const base of ['g5y9jx', '175oi2r'] as const) {
  test(`pitfall: X's base class changes (css-${base})`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await alice.openX('/home', `&base=${base}`);
    await expect(page.locator(`.css-${base}`).first()).toBeAttached();
    await expect(async () => {
      const { payable, wrong } = await audit(page, 'alice');
      expect(wrong).toEqual([]);
      expect(payable.length).toBeGreaterThan(2);
    }).toPass({ timeout: 10_000 });
  });
}

test('pitfall: placementTracking also wraps Follow and players; only around a whole post it is an ad', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.nest);
  await expect(euro(post)).toBeVisible();
  await post.getByTestId('tweetText').evaluate((text) => {
    const player = document.createElement('div');
    player.dataset.testid = 'placementTracking';
    text.after(player);
  });
  await expect(post.locator(PAY)).toHaveCount(1);
  await page.goto(`https://x.com/bob`);
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
});

test('pitfall: an ad’s pixels come late; € goes when they do', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.nest);
  await expect(euro(post)).toBeVisible();
  await post.evaluate((article) => {
    const pixel = document.createElement('div');
    pixel.dataset.testid = 'top-impression-pixel';
    article.before(pixel);
    article.append(document.createElement('i'));
  });
  await expect(post.locator(PAY)).toHaveCount(0);
});

test('pitfall: div[data-testid=tweet] around a photo is no post', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 4500 });
  await tweet(page, openingIds.photo).locator('a[href*="/photo/1"]').click();
  const pane = page.locator('[aria-modal="true"] div[data-testid="tweet"]');
  await expect(pane).toBeVisible();
  await expect(page.locator('[aria-modal="true"] article').first().locator(PAY)).toHaveCount(1);
  // The thread beside the photo is within it; of its own bar it has none.
  expect(await pane.locator(PAY).count()).toBe(await pane.locator(`article ${PAY}`).count());
});

test('pitfall: the first time of a post that quotes may be the quoted one’s; the post’s own id is sent', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX(`/chloe/status/${openingIds.quoting}`);
  const focal = page.locator('article[data-testid="tweet"][tabindex="-1"]');
  const first = await focal.evaluate(
    (article) => article.querySelector('time')?.closest('[role="link"]')?.localName,
  );
  // On its own page X puts the post's time below the quoted one: the first is not the post's.
  expect(first).toBe('div');
  expect(await wishBehind(alice, euro(focal))).toMatchObject({
    handle: 'chloe',
    tweetId: openingIds.quoting,
  });
});

test('pitfall: bars without id and label, and ids drawn anew at every mount', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.context().addInitScript(() => {
    new MutationObserver(() => {
      for (const bar of document.querySelectorAll('[role="group"]')) {
        bar.removeAttribute('id');
        bar.removeAttribute('aria-label');
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  expect((await audit(page, 'alice')).wrong).toEqual([]);
});

test('pitfall: div[role=button] of before 2024 in the bar', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  await expect(euro(post)).toBeVisible();
  await post.locator('[role="group"]').evaluate((bar) => {
    const old = bar.cloneNode(false) as Element;
    old.innerHTML = bar.innerHTML.replaceAll('<button', '<div').replaceAll('</button>', '</div>');
    for (const ours of old.querySelectorAll('moineau-pay')) ours.remove();
    bar.replaceWith(old);
  });
  await expect(post.locator(PAY)).toHaveCount(1);
  expect(await wishBehind(alice, euro(post))).toMatchObject({ tweetId: openingIds.bread });
});

test('pitfall: sources that disagree on the author mean nobody: € goes and stays away', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  await expect(euro(post)).toBeVisible();
  await post.evaluate((article) => {
    article
      .querySelector('[data-testid^="UserAvatar-Container-"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-mallory');
    article.append(document.createElement('i'));
  });
  await expect(post.locator(PAY)).toHaveCount(0);
});

test('pitfall: a focused € in an open root; typed letters, Escape and Enter reach nothing of X’s', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const type of ['keydown', 'keypress', 'keyup', 'click', 'pointerdown', 'mousedown', 'auxclick']) {
      document.getElementById('react-root')?.addEventListener(type, (event) => {
        if (event.composedPath().some((at) => at instanceof Element && at.localName === 'moineau-pay'))
          heard.push(type);
      });
    }
  });
  expect(await post.locator(PAY).evaluate((host) => host.shadowRoot?.mode)).toBe('open');
  await euro(post).focus();
  for (const key of ['n', 'l', 'Escape']) await page.keyboard.press(key);
  expect(await wishBehind(alice, euro(post))).toMatchObject({ tweetId: openingIds.bread });
  expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toEqual([]);
});

test('pitfall: a tree that holds nodes of ours is taken apart by X without an error', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  for (const path of ['/bob', '/home', `/bob/status/${openingIds.bread}`, '/search?q=a', '/home']) {
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.querySelector('#react-root main')?.append(link);
      link.click();
      link.remove();
    }, path);
    await expect(page.locator(`article ${PAY}`).first()).toBeAttached();
  }
  expect(errors).toEqual([]);
});
