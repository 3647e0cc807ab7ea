/** The page for phones in a browser without any extension, at two sizes with touch: from X's consent to the history. */
import type { Page } from '@playwright/test';
import type { Phone } from '../../scripts/lib/phone.ts';
import { books } from '../support/books.ts';
import { lookOnPhone } from '../support/screen.ts';
import { expect, test } from './fixtures.ts';

/** A draft for bob, from the wallet's own box. */
async function draftForBob(phone: Phone, page: Page): Promise<void> {
  await page.getByLabel(phone.words.home.who).fill('bob');
  await page.getByRole('button', { name: phone.words.home.start, exact: true }).tap();
  await page.getByRole('radio').first().waitFor({ state: 'attached' });
}

for (const [size, language, colorScheme] of [
  ['small', 'fr', 'light'],
  ['large', 'en', 'dark'],
] as const) {
  const seen = (name: string) => `${size}-${language}-${colorScheme}-${name}`;
  test(`signs in, pays with the code, and has a history: ${size}, ${language}, ${colorScheme}`, async ({
    phone,
    stack,
  }) => {
    const alice = await phone('alice', { size, language, colorScheme });
    const page = await alice.openWallet();
    await page.getByRole('button', { name: alice.words.common.continueWithX }).waitFor();
    await lookOnPhone(page, seen('welcome'));
    await alice.linkWallet(page);
    await page.getByLabel(alice.words.home.who).waitFor();
    await lookOnPhone(page, seen('home'));
    await draftForBob(alice, page);
    await lookOnPhone(page, seen('amount'));
    await alice.chooseAmount(page, '5');
    await alice.continueToCode(page);
    await lookOnPhone(page, seen('code'));
    const before = (await books(stack.databaseUrl)).settledPayments;
    await alice.typeCode(page);
    await alice.seeReceipt(page);
    await lookOnPhone(page, seen('receipt'));
    expect((await books(stack.databaseUrl)).settledPayments - before).toBe(1);
    await page.getByRole('button', { name: alice.words.receipt.history }).tap();
    await expect(page.getByText('Bob Martin').first()).toBeVisible();
    await lookOnPhone(page, seen('history'));
  });
}

test('somebody new chooses a code, and comes back to the page signed in', async ({ phone }) => {
  const emma = await phone('emma_sample', { language: 'fr' });
  const page = await emma.openWallet();
  await emma.linkWallet(page);
  await page.getByLabel(emma.words.onboarding.newPin).waitFor();
  await lookOnPhone(page, 'small-fr-light-choose-code');
  await emma.choosePin(page);
  await lookOnPhone(page, 'small-fr-light-first-money');
  await page.getByRole('button', { name: emma.words.onboarding.skip }).tap();
  await expect(page.getByText(emma.words.phone.write)).toBeVisible();
  await lookOnPhone(page, 'small-fr-light-ready');
  await page.getByRole('button', { name: emma.words.onboarding.openWallet }).tap();
  await page.getByLabel(emma.words.home.who).waitFor();
  await page.reload();
  await page.getByLabel(emma.words.home.who).waitFor();
  // A wrong address in the sandbox's small world would be found by the fixture: nobody else was asked for anything.
});

test('"back" goes one step out of a payment, and a page that is thrown away loses nothing but the code', async ({
  phone,
}) => {
  const alice = await phone('alice');
  const page = await alice.openWallet();
  await alice.linkWallet(page);
  await draftForBob(alice, page);
  await alice.chooseAmount(page, '10');
  await alice.continueToCode(page);
  await page.getByLabel(alice.words.code.pin).pressSequentially('27182');
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).toContain('"handle\\":\\"bob');
  expect(kept).not.toContain('27182');

  await page.close();
  const again = await alice.openWallet();
  await again.getByLabel(alice.words.code.pin).waitFor();
  await expect(again.getByText('€10.00').first()).toBeVisible();
  await expect(again.getByLabel(alice.words.code.pin)).toHaveValue('');

  await again.goBack();
  await again.getByRole('heading', { name: alice.words.pay.title }).waitFor();
  await expect(again.getByRole('radio', { checked: true })).toHaveValue('1000');
  await again.goBack();
  await again.getByLabel(alice.words.home.who).waitFor();
});

test('who says no at X is told so, and can try again; an answer that nobody asked for is taken from nobody', async ({
  phone,
}) => {
  const bob = await phone('bob');
  const page = await bob.openWallet();
  await page.getByRole('button', { name: bob.words.common.continueWithX }).tap();
  await page.getByTestId('OAuth_Consent_Cancel_Button').tap();
  await expect(page.getByText(/Sign-in with X was closed/)).toBeVisible();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/w/');
  await page.getByRole('button', { name: bob.words.common.retry }).tap();
  await page.getByRole('button', { name: bob.words.common.continueWithX }).waitFor();

  const home = page.url();
  await page.goto(new URL('/w/signed-in?code=of-mallory&state=of-mallory', home).href);
  await expect(page.getByText(/Sign-in with X was closed/)).toBeVisible();
  expect(page.url()).not.toContain('mallory');
  await page.reload();
  await page.getByRole('button', { name: bob.words.common.continueWithX }).waitFor();
});

test('without the network the page opens and shows what it knows; no answer of the API is ever kept by its worker', async ({
  phone,
}) => {
  const alice = await phone('alice');
  const page = await alice.openWallet();
  await alice.linkWallet(page);
  await page.getByLabel(alice.words.home.who).waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await alice.context.setOffline(true);
  await page.goto(page.url().replace(/#.*$/, ''));
  await expect(page.getByText(alice.words.home.offline)).toBeVisible();
  await lookOnPhone(page, 'small-en-light-offline');
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((path) => !/^\/w\/($|assets\/|icon\/|manifest\.webmanifest$)/.test(path))).toEqual([]);
  await alice.context.setOffline(false);
  await page.getByRole('button', { name: alice.words.common.retry }).tap();
  await expect(page.getByText(alice.words.home.offline)).toBeHidden();
});

test('T31 no site frames the page, and nothing runs in it that is not of its build', async ({ phone }) => {
  const alice = await phone('alice');
  const x = await alice.openX();
  const framed = await x.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://api.moineau.example/w/';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    // Of another origin: its document can't be read. One that was refused is an error page, which has none either.
    return frame.contentDocument === null;
  });
  expect(framed).toBe(true);
  const frames = x.frames().filter((frame) => frame !== x.mainFrame());
  for (const frame of frames) expect(await frame.locator('#app').count()).toBe(0);

  const page = await alice.openWallet();
  await page.getByRole('button', { name: alice.words.common.continueWithX }).waitFor();
  const broken = await page.evaluate(async () => {
    const told: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      told.push(effectiveDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran = true');
    document.body.append(button);
    button.click();
    await fetch('https://x.com/home').catch(() => undefined);
    const image = new Image();
    image.src = 'https://x.com/favicon.ico';
    await new Promise((resolve) => image.addEventListener('error', resolve, { once: true }));
    return { told: [...new Set(told)].sort(), ran: 'ran' in window };
  });
  expect(broken).toEqual({
    told: ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem'],
    ran: false,
  });
});

test('a pushed message is shown though no page is open, in the phone’s language', async ({ phone }) => {
  const bob = await phone('bob', { language: 'fr' });
  const page = await bob.openWallet();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const session = await bob.context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.endsWith('/w/'));
      if (ours) resolve(ours.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const message = {
    ...{ kind: 'payment.received', seq: 1, payment_id: 'pay_019a0000-0000-7000-8000-000000000001' },
    ...{ amount: { amount: '500', currency: 'EUR' }, from: { name: 'Alice Durand', handle: 'alice' } },
  };
  await session.send('ServiceWorker.deliverPushMessage', {
    ...{
      origin: new URL(page.url()).origin,
      registrationId: await registered,
      data: JSON.stringify(message),
    },
  });
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, tag }) => ({ title, tag }));
    });
  await expect
    .poll(shown)
    .toEqual([{ title: 'Alice Durand vous a envoyé 5,00\u00a0€', tag: message.payment_id }]);
});
