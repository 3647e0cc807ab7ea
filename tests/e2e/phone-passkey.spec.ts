/** A passkey in the place of the code, on the page for phones: made and used with an authenticator of the browser's own. */
import type { CDPSession, Page } from '@playwright/test';
import { securityWords } from '../../lib/words/security.ts';
import type { Phone } from '../../scripts/lib/phone.ts';
import { books } from '../support/books.ts';
import { expectAccessible, expectNoSidewaysScroll, expectRoomForFingers } from '../support/screen.ts';
import { expect, test } from './fixtures.ts';

type Authenticator = {
  readonly cdp: CDPSession;
  readonly id: string;
  /** Whether the person shows a face or finger that the phone knows. */
  readonly knows: (isKnown: boolean) => Promise<unknown>;
};

/** The phone's own authenticator: it verifies its user, and keeps the passkey. */
async function authenticatorOf(phone: Phone, page: Page): Promise<Authenticator> {
  const cdp = await phone.context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  const knows = (isUserVerified: boolean) =>
    cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  return { cdp, id: authenticatorId, knows };
}

async function toCode(phone: Phone, page: Page, handle: string): Promise<void> {
  await page.getByLabel(phone.words.home.who).fill(handle);
  await page.getByRole('button', { name: phone.words.home.start, exact: true }).tap();
  await phone.chooseAmount(page, '5');
  await phone.continueToCode(page);
}

test('a passkey made on the phone confirms a payment without the code, and nothing goes without its person', async ({
  phone,
  stack,
}) => {
  const bob = await phone('bob');
  const words = securityWords.en.passkey;
  const page = await bob.openWallet();
  const authenticator = await authenticatorOf(bob, page);
  await bob.linkWallet(page);
  await page.getByLabel(bob.words.home.who).waitFor();

  const home = page.url().replace(/#.*$/, '');
  await page.goto(`${home}#/security`);
  await page.getByRole('button', { name: words.add, exact: true }).tap();
  await page.getByLabel(words.proof).pressSequentially(bob.pin);
  const remove = page.getByRole('button', { name: words.removeThis(words.namePhone) });
  await remove.waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await expectRoomForFingers(page);
  const { credentials } = await authenticator.cdp.send('WebAuthn.getCredentials', {
    authenticatorId: authenticator.id,
  });
  // Bound to the API's own origin: no other page of the web can ask for it.
  expect(credentials.map(({ rpId }) => rpId)).toEqual([new URL(home).hostname]);

  await page.goto(`${home}#/`);
  const before = (await books(stack.databaseUrl)).wallets.alice ?? 0n;
  await toCode(bob, page, 'alice');
  const use = page.getByRole('button', { name: bob.words.codeWays.passkey });
  // Somebody else holds the phone.
  await authenticator.knows(false);
  await use.tap();
  await expect(page.getByRole('alert')).toBeVisible();
  expect((await books(stack.databaseUrl)).wallets.alice ?? 0n).toBe(before);

  await authenticator.knows(true);
  await use.tap();
  await bob.seeReceipt(page);
  expect(((await books(stack.databaseUrl)).wallets.alice ?? 0n) - before).toBe(500n);

  await page.goto(`${home}#/security`);
  await remove.tap();
  await expect(page.getByText(words.none)).toBeVisible();
});
