/** € within a page that lives: clicks, keys, scrolling, live counts, and an extension that goes away under it. */
import type { Locator, Page } from '@playwright/test';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { audit, draftOf, euro, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

/** Whether the € button of this post has the focus. */
function hasFocus(post: Locator): Promise<boolean> {
  return post
    .locator(PAY)
    .evaluate((host) => document.activeElement === host && host.shadowRoot?.activeElement !== null);
}

test('a click on € does not open the post, nor does the middle button', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.nest);
  const pages = alice.browser.context.pages().length;
  await euro(post).click({ button: 'middle' });
  expect(await wishBehind(alice, euro(post))).toMatchObject({ tweetId: openingIds.nest });
  expect(new URL(page.url()).pathname).toBe('/home');
  expect(alice.browser.context.pages()).toHaveLength(pages);
  // The post itself opens as ever.
  await post.getByTestId('tweetText').click({ position: { x: 2, y: 2 } });
  await expect(page).toHaveURL(new RegExp(`/refuge_sample/status/${openingIds.nest}$`));
});

test('X’s shortcuts do not fire from €; they do from the post', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  await euro(post).focus();
  for (const key of ['l', 'r', 't', 'n', 'b', 'j']) await page.keyboard.press(key);
  await expect(page).toHaveURL('https://x.com/home');
  await expect(page.getByTestId('Dropdown')).toHaveCount(0);
  expect(await hasFocus(post)).toBe(true);
  await post.focus();
  await page.keyboard.press('l');
  // One like, given by the post's own shortcut: the first "l" would have made this one take it back.
  await expect(post.getByTestId('unlike')).toBeVisible();
  await expect(post.getByTestId('bookmark')).toBeVisible();
  await page.keyboard.press('n');
  await expect(page).toHaveURL('https://x.com/compose/post');
});

test('by keyboard: Tab from bookmark to € to share, with a ring; Enter and Space open the wallet', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const post = tweet(page, openingIds.bread);
  await expect(euro(post)).toBeVisible();
  await post.getByTestId('bookmark').focus();
  await page.keyboard.press('Tab');
  expect(await hasFocus(post)).toBe(true);
  const ring = await euro(post).evaluate((button) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(button);
    return { outlineStyle, outlineWidth, outlineColor };
  });
  expect(ring).toEqual({ outlineStyle: 'solid', outlineWidth: '2px', outlineColor: 'rgb(14, 138, 107)' });
  await page.keyboard.press('Tab');
  expect(
    await post
      .locator('[role="group"] button[aria-haspopup="menu"]')
      .last()
      .evaluate((share) => document.activeElement === share),
  ).toBe(true);

  for (const [id, key] of [
    [openingIds.bread, 'Enter'],
    [openingIds.nest, 'Space'],
  ] as const) {
    await euro(tweet(page, id)).focus();
    await page.keyboard.press(key);
    await (await alice.browser.openedPopup()).close();
    expect(await draftOf(alice)).toMatchObject({ tweetId: id });
  }
  expect(new URL(page.url()).pathname).toBe('/home');
});

test('a double click is one wish', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const worker = await alice.browser.worker();
  await worker.evaluate(() => {
    const kept: unknown[] = [];
    Object.assign(globalThis, { kept });
    chrome.storage.session.onChanged.addListener(({ draft }) => kept.push(draft?.newValue));
  });
  await euro(tweet(page, openingIds.bread)).dblclick();
  await (await alice.browser.openedPopup()).close();
  // Another post's wish comes after all of the first's.
  await wishBehind(alice, euro(tweet(page, openingIds.nest)));
  const drafts = await worker.evaluate(() => Reflect.get(globalThis, 'kept') as { tweetId: string }[]);
  expect(drafts.map(({ tweetId }) => tweetId)).toEqual([openingIds.bread, openingIds.nest]);
});

/** Scrolls until `enough`, and checks every tweet on the way. */
async function scrollAndCheck(page: Page, step: number, enough: (seen: Set<string>) => Promise<boolean>) {
  const seen = new Set<string>();
  do {
    await page.evaluate(async (by) => {
      window.scrollBy(0, by);
      // X's list draws in the first frame after it, what is new is dressed before the next.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }, step);
    await expect(async () => {
      const { payable, wrong } = await audit(page, 'alice');
      expect(wrong).toEqual([]);
      expect(payable.length).toBeGreaterThan(2);
      for (const id of payable) seen.add(id);
    }).toPass({ timeout: 10_000 });
  } while (!(await enough(seen)));
  return seen;
}

test('scrolling seventy posts down and back: one on each, none doubled, none kept', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  await alice.browser.context.addInitScript((tag) => {
    const added: WeakRef<Element>[] = [];
    Object.assign(window, { added });
    new MutationObserver((records) => {
      for (const node of records.flatMap((record) => [...record.addedNodes])) {
        if (node instanceof Element && node.matches(tag)) added.push(new WeakRef(node));
      }
    }).observe(document, { childList: true, subtree: true });
  }, PAY);
  const page = await alice.openX('/home');
  const down = await scrollAndCheck(page, 700, async (seen) => seen.size >= 70);
  const up = await scrollAndCheck(page, -700, () => page.evaluate(() => window.scrollY === 0));
  expect(down.size).toBeGreaterThanOrEqual(70);
  expect(up.has(openingIds.bread)).toBe(true);
  const counts = () =>
    page.evaluate((tag) => {
      const added = Reflect.get(window, 'added') as WeakRef<Element>[];
      const alive = added.map((ref) => ref.deref()).filter((node) => node !== undefined);
      return {
        added: added.length,
        alive: alive.length,
        inPage: document.querySelectorAll(tag).length,
      };
    }, PAY);
  expect((await counts()).added).toBeGreaterThan(100);
  // Buttons of cells that X took away are let go of with them.
  await expect(async () => {
    await page.requestGC();
    const { alive, inPage } = await counts();
    expect(alive - inPage).toBeLessThan(10);
  }).toPass({ timeout: 10_000 });
});

test('counts that change by themselves neither remove nor double it', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 4500 });
  await expect(euro(tweet(page, openingIds.photo))).toBeVisible();
  const bars = () =>
    page
      .locator('article[data-testid="tweet"] [role="group"]')
      .evaluateAll((found) => found.map((bar) => bar.getAttribute('aria-label')));
  await page.locator(PAY).evaluateAll((hosts) => {
    for (const host of hosts) Object.assign(host, { first: true });
  });
  const before = await bars();
  const buttons = await page.locator(PAY).count();
  await expect
    .poll(async () => (await bars()).filter((label, index) => label !== before[index]).length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(2);
  expect((await audit(page, 'alice')).wrong).toEqual([]);
  const kept = await page
    .locator(PAY)
    .evaluateAll((hosts) => hosts.filter((host) => Reflect.get(host, 'first') === true).length);
  expect(kept).toBe(buttons);
});

test('nothing moves when it comes: no layout shift, bars and posts as high as without it', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  await alice.browser.context.addInitScript((tag) => {
    const shifts: [number, string][] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources = [] } = entry as PerformanceEntry & {
          value: number;
          sources?: { node?: Node }[];
        };
        for (const { node } of sources) {
          const element = node instanceof Element ? node : node?.parentElement;
          const isOurs = element?.closest(`${tag}, [role="group"]`);
          if (isOurs) shifts.push([value, element?.outerHTML.slice(0, 80) ?? '']);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  }, PAY);
  const page = await alice.openX('/home');
  for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 500);
  await expect(async () => expect((await audit(page, 'alice')).wrong).toEqual([])).toPass({
    timeout: 10_000,
  });
  const heights = await page.locator(PAY).evaluateAll((hosts) =>
    hosts.map((host) => {
      const of = (selector: string) => host.closest(selector)?.getBoundingClientRect().height;
      const measure = () => [of('[role="group"]'), of('article')].join();
      const present = measure();
      (host as HTMLElement).hidden = true;
      const without = measure();
      (host as HTMLElement).hidden = false;
      return present === without ? '' : `${present} instead of ${without}`;
    }),
  );
  expect(heights.length).toBeGreaterThan(4);
  expect(heights.filter(Boolean)).toEqual([]);
  // On a slow machine a post may get its button a frame late. X's own limit of what is good is 0.1.
  const shifts = await page.evaluate(() => Reflect.get(window, 'shifts') as [number, string][]);
  expect(shifts.filter(([value]) => value > 0.001)).toEqual([]);
});

test('reloaded under the page, the extension takes its buttons along', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  const box = await euro(tweet(page, openingIds.bread)).boundingBox();
  if (!box) throw new Error('the button is not in the page');
  const again = alice.browser.context.waitForEvent('serviceworker');
  const worker = await alice.browser.worker();
  await worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await again;
  await page.bringToFront();
  // Whatever comes first, this click or new posts: the old script finds out that it is an orphan.
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator(PAY)).toHaveCount(0);
  expect(new URL(page.url()).pathname).toBe('/home');
  await page.reload();
  await expect(euro(tweet(page, openingIds.bread))).toBeVisible();
  await expect(async () => expect((await audit(page, 'alice')).wrong).toEqual([])).toPass({
    timeout: 10_000,
  });
});
