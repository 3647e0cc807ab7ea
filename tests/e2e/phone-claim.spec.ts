/**
 * Money for somebody who has no wallet, by phones alone: its payer passes the invitation on, and who is invited opens it
 * on a phone, signs in with the very account that was paid, and takes the money or sends it back.
 */
import type { Page } from '@playwright/test';
import { onXWords } from '../../lib/words/on-x.ts';
import type { Phone } from '../../scripts/lib/phone.ts';
import { books } from '../support/books.ts';
import { lookOnPhone } from '../support/screen.ts';
import { expect, test } from './fixtures.ts';

/** Pays somebody on X five euros, up to the receipt. */
async function payFive(payer: Phone, page: Page, handle: string): Promise<void> {
  await page.getByLabel(payer.words.home.who).fill(handle);
  await page.getByRole('button', { name: payer.words.home.start, exact: true }).tap();
  await payer.chooseAmount(page, '5');
  await payer.continueToCode(page);
  await payer.typeCode(page);
  await page.getByRole('heading', { name: payer.words.receipt.heldTitle(`@${handle}`) }).waitFor();
}

/** The address in the invitation that the payer is given on the receipt. */
async function invitationFrom(payer: Phone, page: Page, handle: string): Promise<string> {
  const { invite } = onXWords[payer.language];
  await page.getByRole('button', { name: invite.title(`@${handle}`) }).tap();
  const text = await page.locator('blockquote').innerText();
  expect(text).toContain(`@${handle}`);
  expect(text).not.toMatch(/[0-9],[0-9]|€/);
  const address = /https:\S+/.exec(text)?.[0] ?? '';
  await expect(page.getByRole('img', { name: invite.qr(address) })).toBeVisible();
  return address;
}

const balanceOf = async (databaseUrl: string, handle: string) =>
  (await books(databaseUrl)).wallets[handle] ?? 0n;

for (const [size, language, colorScheme] of [
  ['small', 'fr', 'dark'],
  ['large', 'en', 'light'],
] as const) {
  const who = size === 'small' ? 'hugo_sample' : 'ines_sample';
  const seen = (name: string) => `claim-${size}-${language}-${colorScheme}-${name}`;

  test(`who is paid without a wallet takes the money with the invitation: ${size}, ${language}, ${colorScheme}`, async ({
    phone,
    stack,
  }) => {
    const alice = await phone('alice', { size, language, colorScheme });
    const hers = await alice.openWallet();
    await alice.linkWallet(hers);
    await payFive(alice, hers, who);
    await lookOnPhone(hers, seen('receipt'));
    const address = await invitationFrom(alice, hers, who);
    await lookOnPhone(hers, seen('invitation'));

    const invited = await phone(who, { size, language, colorScheme });
    const page = await invited.context.newPage();
    await page.goto(address);
    await expect(page.getByText(onXWords[language].invited)).toBeVisible();
    await lookOnPhone(page, seen('invited'));
    await invited.linkWallet(page);
    await page.getByRole('link', { name: invited.words.held.count(1) }).waitFor();
    await lookOnPhone(page, seen('first-code'));
    await page.getByRole('link', { name: invited.words.held.count(1) }).tap();
    const amount = language === 'fr' ? '5,00\u00a0€' : '€5.00';
    await page.getByRole('button', { name: invited.words.held.claim(amount) }).waitFor();
    await lookOnPhone(page, seen('waits'));
    const before = await balanceOf(stack.databaseUrl, who);
    await page.getByRole('button', { name: invited.words.held.claim(amount) }).tap();
    await expect(page.getByText(invited.words.held.claimed(amount))).toBeVisible();
    await lookOnPhone(page, seen('taken'));
    expect((await balanceOf(stack.databaseUrl, who)) - before).toBe(500n);
  });
}

test('who is paid may send it back without ever having a wallet, and its payer has it again', async ({
  phone,
  stack,
}) => {
  const alice = await phone('alice');
  const hers = await alice.openWallet();
  await alice.linkWallet(hers);
  const before = await balanceOf(stack.databaseUrl, 'alice');
  await payFive(alice, hers, 'jonas_sample');
  expect(before - (await balanceOf(stack.databaseUrl, 'alice'))).toBe(500n);
  const address = await invitationFrom(alice, hers, 'jonas_sample');

  const jonas = await phone('jonas_sample');
  const page = await jonas.context.newPage();
  await page.goto(address);
  await jonas.linkWallet(page);
  await page.getByRole('link', { name: jonas.words.held.count(1) }).tap();
  await page.getByRole('button', { name: jonas.words.held.decline }).tap();
  await expect(page.getByText(jonas.words.held.declined)).toBeVisible();
  expect(await balanceOf(stack.databaseUrl, 'alice')).toBe(before);
  expect(await balanceOf(stack.databaseUrl, 'jonas_sample')).toBe(0n);
});

test('T11 the invitation is worth nothing to anybody else who opens it', async ({ phone, stack }) => {
  const alice = await phone('alice');
  const hers = await alice.openWallet();
  await alice.linkWallet(hers);
  await payFive(alice, hers, 'kim_sample');
  const address = await invitationFrom(alice, hers, 'kim_sample');

  const nour = await phone('nour_sample');
  const page = await nour.context.newPage();
  await page.goto(address);
  await nour.linkWallet(page);
  await page.getByLabel(nour.words.onboarding.newPin).waitFor();
  await page.evaluate(() => {
    location.hash = '#/held';
  });
  await expect(page.getByText(nour.words.held.emptyTitle)).toBeVisible();
  expect(await balanceOf(stack.databaseUrl, 'nour_sample')).toBe(0n);
});
