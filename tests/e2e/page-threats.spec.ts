/** What a hostile page, a hostile name and a hostile post can do with €: nothing, or open the wallet. */
import type { Page } from '@playwright/test';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import { books } from '../support/books.ts';
import { draftOf, euro, PAY, tweet, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

test('T05 a command in a post and handles in display names are never read: the payee is the author', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 3000 });
  for (const [id, handle, shown] of [
    [openingIds.mallory, 'mallory', 'Alice @bob'],
    [openingIds.trent, 'trent', '@alice'],
  ] as const) {
    const post = tweet(page, id);
    await expect(post.getByTestId('User-Name')).toContainText(shown);
    await expect(euro(post)).toHaveAccessibleName(`Send euros to @${handle}`);
    expect((await draftOf(alice))?.handle).not.toBe(handle);
    expect(await wishBehind(alice, euro(post))).toMatchObject({ handle, tweetId: id, amountMinor: null });
  }
});

/** Clicks and presses that no person made, on every layer of the button. */
async function clickWithoutAPerson(page: Page): Promise<number> {
  return page.locator(PAY).evaluateAll((hosts) => {
    let sent = 0;
    for (const host of hosts) {
      const button = host.shadowRoot?.querySelector('button');
      for (const target of [host as HTMLElement, button]) {
        if (!target) continue;
        target.click();
        const all = { bubbles: true, composed: true, cancelable: true };
        for (const type of ['pointerdown', 'pointerup', 'click']) {
          target.dispatchEvent(new PointerEvent(type, all));
        }
        for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, all));
        for (const key of ['Enter', ' ']) {
          target.dispatchEvent(new KeyboardEvent('keydown', { ...all, key }));
          target.dispatchEvent(new KeyboardEvent('keyup', { ...all, key }));
        }
        sent++;
      }
    }
    return sent;
  });
}

test('T29 a click that no person made opens nothing and leaves no draft', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob');
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  const pages = alice.browser.context.pages().length;
  expect(await clickWithoutAPerson(page)).toBeGreaterThan(4);
  // A real click afterwards: had the others done anything, their draft would have come first.
  const worker = await alice.browser.worker();
  await worker.evaluate(() => {
    const kept: unknown[] = [];
    Object.assign(globalThis, { kept });
    chrome.storage.session.onChanged.addListener(({ draft }) => kept.push(draft?.newValue));
  });
  expect(await draftOf(alice)).toBeNull();
  const popups = () =>
    worker.evaluate(async () => (await chrome.runtime.getContexts({ contextTypes: ['POPUP'] })).length);
  expect(await popups()).toBe(0);
  expect(alice.browser.context.pages()).toHaveLength(pages);
  const wish = await wishBehind(alice, euro(tweet(page, openingIds.pinned)));
  expect(wish).toMatchObject({ tweetId: openingIds.pinned });
  const drafts = await worker.evaluate(() => Reflect.get(globalThis, 'kept') as { tweetId: string }[]);
  expect(drafts.map(({ tweetId }) => tweetId)).toEqual([openingIds.pinned]);
});

test('T30 a page that hides € and steals a real click only opens the wallet; no money moves', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const before = await books(stack.databaseUrl);
  const page = await alice.openX(`/bob/status/${openingIds.bread}`);
  const post = page.locator('article[data-testid="tweet"][tabindex="-1"]');
  await expect(euro(post)).toBeVisible();
  const bookmark = await post.getByTestId('bookmark').boundingBox();
  if (!bookmark) throw new Error('the bar has no bookmark');
  await post.locator(PAY).evaluate((host: HTMLElement) => {
    // € unseen and over all of the bar; above it the page shows something that lets the click through.
    host.style.cssText = 'position:relative;z-index:9;opacity:0;transform:scale(30)';
    const bait = document.createElement('div');
    bait.textContent = 'Play';
    bait.style.cssText = 'position:fixed;inset:0;z-index:99999;pointer-events:none;background:white';
    document.body.append(bait);
  });
  await page.mouse.click(bookmark.x + bookmark.width / 2, bookmark.y + bookmark.height / 2);
  const popup = await alice.browser.openedPopup();
  await expect(popup.getByRole('heading', { name: alice.words.pay.title })).toBeVisible();
  await expect(popup.getByText('Bob Martin').first()).toBeVisible();
  expect(await draftOf(alice)).toMatchObject({
    step: 'pay',
    handle: 'bob',
    amountMinor: null,
    payment: null,
  });
  expect(await books(stack.databaseUrl)).toEqual(before);
});

test('X’s real policy is sent and enforced, and nothing of ours goes against it', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  await alice.browser.context.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    document.addEventListener('securitypolicyviolation', (event) => {
      refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  const page = await alice.openX('/home');
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|moineau/i.test(message.text())) complaints.push(message.text());
  });
  const answer = await page.goto('https://x.com/bob');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy).toContain("object-src 'none'");
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  await wishBehind(alice, alice.profileButton(page, 'bob'));
  const refused = () => page.evaluate(() => Reflect.get(window, 'refused') as string[]);
  expect(await refused()).toEqual([]);
  expect(complaints).toEqual([]);
  // It is in force: what X refuses is refused here.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
  });
  await expect.poll(async () => (await refused()).join()).toContain('script-src');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
