/** What keeps a wallet its person's, in real browsers: the lock, the code and another one, the list of devices. */
import type { Page } from '@playwright/test';
import { securityWords } from '../../lib/words/security.ts';
import type { Person } from '../../scripts/lib/person.ts';
import { books } from '../support/books.ts';
import { linkedBefore, nobodyThere, signedInBefore } from '../support/past.ts';
import { expect, test } from './fixtures.ts';

const words = securityWords.en;
const OTHER_CODE = '602214';
const WRONG_CODE = '999998';

/** The wallet in a tab whose clock can be put forward. */
async function tabWithClock(person: Person): Promise<Page> {
  const tab = await person.browser.context.newPage();
  await tab.clock.install();
  await tab.goto(`chrome-extension://${person.browser.extensionId}/popup.html#/`);
  return tab;
}

/** A payment of 2 € to the organisation, in this tab, up to its code. */
async function toCode(person: Person, tab: Page): Promise<void> {
  await tab.getByLabel(person.words.home.who).fill('refuge_sample');
  await tab.getByRole('button', { name: person.words.home.start, exact: true }).click();
  await person.chooseAmount(tab, '2');
  await person.continueToCode(tab);
}

async function seeRefusal(tab: Page): Promise<void> {
  await tab.getByRole('alert').filter({ hasText: 'The confirmation was not accepted' }).waitFor();
}

async function chooseTwice(tab: Page, code: string): Promise<void> {
  await tab.getByLabel(words.code.newPin, { exact: true }).pressSequentially(code);
  await tab.getByLabel(words.code.repeatPin, { exact: true }).pressSequentially(code);
}

/** From the settings to a changed code and back to the wallet. */
async function changeCode(person: Person, from: string, to: string): Promise<Page> {
  const tab = await person.openWalletTab('#/settings');
  await tab.getByRole('link', { name: words.security.title }).click();
  await tab.getByRole('button', { name: words.code.change }).click();
  await tab.getByLabel(words.code.oldPin).pressSequentially(from);
  await chooseTwice(tab, to);
  await tab.getByText(words.code.changed).waitFor();
  await tab.getByRole('button', { name: words.code.done }).click();
  return tab;
}

test('T27 after five minutes the screen is locked: nothing of the wallet is shown until the code', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const tab = await tabWithClock(alice);
  const balance = tab.getByRole('region', { name: alice.words.home.balance }).getByText('€');
  await expect(balance).toBeVisible();
  await nobodyThere(stack.databaseUrl, 'alice', 301);
  await tab.clock.fastForward(301_000);
  await expect(tab.getByRole('heading', { name: words.lock.title })).toBeVisible();
  await expect(balance).toHaveCount(0);
  await alice.typeCode(tab, WRONG_CODE);
  await seeRefusal(tab);
  await expect(balance).toHaveCount(0);
  await alice.typeCode(tab);
  await expect(balance).toBeVisible();
});

test('T27 a payment that was begun is there again when the code has opened the lock', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const tab = await tabWithClock(alice);
  await toCode(alice, tab);
  await nobodyThere(stack.databaseUrl, 'alice', 301);
  await tab.clock.fastForward(301_000);
  await expect(tab.getByRole('heading', { name: words.lock.title })).toBeVisible();
  await expect(tab.getByText('€2.00')).toHaveCount(0);
  await alice.typeCode(tab);
  await expect(tab.getByText('€2.00').first()).toBeVisible();
  await alice.typeCode(tab);
  await alice.seeReceipt(tab);
});

test('T27 four minutes lock nothing', async ({ person, stack }) => {
  const alice = await person('alice');
  const tab = await tabWithClock(alice);
  await tab.getByRole('region', { name: alice.words.home.balance }).waitFor();
  await nobodyThere(stack.databaseUrl, 'alice', 240);
  await tab.clock.fastForward(240_000);
  await toCode(alice, tab);
  await alice.typeCode(tab);
  await alice.seeReceipt(tab);
});

test('the code is changed by the old one, which then opens nothing', async ({ person, stack }) => {
  const bob = await person('bob');
  const before = await books(stack.databaseUrl);

  const mistaken = await bob.openWalletTab('#/code-change');
  await mistaken.getByLabel(words.code.oldPin).pressSequentially(WRONG_CODE);
  await chooseTwice(mistaken, OTHER_CODE);
  await seeRefusal(mistaken);
  await mistaken.close();

  const tab = await changeCode(bob, bob.pin, OTHER_CODE);
  await toCode(bob, tab);
  await bob.typeCode(tab, bob.pin);
  await seeRefusal(tab);
  expect((await books(stack.databaseUrl)).wallets).toEqual(before.wallets);
  await bob.typeCode(tab, OTHER_CODE);
  await bob.seeReceipt(tab);
  await changeCode(bob, OTHER_CODE, bob.pin);
});

test('T22 five wrong codes lock; who has forgotten his shows X who he is and chooses another, which counts at once', async ({
  person,
  stack,
}) => {
  const bob = await person('bob');
  await linkedBefore(stack.databaseUrl, 'bob', 25);
  const tab = await bob.openWalletTab('#/');
  await toCode(bob, tab);
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left']) {
    await bob.typeCode(tab, WRONG_CODE);
    await tab.getByRole('alert').filter({ hasText: left }).waitFor();
  }
  await bob.typeCode(tab, WRONG_CODE);
  await tab
    .getByRole('alert')
    .filter({ hasText: /Try again in 1[45] min/ })
    .waitFor();
  await expect(tab.getByLabel(bob.words.code.pin)).toBeDisabled();

  await signedInBefore(stack.databaseUrl, 'bob', tab);
  await tab.reload();
  await tab.getByRole('button', { name: words.code.forgotten }).click();
  const consent = bob.browser.context.waitForEvent('page');
  await tab.getByRole('button', { name: words.code.prove }).click();
  await (await consent).getByTestId('OAuth_Consent_Button').click();
  await chooseTwice(tab, OTHER_CODE);
  await tab.getByText(words.code.changed).waitFor();
  await tab.getByRole('button', { name: words.code.done }).click();

  // It proves who he is where the old one did.
  await changeCode(bob, OTHER_CODE, bob.pin);
});

test('on a device of today a code chosen anew counts tomorrow, and the old one ends that', async ({
  person,
}) => {
  const bob = await person('bob');
  const tab = await bob.openWalletTab('#/code-forgotten');
  await chooseTwice(tab, OTHER_CODE);
  await tab.getByText(/Your new code counts from/).waitFor();
  await tab.getByRole('button', { name: words.code.done }).click();
  await toCode(bob, tab);
  await bob.typeCode(tab, OTHER_CODE);
  await seeRefusal(tab);
  await bob.typeCode(tab, bob.pin);
  await bob.seeReceipt(tab);
});

test('T20 a device that its owner removes is signed out at once, and told', async ({ person }) => {
  const [owner, other] = [await person('alice'), await person('alice')];
  const own = await other.openWalletTab('#/devices');
  const row = own.getByRole('listitem').filter({ hasText: words.devices.thisOne });
  await row.getByRole('button', { name: words.devices.rename }).click();
  await own.getByLabel(words.devices.newName).fill('Laptop in the kitchen');
  await own.getByRole('button', { name: words.devices.save }).click();
  await expect(row.getByText('Laptop in the kitchen')).toBeVisible();

  const tab = await owner.openWalletTab('#/security');
  await tab.getByRole('button', { name: words.devices.title }).click();
  await tab.getByRole('button', { name: words.devices.removeThis('Laptop in the kitchen') }).click();
  await tab.getByRole('button', { name: words.devices.yes }).click();
  await expect(tab.getByRole('listitem').filter({ hasText: 'Laptop in the kitchen' })).toHaveCount(0);
  await expect(tab.getByText(words.devices.thisOne)).toBeVisible();

  // Nothing was clicked in the other browser.
  await own.getByRole('alert').filter({ hasText: words.devices.shutOutTitle }).waitFor();
  await expect(own.getByRole('button', { name: other.words.common.continueWithX })).toBeVisible();
  const again = await other.linkWallet();
  await again.goto(own.url().replace(/#.*/, '#/devices'));
  await expect(again.getByText(words.devices.thisOne)).toBeVisible();
  await expect(again.getByText('Laptop in the kitchen')).toHaveCount(0);
});
