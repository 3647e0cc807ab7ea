/**
 * Where the secret code is while it is used, and afterwards: in its field until the sixth digit, in the body of the
 * request that needs it, and nowhere else. Each place is also looked through for a number of the same form that must be
 * there, so that a search that finds nothing has looked.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { securityWords } from '../../lib/words/security.ts';
import { databaseText, extensionText, filesWith, holds, listen, pageText } from '../support/traces.ts';
import { expect, test } from './fixtures.ts';

const CODE = '739164';
/** Never a code here: the message of a payment. */
const MEMO = '739163';
/** The only requests that carry a code. */
const MAY_CARRY = /^POST https:\/\/api\.moineau\.example\/v1\/(payments\/[^/]+\/confirm|pin\/change)$/;
const words = securityWords.en;

test('T32 the code is in its field and in the request that needs it, and is kept, shown and said nowhere', async ({
  person,
  stack,
  log,
}) => {
  const profileDirectory = mkdtempSync(join(tmpdir(), 'moineau-secrecy-'));
  const alice = await person('alice', { profileDirectory });
  const heard = await listen(alice.browser.context);
  const tab = await alice.openWalletTab('#/code-change');
  const changeTo = async (from: string, to: string) => {
    await tab.getByLabel(words.code.oldPin).pressSequentially(from);
    await tab.getByLabel(words.code.newPin, { exact: true }).pressSequentially(to);
    await tab.getByLabel(words.code.repeatPin, { exact: true }).pressSequentially(to);
    await tab.getByText(words.code.changed).waitFor();
    expect(holds(await pageText(tab), CODE)).toBe(false);
    await tab.getByRole('button', { name: words.code.done }).click();
  };
  await changeTo(alice.pin, CODE);

  await tab.getByLabel(alice.words.home.who).fill('bob');
  await tab.getByRole('button', { name: alice.words.home.start, exact: true }).click();
  await tab.getByLabel(alice.words.pay.memo).fill(MEMO);
  await alice.chooseAmount(tab, '2');
  await alice.continueToCode(tab);
  await alice.typeCode(tab, CODE.slice(0, 5));
  const asked = Promise.withResolvers<() => void>();
  await alice.browser.context.route('**/confirm', async (route) => {
    await new Promise<void>((resolve) => asked.resolve(resolve));
    await route.continue();
  });
  await tab.keyboard.press(CODE.slice(5));

  // On its way: the sixth digit has been typed, and the API has not answered.
  const letThrough = await asked.promise;
  const worker = await alice.browser.worker();
  const whileSent = [await extensionText(worker, tab), await pageText(tab)];
  for (const text of whileSent) {
    expect(holds(text, MEMO)).toBe(true);
    expect(holds(text, CODE)).toBe(false);
  }
  letThrough();
  await alice.seeReceipt(tab);
  await alice.browser.context.unroute('**/confirm');
  const afterwards = await extensionText(worker, tab);
  expect(holds(afterwards, MEMO)).toBe(true);
  expect(holds(afterwards, CODE)).toBe(false);
  expect(holds(await pageText(tab), CODE)).toBe(false);

  await tab.goto(tab.url().replace(/#.*/, '#/code-change'));
  await changeTo(CODE, alice.pin);

  const carriers = heard.bodies.filter(({ body }) => holds(body, CODE)).map(({ to }) => to);
  expect(carriers.filter((to) => to.endsWith('/confirm'))).toHaveLength(1);
  expect(carriers.filter((to) => !MAY_CARRY.test(to))).toEqual([]);
  expect(heard.requests.filter((text) => text.includes('/confirm')).length).toBeGreaterThan(0);
  expect(heard.requests.filter((text) => holds(text, CODE))).toEqual([]);
  expect(heard.said.filter((text) => holds(text, CODE))).toEqual([]);

  expect(log.filter((line) => line.includes('confirm')).length).toBeGreaterThan(0);
  expect(log.filter((line) => holds(line, CODE))).toEqual([]);

  const tables = await databaseText(stack.databaseUrl);
  const tablesWith = (digits: string) =>
    tables.filter((text) => holds(text, digits)).map((text) => text.split('\n')[0]);
  expect(tablesWith(MEMO).length).toBeGreaterThan(0);
  expect(tablesWith(CODE)).toEqual([]);

  // What the browser itself has written: history, forms, sessions, caches, databases.
  await alice.browser.close();
  expect(filesWith(profileDirectory, MEMO).length).toBeGreaterThan(0);
  expect(filesWith(profileDirectory, CODE)).toEqual([]);
});
