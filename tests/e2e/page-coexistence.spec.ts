/** € beside others, and in a page that changes under it: other extensions, X's own re-rendering, the browser's cache. */
import type { Page } from '@playwright/test';
import { pageWords } from '../../lib/words/page.ts';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { audit, euro, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

async function expectDressed(page: Page): Promise<void> {
  await expect(async () => expect((await audit(page, 'alice')).wrong).toEqual([])).toPass({
    timeout: 10_000,
  });
}

/** Another extension: its button behind share in every bar, put back whenever somebody takes it out. */
async function addOtherExtension(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const dress = () => {
      for (const bar of document.querySelectorAll('article [role="group"]')) {
        if (bar.querySelector('.other-extension')) continue;
        const theirs = document.createElement('div');
        theirs.className = 'other-extension';
        theirs.innerHTML = '<button type="button" style="width:20px;height:20px">⭳</button>';
        bar.append(theirs);
        Object.assign(window, { dressed: ((Reflect.get(window, 'dressed') as number | undefined) ?? 0) + 1 });
      }
    };
    new MutationObserver(dress).observe(document, { childList: true, subtree: true });
  });
}

test('another extension’s button in the bar: € before share, theirs behind it, and no fight', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await addOtherExtension(page);
  await page.reload();
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  await expectDressed(page);
  const orders = await page.locator(`article ${PAY}`).evaluateAll((hosts) =>
    hosts.map((host) => ({
      share: host.nextElementSibling?.querySelector('[aria-haspopup="menu"]') !== null,
      theirs: host.parentElement?.lastElementChild?.className,
      count: host.parentElement?.querySelectorAll('.other-extension').length,
    })),
  );
  for (const order of orders) expect(order).toEqual({ share: true, theirs: 'other-extension', count: 1 });
  // Two that answered each other's changes would never come to rest.
  const dressed = () => page.evaluate(() => Reflect.get(window, 'dressed') as number);
  const articles = await page.locator('article[data-testid="tweet"]').count();
  expect(await dressed()).toBeLessThan(articles * 4);
  expect(await wishBehind(alice, euro(tweet(page, openingIds.bread)))).toMatchObject({ handle: 'bob' });
});

test('X draws bar, article or the whole page anew under us: € is there again, once', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  for (const selector of ['[role="group"]', 'self']) {
    await expect(euro(post)).toBeVisible();
    await post.evaluate((article, inside) => {
      const part = inside === 'self' ? article : (article.querySelector(inside) as Element);
      const again = part.cloneNode(true) as Element;
      for (const ours of again.querySelectorAll('moineau-pay')) ours.remove();
      part.replaceWith(again);
    }, selector);
    await expect(post.locator(PAY)).toHaveCount(1);
  }
  // Only our element is taken out, as X's reconciliation may do with what it does not know.
  await post.locator(PAY).evaluate((host) => host.remove());
  await expect(post.locator(PAY)).toHaveCount(1);
  await page.evaluate(() => {
    const main = document.querySelector('main') as Element;
    const again = main.cloneNode(true) as Element;
    for (const ours of again.querySelectorAll('moineau-pay')) ours.remove();
    main.replaceWith(again);
  });
  await expectDressed(page);
  await expect(euro(post)).toBeVisible();
});

test('back from the browser’s cache: theme and language of the moment, every post dressed', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  // What the browser does with a page that it had frozen: nobody observed the changes, then it is shown again.
  await page.evaluate(() => {
    for (const host of document.querySelectorAll('moineau-pay')) host.remove();
    document.documentElement.lang = 'fr';
    document.body.style.backgroundColor = 'rgb(0, 0, 0)';
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await expect(euro(tweet(page, openingIds.bread))).toHaveAccessibleName(pageWords.fr.payTo('bob'));
  await expect(tweet(page, openingIds.bread).locator(PAY)).toHaveAttribute('data-theme', 'dark');
  await expectDressed(page);
});

test('there and back by the browser’s buttons: dressed each time, none doubled', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await expectDressed(page);
  await page.goto('https://x.com/bob');
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  await page.goBack();
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  await expectDressed(page);
  await page.goForward();
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  await expectDressed(page);
});

test('the language is switched while the page is open: so are the names of €', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob');
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  await page.evaluate(() => {
    document.documentElement.lang = 'fr-CA';
  });
  const names = () =>
    page
      .locator(PAY)
      .evaluateAll((hosts) =>
        hosts.map((host) => host.shadowRoot?.querySelector('button')?.getAttribute('aria-label')),
      );
  await expect
    .poll(async () => (await names()).every((name) => name?.startsWith('Envoyer des euros')))
    .toBe(true);
  await page.evaluate(() => {
    document.documentElement.lang = 'ja';
  });
  await expect.poll(async () => (await names()).every((name) => name?.startsWith('Send euros'))).toBe(true);
  await expect(page.locator(`${PAY}[data-size="profile"]`)).toHaveCount(1);
});

test('X in a language that we have no words for: every place as ever, none rests on words', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  // Every label and every word of the interface in another script, before anything is drawn.
  await page.context().addInitScript(() => {
    const turn = (node: Node) => {
      if (!(node instanceof Element)) return;
      for (const element of [node, ...node.querySelectorAll('[aria-label]')]) {
        if (element.hasAttribute('aria-label') && !element.closest('moineau-pay'))
          element.setAttribute('aria-label', 'ラベル');
      }
    };
    new MutationObserver((records) => {
      for (const record of records) for (const node of record.addedNodes) turn(node);
      document.documentElement.lang = 'ja';
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(euro(tweet(page, openingIds.bread))).toHaveAccessibleName(pageWords.en.payTo('bob'));
  await expectDressed(page);
});

for (const zoom of [2, 4] as const) {
  test(`at ${zoom * 100} % zoom: within the bar, as large as its neighbours`, async ({ person }) => {
    const alice = await person('alice', { linked: false });
    const page = await alice.openX('/home');
    // What zooming does to a page: fewer, larger CSS pixels.
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1280 / zoom,
      height: 900 / zoom,
      deviceScaleFactor: zoom,
      mobile: false,
    });
    await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
    const bars = await page.locator(`article ${PAY}`).evaluateAll((hosts) =>
      hosts.map((host) => {
        const bar = host.parentElement as HTMLElement;
        const right = bar.lastElementChild?.getBoundingClientRect().right ?? 0;
        const share = bar.lastElementChild?.querySelector('svg')?.getBoundingClientRect().width ?? 0;
        const ours = host.shadowRoot?.querySelector('svg')?.getBoundingClientRect().width ?? 0;
        return {
          past: Math.max(0, right - bar.getBoundingClientRect().right),
          same: Math.abs(share - ours) < 0.1,
        };
      }),
    );
    expect(bars.length).toBeGreaterThan(0);
    for (const bar of bars) expect(bar).toEqual({ past: 0, same: true });
  });
}

test('the accent colour: € takes it under the pointer, as its neighbours do; on profiles it keeps its own', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob', '&accent=pink');
  await page.goto('https://x.com/home?accent=pink');
  const post = tweet(page, openingIds.bread);
  await expect(post.locator(PAY)).toHaveAttribute('style', /--accent: ?rgb\(249, ?24, ?128\)/);
  await euro(post).hover();
  await expect(euro(post)).toHaveCSS('color', 'rgb(249, 24, 128)');
  await page.goto('https://x.com/bob?accent=pink');
  await alice.profileButton(page, 'bob').hover();
  await expect(alice.profileButton(page, 'bob')).toHaveCSS('color', 'rgb(14, 138, 107)');
});

test('reduced motion: nothing of ours moves or fades', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const durations = () =>
    euro(tweet(page, openingIds.bread)).evaluate((button) =>
      [getComputedStyle(button), getComputedStyle(button.querySelector('svg') as Element)].map(
        ({ transitionDuration }) => transitionDuration,
      ),
    );
  expect(await durations()).toEqual(['0.2s, 0.2s', '0.15s']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await durations()).toEqual(['0s', '0s']);
});
