import { centsFromWire } from '../../lib/money.ts';
import { books } from '../support/books.ts';
import { expect, test } from './fixtures.ts';

test('alice pays the author of a post; bob is told by badge, notification and history', async ({
  person,
  stack,
}) => {
  const [alice, bob] = [await person('alice'), await person('bob')];
  const before = await books(stack.databaseUrl);

  const home = await alice.openX('/home');
  alice.countFromHere();
  const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
  await alice.chooseAmount(popup, '5');
  await alice.continueToCode(popup);
  await expect(popup.getByText('Bob Martin').first()).toBeVisible();
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  expect(alice.actions).toBeLessThanOrEqual(3);

  await expect.poll(() => bob.badge()).toBe('1');
  expect(await bob.notifications()).toHaveLength(1);
  const history = await bob.openWalletTab('#/history');
  await expect(history.getByText('Alice Durand').first()).toBeVisible();
  await expect.poll(() => bob.badge()).toBe('');
  await expect.poll(() => bob.notifications()).toEqual([]);

  const after = await books(stack.databaseUrl);
  expect(after.sumOfPostings).toBe(0n);
  expect(after.wallets.alice).toBe((before.wallets.alice ?? 0n) - 500n);
  expect(after.wallets.bob).toBe((before.wallets.bob ?? 0n) + 500n);
});

test('bob pays from the header of a profile, with a message and another amount', async ({
  person,
  stack,
}) => {
  const bob = await person('bob', { language: 'fr' });
  const before = await books(stack.databaseUrl);
  const profile = await bob.openX('/refuge_sample');
  const popup = await bob.clickEuro(bob.profileButton(profile, 'refuge_sample'));
  await popup.locator('label').filter({ hasText: bob.words.pay.other }).click();
  await popup.getByLabel(bob.words.pay.otherAmount).fill('7,50');
  await popup.getByLabel(bob.words.pay.memo).fill('pour les graines');
  await bob.continueToCode(popup);
  await expect(popup.getByText('pour les graines')).toBeVisible();
  await bob.typeCode(popup);
  await bob.seeReceipt(popup);

  const after = await books(stack.databaseUrl);
  expect(after.wallets.refuge_sample).toBe((before.wallets.refuge_sample ?? 0n) + centsFromWire('750'));
});

test('someone new: from nothing to a first payment', async ({ person }) => {
  const chloe = await person('chloe', { linked: false });
  await chloe.openX();
  const tab = await chloe.linkWallet();
  await chloe.choosePin(tab);
  await tab.getByRole('button', { name: /^Add €20/ }).click();
  await tab.getByRole('heading', { name: chloe.words.onboarding.doneTitle }).waitFor();
  await tab.close();

  const home = await chloe.openX('/home');
  const popup = await chloe.clickEuro(chloe.tweetButton(home, 'bob'));
  await chloe.chooseAmount(popup, '2');
  await chloe.continueToCode(popup);
  await chloe.typeCode(popup);
  await chloe.seeReceipt(popup);
});

test('T22 a wrong code moves nothing and says how many tries are left; the right one then pays', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const before = await books(stack.databaseUrl);
  const home = await alice.openX('/home');
  const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
  await alice.chooseAmount(popup, '2');
  await alice.continueToCode(popup);
  await alice.typeCode(popup, '999998');
  await expect(popup.getByRole('alert').filter({ hasText: /tries left/ })).toBeVisible();
  expect((await books(stack.databaseUrl)).wallets).toEqual(before.wallets);
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
});

test('closing the wallet loses nothing: the draft reopens at the same step, without the code', async ({
  person,
}) => {
  const alice = await person('alice');
  const home = await alice.openX('/home');
  const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
  await alice.chooseAmount(popup, '10');
  await alice.continueToCode(popup);
  await alice.typeCode(popup, '271');
  await popup.close();
  const again = await alice.browser.openPopup();
  await expect(again.getByLabel(alice.words.code.pin)).toHaveValue('');
  await expect(again.getByText('€10.00').first()).toBeVisible();
});
