/** Things that die half-way: the API between commit and reply, the service worker at every step. */
import type { Page, Request } from '@playwright/test';
import type { Person } from '../../scripts/lib/person.ts';
import { apiTransport } from '../../scripts/lib/seed.ts';
import { until } from '../../scripts/lib/stack.ts';
import { type Books, books } from '../support/books.ts';
import { expect, test } from './fixtures.ts';

/** Brings alice to the code of a payment of 2 € to bob. */
async function toCode(alice: Person): Promise<Page> {
  const home = await alice.openX('/home');
  const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
  await alice.chooseAmount(popup, '2');
  await alice.continueToCode(popup);
  return popup;
}

/** The wallet has found out that the confirmation did not arrive, and asks for the code again. */
async function seeNothingSent(popup: Page): Promise<void> {
  await popup.getByRole('alert').filter({ hasText: 'Nothing was sent' }).waitFor();
}

/** Types the code; stops the worker while it waits for the API, after `meanwhile` did what it does with the request. */
async function stopWhileConfirming(
  alice: Person,
  popup: Page,
  meanwhile: (request: Request) => Promise<void>,
): Promise<void> {
  const caught = Promise.withResolvers<void>();
  await alice.browser.context.route('**/confirm', async (route) => {
    await meanwhile(route.request());
    caught.resolve();
  });
  await alice.typeCode(popup);
  await caught.promise;
  await alice.browser.stopWorker();
  await alice.browser.context.unroute('**/confirm');
}

/** Alice has paid bob 2 € once, and the books balance. */
function expectPaidOnce(before: Books, after: Books): void {
  expect(after.sumOfPostings).toBe(0n);
  expect(after.settledPayments).toBe(before.settledPayments + 1);
  expect(after.wallets.alice).toBe((before.wallets.alice ?? 0n) - 200n);
  expect(after.wallets.bob).toBe((before.wallets.bob ?? 0n) + 200n);
}

test.describe('the API', () => {
  test('T33 killed between the commit and its reply: the wallet says so, asks, and shows the one payment', async ({
    person,
    stack,
  }) => {
    const alice = await person('alice');
    const before = await books(stack.databaseUrl);
    await stack.startApi({ MOINEAU_FAILPOINT: 'confirm.after_commit' });
    const popup = await toCode(alice);
    await alice.typeCode(popup);
    await stack.apiGone();
    await expect(popup.getByRole('heading', { name: alice.words.checking.title })).toBeVisible();

    await stack.startApi();
    await alice.seeReceipt(popup);
    expectPaidOnce(before, await books(stack.databaseUrl));
  });

  test('T34 killed before the commit: nothing has moved, and the code can be typed again', async ({
    person,
    stack,
  }) => {
    const alice = await person('alice');
    const before = await books(stack.databaseUrl);
    await stack.startApi({ MOINEAU_FAILPOINT: 'confirm.before_commit' });
    const popup = await toCode(alice);
    await alice.typeCode(popup);
    await stack.apiGone();
    await stack.startApi();
    await seeNothingSent(popup);
    expect((await books(stack.databaseUrl)).wallets).toEqual(before.wallets);

    await alice.typeCode(popup);
    await alice.seeReceipt(popup);
    expectPaidOnce(before, await books(stack.databaseUrl));
  });

  test('killed while bob waits: his event stream comes back and tells of what he missed', async ({
    person,
    stack,
  }) => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    await stack.killApi();
    await stack.startApi();
    const popup = await toCode(alice);
    await alice.typeCode(popup);
    await alice.seeReceipt(popup);
    await until('the badge of bob', async () => (await bob.badge()) === '1', 30_000);
  });
});

test.describe('T37 the service worker', () => {
  test('killed before and after every step, the payment is made once', async ({ person, stack }) => {
    const alice = await person('alice');
    const before = await books(stack.databaseUrl);
    const home = await alice.openX('/home');
    await alice.browser.stopWorker();
    const popup = await alice.clickEuro(alice.tweetButton(home, 'bob'));
    await alice.browser.stopWorker();
    await alice.chooseAmount(popup, '2');
    await alice.browser.stopWorker();
    await alice.continueToCode(popup);
    await alice.browser.stopWorker();
    await alice.typeCode(popup);
    await alice.seeReceipt(popup);
    await alice.browser.stopWorker();
    expectPaidOnce(before, await books(stack.databaseUrl));
  });

  test('killed while the confirmation is on its way: it arrived, so the receipt is shown and nothing is doubled', async ({
    person,
    stack,
  }) => {
    const alice = await person('alice');
    const before = await books(stack.databaseUrl);
    const popup = await toCode(alice);
    // The request reaches the API; its answer never reaches the worker.
    await stopWhileConfirming(alice, popup, async (request) => {
      await apiTransport(stack)({
        method: request.method(),
        url: request.url(),
        headers: await request.allHeaders(),
        body: request.postData() ?? undefined,
      });
    });
    await alice.seeReceipt(popup);
    expectPaidOnce(before, await books(stack.databaseUrl));
  });

  test('killed before the confirmation left: the code is asked for again, and pays once', async ({
    person,
    stack,
  }) => {
    const alice = await person('alice');
    const before = await books(stack.databaseUrl);
    const popup = await toCode(alice);
    await stopWhileConfirming(alice, popup, async () => undefined);
    await seeNothingSent(popup);
    expect((await books(stack.databaseUrl)).wallets).toEqual(before.wallets);
    await alice.typeCode(popup);
    await alice.seeReceipt(popup);
    expectPaidOnce(before, await books(stack.databaseUrl));
  });

  test('killed while money comes in: the next start tells of it, once', async ({ person }) => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    await bob.browser.stopWorker();
    const popup = await toCode(alice);
    await alice.typeCode(popup);
    await alice.seeReceipt(popup);
    // Any page of ours wakes the worker; this one does not count as having looked.
    const page = await bob.openWalletTab('#/add-money');
    await until('the badge of bob', async () => (await bob.badge()) === '1');
    await bob.browser.stopWorker();
    await page.reload();
    await until('the badge of bob, still', async () => (await bob.badge()) === '1');
    expect(await bob.notifications()).toHaveLength(1);
  });
});
