/** € in the head of a profile: it comes late, and is kept from one profile to the next. */
import { pageWords } from '../../lib/words/page.ts';
import { accountByHandle } from '../../sandbox/world.ts';
import { audit, PAY, wishBehind } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

const inHead = `${PAY}[data-size="profile"]`;

test('stands after X’s own payment button, unlike it, and comes with a head that comes late', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/bob');
  const button = alice.profileButton(page, 'bob');
  await expect(button).toBeVisible();
  await expect(page.locator(inHead)).toHaveCount(1);
  const looks = await page.locator(inHead).evaluate((host: HTMLElement) => {
    const theirs = host.previousElementSibling as HTMLElement;
    const ours = host.shadowRoot?.querySelector('button') as HTMLElement;
    const box = (element: Element) => element.getBoundingClientRect();
    const row = host.parentElement as HTMLElement;
    const heightWith = box(row).height;
    host.hidden = true;
    const heightWithout = box(row).height;
    host.hidden = false;
    return {
      neighbour: theirs.dataset.testid,
      sameTestId: host.hasAttribute('data-testid'),
      colours: [getComputedStyle(theirs).borderColor, getComputedStyle(ours).borderColor],
      tops: [box(theirs).top, box(ours).top],
      heights: [box(theirs).height, box(ours).height],
      row: [heightWith, heightWithout],
    };
  });
  expect(looks.neighbour).toBe('paymentsFromProfile');
  expect(looks.sameTestId).toBe(false);
  expect(looks.colours[0]).not.toBe(looks.colours[1]);
  expect(looks.tops[0]).toBeCloseTo(looks.tops[1] ?? 0, 0);
  expect(looks.heights[0]).toBe(looks.heights[1]);
  expect(looks.row[0]).toBe(looks.row[1]);
  const wish = await wishBehind(alice, button);
  expect(wish).toMatchObject({
    handle: 'bob',
    origin: 'profile_button',
    pageXUserId: accountByHandle('bob')?.id,
  });
});

test('not on one’s own profile', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/alice');
  await expect(page.getByTestId('editProfileButton')).toBeVisible();
  await expect(page.getByTestId('UserName')).toContainText('@alice');
  await expect(page.locator(inHead)).toHaveCount(0);
});

test('a profile without a Follow button has it all the same', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/kim_sample');
  await expect(
    page.locator('[data-testid$="-follow"]').and(page.getByTestId('primaryColumn').locator('*')),
  ).toHaveCount(0);
  const wish = await wishBehind(alice, alice.profileButton(page, 'kim_sample'));
  expect(wish).toMatchObject({ handle: 'kim_sample', origin: 'profile_button' });
});

test('from profile to profile X keeps the head: name and payee are the new one’s', async ({ person }) => {
  const alice = await person('alice');
  const page = await alice.openX('/bob');
  await expect(alice.profileButton(page, 'bob')).toBeVisible();
  const row = page.getByTestId('userActions').locator('xpath=..');
  await row.evaluate((element) => element.setAttribute('data-first-row', ''));
  await page.getByTestId('sidebarColumn').locator('a[href="/refuge_sample"]').first().click();
  await expect(page.getByTestId('UserName')).toContainText('@refuge_sample');
  await expect(row).toHaveAttribute('data-first-row', '');
  await expect(alice.profileButton(page, 'refuge_sample')).toBeVisible();
  await expect(page.locator(inHead)).toHaveCount(1);
  await expect(async () => expect((await audit(page, 'alice')).wrong).toEqual([])).toPass({
    timeout: 10_000,
  });
  const popup = await alice.clickEuro(alice.profileButton(page, 'refuge_sample'));
  await expect(popup.getByText('Refuge des moineaux').first()).toBeVisible();
});

test('hostile names: the head says and pays the handle', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  for (const handle of ['mallory', 'trent']) {
    const page = await alice.openX(`/${handle}`);
    await expect(page.locator(inHead).getByRole('button')).toHaveAccessibleName(pageWords.en.payTo(handle));
    expect(await wishBehind(alice, alice.profileButton(page, handle))).toMatchObject({ handle });
    await page.close();
  }
});
