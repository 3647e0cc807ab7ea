/** What this person alone sees on X's page of his own payments: the mark on what he paid, the strip under his commands. */
import type { Page } from '@playwright/test';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import type { Person } from '../../scripts/lib/person.ts';
import { draftOf, euro, PAY, type Private, privately, spoken, tweet } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

const STRIP = 'moineau-command';

async function payFive(person: Person, page: Page, id: string): Promise<void> {
  const popup = await person.clickEuro(euro(tweet(page, id)));
  await person.chooseAmount(popup, '5');
  await person.continueToCode(popup);
  await person.typeCode(popup);
  await person.seeReceipt(popup);
  await popup.close();
}

async function sees(page: Page, id: string, expected: Partial<Private>): Promise<void> {
  await expect.poll(async () => (await privately(page))[id], { timeout: 15_000 }).toMatchObject(expected);
}

/** What any script of the page can find of it. */
function inPage(page: Page): Promise<string> {
  return page.evaluate(() => {
    const open = (root: ParentNode): string =>
      [...root.querySelectorAll('*')]
        .map((element) =>
          element.shadowRoot ? element.shadowRoot.textContent + open(element.shadowRoot) : '',
        )
        .join('');
    return document.documentElement.outerHTML + open(document);
  });
}

test('"€ 5" on the tweet that I paid: at once, after a reload, in words for readers, and unread by X', async ({
  person,
}) => {
  // One that no other test pays for.
  const PAID = openingIds.reposted;
  const alice = await person('alice');
  const page = await alice.openX('/home');
  await sees(page, PAID, { mark: null });
  await page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift' });
  });
  await euro(tweet(page, PAID)).scrollIntoViewIfNeeded();
  const before = await euro(tweet(page, PAID)).boundingBox();
  await payFive(alice, page, PAID);
  await page.bringToFront();
  const text = 'You sent €5.00 for this post.';
  await sees(page, PAID, { mark: `€\u20095|${text}` });
  await sees(page, openingIds.quoting, { mark: null });
  expect(await euro(tweet(page, PAID)).boundingBox()).toEqual(before);
  expect(
    (await page.evaluate(() => Reflect.get(window, 'shifts') as number[])).filter((value) => value > 0.001),
  ).toEqual([]);
  expect(await spoken(page, euro(tweet(page, PAID)))).toEqual({
    name: 'Send euros to @bob, who wrote this post',
    description: text,
  });
  expect(await inPage(page)).not.toMatch(/You sent|€\s?5\b/);

  await page.reload();
  await sees(page, PAID, { mark: `€\u20095|${text}` });
  await page.goto(`https://x.com/bob/status/${PAID}`);
  await sees(page, PAID, { mark: `€\u20095|${text}` });
});

test('the mark is nobody else’s: not another X account’s in this browser, not another person’s', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  await payFive(alice, page, openingIds.nest);
  await sees(page, openingIds.nest, { mark: expect.stringContaining('€\u20095') as unknown as string });
  await page.goto('https://x.com/sandbox/sign-in?as=chloe&next=/home');
  await expect(euro(tweet(page, openingIds.nest))).toBeVisible();
  const bob = await person('bob');
  const theirs = await bob.openX('/home');
  await expect(euro(tweet(theirs, openingIds.nest))).toBeVisible();
  for (const shown of [page, theirs]) {
    // The question has been answered when the next one is.
    await shown.evaluate(() => window.scrollBy(0, 400));
    await expect(shown.locator(PAY).first()).toBeAttached();
    expect((await privately(shown))[openingIds.nest]?.mark ?? null).toBeNull();
  }
});

test('hundreds of tweets: hardly a question to the background, none to the API', async ({ person }) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  const worker = await alice.browser.worker();
  await worker.evaluate(() => {
    const asked: string[][] = [];
    Object.assign(globalThis, { asked });
    chrome.runtime.onMessage.addListener((message: { kind?: string; input?: { tweets: string[] } }) => {
      if (message.kind === 'page.known') asked.push(message.input?.tweets ?? []);
    });
  });
  const calls: string[] = [];
  alice.browser.context.on('request', (request) => {
    if (request.url().startsWith('https://api.')) calls.push(request.url());
  });
  const seen = new Set<string>();
  for (let turn = 0; turn < 25; turn++) {
    const links = await page.evaluate(async () => {
      window.scrollBy(0, 1_500);
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return [...document.querySelectorAll('article a:has(> time)')].map((link) => link.getAttribute('href'));
    });
    for (const link of links) seen.add(link ?? '');
  }
  expect(seen.size).toBeGreaterThan(100);
  const questions = await worker.evaluate(() => Reflect.get(globalThis, 'asked') as string[][]);
  // The page was told before which posts alice has paid: what she did on others asks for nothing.
  expect(questions.flat().length).toBeLessThan(10);
  expect(calls.filter((url) => !url.includes('/v1/events') && !url.includes('/v1/wallet'))).toEqual([]);
});

test('my own command: to confirm, the code, sent; to the payee "to you"; to others nothing', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const home = await alice.openX('/home');
  await home.evaluate(async () => {
    await fetch('/sandbox/api/tweets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Merci ! #envoyer 2 € @bob pour le pain' }),
    });
  });
  await home.reload();
  const post = home.locator('article[data-testid="tweet"]', { hasText: 'pour le pain' });
  const href = await post.locator('a[href*="/status/"]').first().getAttribute('href');
  const id = /status\/(\d+)/.exec(href ?? '')?.[1] ?? '';
  await sees(home, id, { strip: '€ ● To confirm · €2.00 to @bob' });
  expect(await inPage(home)).not.toContain('To confirm');
  await expect(post.locator(PAY)).toHaveCount(0);
  expect(stack.sandboxPort).toBeGreaterThan(0);

  // Bob reads his time line meanwhile: nothing to say yet, and nothing to press.
  const bob = await person('bob');
  const timeline = await bob.openX('/home');
  await sees(timeline, id, { strip: '' });
  await expect(tweet(timeline, id).locator(STRIP).getByRole('button')).toHaveCount(0);
  const height = (await tweet(timeline, id).boundingBox())?.height;

  await post.locator(STRIP).getByRole('button').click();
  const popup = await alice.browser.openedPopup();
  expect(await draftOf(alice)).toMatchObject({
    origin: 'command_tweet',
    tweetId: id,
    handle: 'bob',
    amountMinor: '200',
  });
  await expect(popup.getByText('Bob Martin').first()).toBeVisible();
  const code = popup.getByLabel(alice.words.code.pin);
  const go = popup.getByRole('button', { name: /^Continue — / });
  await expect(code.or(go).first()).toBeVisible();
  if (await go.isVisible()) await go.click();
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  await popup.close();
  await home.bringToFront();
  await sees(home, id, { strip: '€ ✓ Sent · €2.00 to @bob' });
  await expect(home).toHaveURL('https://x.com/home');

  await timeline.bringToFront();
  await sees(timeline, id, { strip: '€ ✓ To you · €2.00 from @alice' });
  expect((await tweet(timeline, id).boundingBox())?.height).toBe(height);
  const theirs = await bob.openX(`/alice/status/${id}`);
  await sees(theirs, id, { strip: '€ ✓ To you · €2.00 from @alice' });
  const chloe = await person('chloe', { linked: false });
  const others = await chloe.openX(`/alice/status/${id}`);
  await expect(euro(tweet(others, id))).toBeVisible();
  await expect(others.locator(STRIP)).toHaveCount(0);
});

test('T04 page side: a repost, a quotation, a translation and another’s command get no strip', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 1280, height: 4500 });
  // Mallory's post holds a command, Jonas's is a translation with one; alice's own is the only one that is hers.
  await sees(page, openingIds.command, { strip: expect.stringMatching(/^€ /) as unknown as string });
  for (const id of [openingIds.mallory, openingIds.translated]) {
    await expect(tweet(page, id)).toHaveCount(1);
    await expect(tweet(page, id).locator(STRIP)).toHaveCount(0);
  }
  await page.evaluate(async (quotedId) => {
    await fetch('/sandbox/api/tweets', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'I only quote this one', quotedId }),
    });
  }, openingIds.mallory);
  await page.reload();
  const quoting = page.locator('article[data-testid="tweet"]', { hasText: 'I only quote this one' }).first();
  await expect(quoting).toContainText('#envoyer 50€ @mallory');
  await sees(page, openingIds.command, { strip: expect.stringMatching(/^€ /) as unknown as string });
  await expect(quoting.locator(STRIP)).toHaveCount(0);
});

test('the strip comes with its tweet: nothing moves when it is filled', async ({ person }) => {
  const alice = await person('alice');
  await alice.browser.context.addInitScript(() => {
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
          const article = element?.closest('article');
          if (article?.querySelector('moineau-command'))
            shifts.push([value, element?.outerHTML.slice(0, 60) ?? '']);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const page = await alice.openX(`/alice/status/${openingIds.command}`);
  await sees(page, openingIds.command, { strip: expect.stringMatching(/^€ /) as unknown as string });
  expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
});
