/** A passkey in the place of the code, with Chromium's own authenticator: made and used in windows of the extension. */
import pg from 'pg';
import { securityWords } from '../../lib/words/security.ts';
import { plugInAuthenticator } from '../../scripts/lib/authenticator.ts';
import type { Person } from '../../scripts/lib/person.ts';
import { books } from '../support/books.ts';
import { expect, test } from './fixtures.ts';

const words = securityWords.en;

/** By what the latest payment was confirmed. */
async function lastMethod(databaseUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ method: string }>(
      'select method from confirmations order by confirmed_at desc limit 1',
    );
    return rows[0]?.method;
  } finally {
    await client.end();
  }
}

/** From the icon's popup to a window with the new passkey in the list. */
async function addPasskey(person: Person) {
  const popup = await person.browser.openPopup();
  await popup.getByRole('link', { name: person.words.settings.title }).click();
  await popup.getByRole('link', { name: words.security.title }).click();
  const opened = person.browser.context.waitForEvent('page');
  await popup.getByRole('button', { name: words.passkey.add }).click();
  const window = await opened;
  await window.getByRole('button', { name: words.passkey.add }).click();
  await window.getByLabel(words.passkey.name).fill('Reader on the desk');
  await window.getByLabel(words.passkey.proof).pressSequentially(person.pin);
  await window.getByText('Reader on the desk').waitFor();
  return window;
}

test('a passkey is made in a window, confirms a payment with user verification, and is removed again', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const authenticator = await plugInAuthenticator(alice.browser.context);
  const made = await addPasskey(alice);
  const before = await books(stack.databaseUrl);

  const home = await alice.openX('/home');
  const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
  await alice.chooseAmount(popup, '5');
  await alice.continueToCode(popup);
  authenticator.recognise(false);
  const opened = alice.browser.context.waitForEvent('page');
  await popup.getByRole('button', { name: alice.words.codeWays.passkey }).click();
  const window = await opened;

  // It asks by itself. A finger that is not hers confirms nothing.
  await window.getByRole('alert').filter({ hasText: 'No passkey was used' }).waitFor();
  await expect(window.getByText('Bob Martin').first()).toBeVisible();
  expect((await books(stack.databaseUrl)).wallets).toEqual(before.wallets);

  authenticator.recognise(true);
  await window.getByRole('button', { name: alice.words.codeWays.passkey }).click();
  await alice.seeReceipt(window);
  const after = await books(stack.databaseUrl);
  expect(after.wallets.alice).toBe((before.wallets.alice ?? 0n) - 500n);
  expect(after.wallets.bob).toBe((before.wallets.bob ?? 0n) + 500n);
  expect(await lastMethod(stack.databaseUrl)).toBe('passkey');

  await made.bringToFront();
  await made.getByRole('button', { name: words.passkey.removeThis('Reader on the desk') }).click();
  await made.getByText(words.passkey.none).waitFor();
});
