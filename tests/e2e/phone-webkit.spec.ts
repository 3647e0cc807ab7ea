/**
 * The page for phones in WebKitGTK, through its own driver: another engine than Chromium's, of Safari's family. Skipped, and
 * said so, where it is not here and can't be installed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { wordsOf } from '../../lib/words/all.ts';
import { samplePins } from '../../scripts/lib/seed.ts';
import { PHONE_PAGE_URL, until } from '../../scripts/lib/stack.ts';
import type { WebDriver } from '../../scripts/lib/webdriver.ts';
import { ensureWebKit, startWebKit, type WebKit } from '../../scripts/lib/webkit.ts';
import { books } from '../support/books.ts';
import { expect, test } from './fixtures.ts';

const words = wordsOf('en');
// The very axe that the other tests use.
const ofPlaywright = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const AXE = readFileSync(ofPlaywright.resolve('axe-core/axe.min.js'), 'utf8');

const button = (name: string) => `//button[normalize-space(.)="${name}" or @aria-label="${name}"]`;
const text = (part: string) => `//*[text()[contains(., "${part}")]]`;
const field = (label: string) => `//input[@id=//label[normalize-space(.)="${label}"]/@for]`;

/** Names of what axe finds. */
async function findings(driver: WebDriver): Promise<unknown> {
  await driver.run(`if (!window.axe) { ${AXE} }`);
  return driver.runAsync(`
    const done = arguments[arguments.length - 1];
    axe.run({ resultTypes: ['violations'] }).then(({ violations }) => done(violations.map(({ id }) => id)), String);`);
}

let webkit: WebKit | undefined;
// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
test.afterEach(async ({}, testInfo) => {
  if (webkit && testInfo.status !== testInfo.expectedStatus)
    writeFileSync(testInfo.outputPath('webkit.png'), await webkit.driver.picture());
  await webkit?.stop();
  webkit = undefined;
});

test('in WebKit: sign-in, code, receipt, history, and the shell without the network', async ({ stack }) => {
  const here = ensureWebKit();
  test.skip(!here.ready, here.ready ? '' : here.why);
  test.setTimeout(180_000);
  webkit = await startWebKit(stack, 'en');
  const { driver } = webkit;
  await driver.resize({ width: 412, height: 915 });
  await driver.goTo('https://x.com/sandbox/sign-in?as=alice&next=%2Fhome');
  await driver.find('//*[@id="react-root"]//main');

  await driver.goTo(PHONE_PAGE_URL);
  await driver.find(button(words.common.continueWithX));
  expect(await findings(driver)).toEqual([]);
  await driver.click(button(words.common.continueWithX));
  await driver.click('//*[@data-testid="OAuth_Consent_Button"]');
  await driver.find(field(words.home.who));
  // Neither X's code nor its state stays in the address.
  expect(await driver.address()).toBe(PHONE_PAGE_URL);

  await driver.type(field(words.home.who), 'bob');
  await driver.click(button(words.home.start));
  await driver.click('//label[normalize-space(.)="€5"]');
  await driver.click('//button[starts-with(normalize-space(.), "Continue — ")]');
  await driver.find(text(words.code.irrevocable));
  expect(await findings(driver)).toEqual([]);
  const before = await books(stack.databaseUrl);
  for (const digit of samplePins.alice) await driver.click(button(digit));
  await driver.find('//h1[starts-with(normalize-space(.), "Sent at ")]');
  const after = await books(stack.databaseUrl);
  expect((after.wallets.bob ?? 0n) - (before.wallets.bob ?? 0n)).toBe(500n);

  await driver.click(button(words.receipt.history));
  await driver.find(text('Bob Martin'));
  expect(await findings(driver)).toEqual([]);

  await until('the service worker', async () =>
    Boolean(await driver.run('return navigator.serviceWorker.controller !== null')),
  );
  await stack.killApi();
  await driver.goTo(PHONE_PAGE_URL);
  await driver.find(text(words.home.offline));
  await stack.startApi();
  expect(webkit.strangers).toEqual([]);
});

test('in WebKit: who is paid without a wallet signs in and takes the money', async ({ stack, phone }) => {
  const here = ensureWebKit();
  test.skip(!here.ready, here.ready ? '' : here.why);
  test.setTimeout(180_000);
  const alice = await phone('alice');
  const page = await alice.openWallet();
  await alice.linkWallet(page);
  await page.getByLabel(words.home.who).fill('layla_sample');
  await page.getByRole('button', { name: words.home.start, exact: true }).tap();
  await alice.chooseAmount(page, '5');
  await alice.continueToCode(page);
  await alice.typeCode(page);
  await page.getByRole('heading', { name: words.receipt.heldTitle('@layla_sample') }).waitFor();

  webkit = await startWebKit(stack, 'en');
  const { driver } = webkit;
  await driver.resize({ width: 320, height: 640 });
  await driver.goTo('https://x.com/sandbox/sign-in?as=layla_sample&next=%2Fhome');
  await driver.find('//*[@id="react-root"]//main');
  await driver.goTo(`${PHONE_PAGE_URL}#/held`);
  await driver.find(text('Somebody has sent you something'));
  expect(await findings(driver)).toEqual([]);
  await driver.click(button(words.common.continueWithX));
  await driver.click('//*[@data-testid="OAuth_Consent_Button"]');
  await driver.click(`//a[normalize-space(.)="${words.held.count(1)}"]`);
  await driver.find(button(words.held.claim('€5.00')));
  expect(await findings(driver)).toEqual([]);
  await driver.click(button(words.held.claim('€5.00')));
  await driver.find(text('€5.00 is in your wallet'));
  expect((await books(stack.databaseUrl)).wallets.layla_sample).toBe(500n);
  expect(webkit.strangers).toEqual([]);
});
