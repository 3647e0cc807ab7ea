/** Every screen of the wallet in the real extension: nothing for axe to find, usable by keyboard, narrow and zoomed. */
import type { Page } from '@playwright/test';
import type { Person } from '../../scripts/lib/person.ts';
import { expectAccessible } from '../support/screen.ts';
import { expect, test } from './fixtures.ts';

/** Nothing is cut off sideways at 320 CSS pixels, which is also 200 % zoom of a popup twice as wide. */
async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  if (before) await page.setViewportSize(before);
}

/** A draft for bob, made by the wallet's own box, in a tab. */
async function draftInTab(person: Person): Promise<Page> {
  const tab = await person.openWalletTab('#/');
  await tab.getByLabel(person.words.home.who).fill('bob');
  await tab.getByRole('button', { name: person.words.home.start, exact: true }).click();
  await tab.getByRole('radio').first().waitFor({ state: 'attached' });
  return tab;
}

for (const language of ['en', 'fr'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every screen is accessible: ${language}, ${colorScheme}`, async ({ person }) => {
      const alice = await person('alice', { language, colorScheme, linked: false });
      await alice.openX();
      const welcome = await alice.openWalletTab('#/onboarding');
      await welcome.getByRole('button', { name: alice.words.common.continueWithX }).waitFor();
      await expectAccessible(welcome);
      await expectReflow(welcome);
      await welcome.close();

      const linked = await alice.linkWallet();
      await expectAccessible(linked);
      await linked.close();

      const tab = await draftInTab(alice);
      await expectAccessible(tab);
      await expectReflow(tab);
      await alice.continueToCode(tab);
      await expectAccessible(tab);
      await expectReflow(tab);
      await alice.typeCode(tab);
      await alice.seeReceipt(tab);
      await expectAccessible(tab);
      await expectReflow(tab);
      await tab.getByRole('button', { name: alice.words.receipt.history }).click();
      await tab.getByRole('heading', { name: alice.words.history.title }).waitFor();
      await expectAccessible(tab);
      await expectReflow(tab);
      expect(await tab.evaluate(() => document.documentElement.lang)).toBe(language);
    });
  }
}

test('a payment by keyboard alone, from the post to the receipt', async ({ person }) => {
  const alice = await person('alice');
  const home = await alice.openX('/home');
  await alice.tweetButton(home, 'bob').focus();
  await home.keyboard.press('Enter');
  const popup = await alice.browser.openedPopup();
  await popup.getByRole('radio').first().waitFor({ state: 'attached' });
  const amount = popup.getByRole('radio', { checked: true });
  await amount.focus();
  await popup.keyboard.press('ArrowLeft');
  // Until the API has said who that is, there is nothing to go on with.
  await expect(popup.getByRole('button', { name: /^Continue — / })).toBeEnabled();
  await popup.keyboard.press('Enter');
  await popup.getByLabel(alice.words.code.pin).waitFor();
  await expect(popup.getByText('€2.00').first()).toBeVisible();
  // The code's field has the focus: the digits go where they belong.
  await popup.keyboard.type(alice.pin);
  await alice.seeReceipt(popup);
  await expect(popup.getByRole('heading', { name: /^Sent at/ })).toBeFocused();
});
