/**
 * Writing on X and confirming on a phone: who sees the payment is chosen at the code, the service's post says it to all, both
 * people may have it taken back, and what was written stands in the wallet with what came of it.
 */
import { onXWords } from '../../lib/words/on-x.ts';
import { serviceHandle } from '../../sandbox/world.ts';
import type { Phone } from '../../scripts/lib/phone.ts';
import { lookOnPhone } from '../support/screen.ts';
import { expect, test } from './fixtures.ts';

/** Posts on X as this person. @returns the post's address */
async function post(author: Phone, text: string): Promise<string> {
  const x = await author.openX('/home');
  await x.getByTestId('FloatingActionButtons_Tweet_Button').tap();
  await x.getByTestId('tweetTextarea_0').fill(text);
  await x.getByTestId('tweetButton').tap();
  const own = x.getByTestId('tweet').filter({ hasText: text }).first();
  await own.waitFor();
  const path = await own.locator('a[href*="/status/"]').first().getAttribute('href');
  const address = new URL(path ?? '', x.url()).href;
  await x.close();
  return address;
}

/** The service's post under this one, as X's site shows it now. */
async function answersUnder(author: Phone, address: string): Promise<number> {
  const page = await author.context.newPage();
  await page.goto(address);
  await page.getByTestId('tweet').first().waitFor();
  const count = await page.getByTestId('tweet').filter({ hasText: '✓ ·' }).count();
  await page.close();
  return count;
}

for (const [size, language, colorScheme] of [
  ['small', 'fr', 'light'],
  ['large', 'en', 'dark'],
] as const) {
  const seen = (name: string) => `on-x-${size}-${language}-${colorScheme}-${name}`;

  test(`a post pays in public, and both may take that back: ${size}, ${language}, ${colorScheme}`, async ({
    phone,
  }) => {
    test.setTimeout(150_000);
    const words = onXWords[language];
    const keyword = language === 'fr' ? '#envoyer' : '#send';
    const alice = await phone('alice', { size, language, colorScheme });
    const page = await alice.openWallet();
    await alice.linkWallet(page);
    await page.getByLabel(alice.words.home.who).waitFor();
    const amount = size === 'small' ? '3' : '4';
    const address = await post(alice, `@${serviceHandle} ${keyword} ${amount}€ @bob pour le thé`);
    await page.bringToFront();
    await alice.waiting(page, 'Bob Martin', `${amount}.00`).waitFor({ timeout: 60_000 });
    await lookOnPhone(page, seen('waiting'));
    await alice.openWaiting(page, 'Bob Martin', `${amount}.00`);
    await lookOnPhone(page, seen('code'));
    await page.getByRole('button', { name: alice.words.code.seenBy.private }).tap();
    await page.getByRole('radio', { name: words.sees.public }).check();
    await lookOnPhone(page, seen('sees'));
    await page.getByRole('button', { name: words.sees.keep }).tap();
    await page.getByRole('button', { name: alice.words.code.seenBy.public }).waitFor();
    await alice.typeCode(page);
    await alice.seeReceipt(page);
    await lookOnPhone(page, seen('receipt'));
    await expect.poll(() => answersUnder(alice, address), { timeout: 60_000 }).toBe(1);

    // Her own post: one tap leads to it, where X's menu deletes it.
    const opened = alice.context.waitForEvent('page');
    await page.getByRole('button', { name: words.deletePost }).tap();
    const own = await opened;
    expect(own.url()).toContain(address.split('/').at(-1));
    await own.close();

    await page.getByRole('button', { name: alice.words.held.payment, exact: true }).tap();
    await expect(page.getByText(words.told.states.told)).toBeVisible();
    await lookOnPhone(page, seen('payment'));
    await page.getByRole('button', { name: words.told.remove }).tap();
    await page.getByRole('button', { name: words.told.yes, exact: true }).tap();
    await expect(page.getByText(words.told.states.removed)).toBeVisible();
    await expect.poll(() => answersUnder(alice, address), { timeout: 60_000 }).toBe(0);

    await post(alice, `@${serviceHandle} ${keyword} 10 @bob`);
    await page.bringToFront();
    await page.goto(page.url().replace(/#.*/, '#/written'));
    const cards = page.getByRole('article');
    await expect(async () => {
      await page.reload();
      await expect(cards.filter({ hasText: words.written.states.refused }).first()).toBeVisible({
        timeout: 2_000,
      });
    }).toPass({ timeout: 60_000 });
    await expect(cards.filter({ hasText: words.written.states.ordered }).first()).toBeVisible();
    await lookOnPhone(page, seen('written'));
  });
}
