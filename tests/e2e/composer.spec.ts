/** Commands while they are typed: in the inline composer of home, in modals, in replies, on phones. */
import type { Page } from '@playwright/test';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import type { Person } from '../../scripts/lib/person.ts';
import { books } from '../support/books.ts';
import {
  CHIP,
  chips,
  chipText,
  editors,
  oursInEditors,
  TOOL,
  typedIn,
  underlined,
} from '../support/x-composer.ts';
import { draftOf, tweet } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

test('inline: a line beside the editor names payee and amount, and underlines the very characters', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false, language: 'fr' });
  const page = await alice.openX('/home');
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('Merci ! #envoyer 10 € @bob pour le pain');
  await expect(chipText(chips(page))).toHaveText('10,00 € à @bob · « le pain »');
  expect(await underlined(page)).toEqual({ read: ['10 €', '@bob'], trouble: [] });
  expect(await oursInEditors(page)).toBe(0);
  expect(await typedIn(editor)).toBe('Merci ! #envoyer 10 € @bob pour le pain');

  // What is wrong is said and underlined; what is no command is left alone.
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('#envoyer 10 $ @bob');
  await expect(chipText(chips(page))).toHaveText('« 10 $ » : Moineau n’envoie que des euros.');
  expect(await underlined(page)).toEqual({ read: [], trouble: ['10 $'] });
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Merci pour les 10 € #pain');
  await expect(chips(page)).toHaveCount(0);
  expect(await underlined(page)).toEqual({ read: [], trouble: [] });
});

test('“pay without posting” empties the draft once the payment is settled, and posts nothing', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  const before = await books(stack.databaseUrl);
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('#send 5 € @bob for bread');
  await chips(page).getByRole('button', { name: 'Pay without posting' }).click();
  const popup = await alice.browser.openedPopup();
  // Never paid before: the person is shown first.
  await expect(popup.getByText('Bob Martin').first()).toBeVisible();
  await alice.continueToCode(popup);
  expect(await typedIn(editor)).toBe('#send 5 € @bob for bread');
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  await expect.poll(() => typedIn(editor)).toBe('');
  await expect(chips(page)).toHaveCount(0);
  await expect(page.getByTestId('toast')).toHaveCount(0);
  const after = await books(stack.databaseUrl);
  expect(after.wallets.bob).toBe((before.wallets.bob ?? 0n) + 500n);
  await popup.close();

  // Paid before: straight to the code. A payment that is given up leaves the draft as it was.
  await editor.click();
  await page.keyboard.type('#send 2 € @bob');
  await chips(page).getByRole('button', { name: 'Pay without posting' }).click();
  const again = await alice.browser.openedPopup();
  await again.getByLabel(alice.words.code.pin).waitFor();
  await again.getByRole('button', { name: alice.words.pay.cancel }).click();
  expect(await typedIn(editor)).toBe('#send 2 € @bob');
  await expect(chipText(chips(page))).toHaveText('€2.00 to @bob');
});

test('modal: “post and pay” lets X post, then asks for the code', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/compose/post');
  const modal = page.locator('[aria-modal="true"]');
  await editors(modal).click();
  await page.keyboard.type('#send 1.50 € @bob');
  await chips(modal).getByRole('button', { name: 'Post and pay' }).click();
  await expect(page.getByTestId('toast')).toBeVisible();
  const popup = await alice.browser.openedPopup();
  await popup.close();
  expect(await draftOf(alice)).toMatchObject({ handle: 'bob', amountMinor: '150', origin: 'composer' });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('[data-testid="tweetText"]', { hasText: '#send 1.50' })).toBeVisible();
});

test('reply in a modal over home: two composers at once, the payee is the author who is answered', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const inline = page.getByRole('main');
  await editors(inline).click();
  await page.keyboard.type('#send 1 € @chloe');
  await expect(chips(page)).toHaveCount(1);
  await tweet(page, openingIds.bread).getByTestId('reply').click();
  const modal = page.locator('[aria-modal="true"]');
  await editors(modal).click();
  await page.keyboard.type('#send 3 €');
  await expect(chipText(chips(modal))).toHaveText('€3.00 to @bob, whom you answer');
  await expect(chips(page)).toHaveCount(2);
  expect(await typedIn(editors(inline))).toBe('#send 1 € @chloe');
  await expect(chipText(chips(inline))).toHaveText('€1.00 to @chloe');
  // Escape closes X's composer, and must not from within the line.
  await chips(modal).getByRole('button', { name: 'Pay without posting' }).focus();
  await page.keyboard.press('Escape');
  await expect(modal).toBeVisible();
});

test('reply under a post: the same, without a modal', async ({ person }) => {
  const alice = await person('alice', { linked: false, language: 'fr' });
  const page = await alice.openX(`/bob/status/${openingIds.bread}`);
  await editors(page).first().click();
  await page.keyboard.type('#payer 2,50 €');
  await expect(chipText(chips(page))).toHaveText('2,50 € à @bob, à qui vous répondez');
});

test('the tool begins a command at the caret by one paste', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('Thanks');
  await page.locator(TOOL).getByRole('button').click();
  await expect.poll(() => typedIn(editor)).toBe('Thanks #send 10 € @');
  await page.keyboard.type('bob');
  await expect.poll(() => typedIn(editor)).toBe('Thanks #send 10 € @bob');
  await expect(chipText(chips(page))).toHaveText('€10.00 to @bob');
});

test('a number without a currency: one press writes it as euros', async ({ person }) => {
  const alice = await person('alice', { linked: false, language: 'fr' });
  const page = await alice.openX('/home');
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('#envoyer 12 @bob merci');
  await chips(page).getByRole('button', { name: 'Écrire 12,00 €' }).click();
  await expect.poll(() => typedIn(editor)).toBe('#envoyer 12,00\u00a0€ @bob merci');
  await expect(chipText(chips(page))).toHaveText('12,00 € à @bob');
});

test('in the chat: the payee is whom one writes to; “send and pay” sends, then asks', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/i/chat');
  await page.getByRole('option').filter({ hasText: 'Bob Martin' }).click();
  const field = page.getByTestId('dm-composer-textarea');
  await field.click();
  await page.keyboard.type('There you go #send 4 €');
  await expect(chipText(chips(page))).toHaveText('€4.00 to @bob, whom you answer');
  await chips(page).getByRole('button', { name: 'Send and pay' }).click();
  const popup = await alice.browser.openedPopup();
  await popup.close();
  await expect(field).toHaveValue('');
  await expect(chips(page)).toHaveCount(0);
  await expect(page.getByText('There you go #send 4 €')).toBeVisible();
  expect(await draftOf(alice)).toMatchObject({ handle: 'bob', amountMinor: '400', origin: 'command_dm' });

  await page.locator(TOOL).getByRole('button').click();
  await expect(field).toHaveValue('#send 10 €');
  await expect(chipText(chips(page))).toHaveText('€10.00 to @bob, whom you answer');
});

test('in the chat: whom one pays is told in a message; the wallet says so before the code', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/i/chat');
  await page.getByRole('option').filter({ hasText: 'Bob Martin' }).click();
  const field = page.getByTestId('dm-composer-textarea');
  await field.click();
  await page.keyboard.type('#send 3 €');
  await chips(page).getByRole('button', { name: 'Pay without posting' }).click();
  const popup = await alice.browser.openedPopup();
  await reachCode(alice, popup);
  await expect(popup.getByRole('button', { name: 'Seen by you two, told on X' })).toBeVisible();
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  const paid = (await draftOf(alice))?.payment;
  expect(paid).toMatchObject({ state: 'settled', origin: 'command_dm', visibility: 'dm' });
  await popup.close();
  await expect(field).toHaveValue('');
});

test('on a phone’s width X’s field is a plain one: the line reads it, the tool writes into it, paying empties it', async ({
  person,
}) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.getByTestId('FloatingActionButtons_Tweet_Button').click();
  const area = page.locator('textarea[data-testid="tweetTextarea_0"]');
  await area.click();
  await page.keyboard.type('Merci ');
  await page.locator(TOOL).getByRole('button').click();
  await expect(area).toHaveValue('Merci #send 10 € @');
  await page.keyboard.type('bob');
  await expect(chipText(chips(page))).toHaveText('€10.00 to @bob');
  const box = await chips(page).boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
  await chips(page).getByRole('button', { name: 'Pay without posting' }).click();
  const popup = await alice.browser.openedPopup();
  await reachCode(alice, popup);
  expect(await draftOf(alice)).toMatchObject({ handle: 'bob', amountMinor: '1000', origin: 'composer' });
  await expect(area).toHaveValue('Merci #send 10 € @bob');
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  await expect(area).toHaveValue('');
});

/** Whoever was paid before, by an earlier test too, is asked for the code at once. */
async function reachCode(person: Person, popup: Page): Promise<void> {
  const code = popup.getByLabel(person.words.code.pin);
  const onward = popup.getByRole('button', { name: /^Continue — / });
  // The amount's screen may only be passing by: what is there now may have gone before it can be pressed.
  await expect(async () => {
    if (await code.isVisible()) return;
    await onward.click({ timeout: 500 });
    await expect(code).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 20_000 });
}

test('several payees: one code for all of them, then the draft is emptied', async ({ person }) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('#send 1 € @bob @refuge_sample ');
  await expect(chipText(chips(page))).toHaveText('€1.00 each to @bob, @refuge_sample (€2.00 in all)');
  await chips(page).getByRole('button', { name: 'Pay without posting' }).click();
  const popup = await alice.browser.openedPopup();
  await reachCode(alice, popup);
  await alice.typeCode(popup);
  await alice.seeReceipt(popup);
  await expect.poll(() => typedIn(editor)).toBe('');
});

test('typing never waits: a key is drawn as fast with the line beside it as without', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const editor = editors(page).first();
  await editor.click();
  await page.keyboard.type('#send 10 € @bob ');
  await expect(chips(page)).toHaveCount(1);
  /** Milliseconds of script and drawing for each of 60 keys: the median, and the longest. */
  const measure = async (start: string) => {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(start);
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      addEventListener(
        'beforeinput',
        () => {
          const from = performance.now();
          requestAnimationFrame(() => setTimeout(() => tasks.push(performance.now() - from)));
        },
        { capture: true },
      );
    });
    await page.keyboard.type('bread and butter for everybody at the table, and a sparrow', { delay: 15 });
    const tasks = await page.evaluate(() => (Reflect.get(window, 'tasks') as number[]).sort((a, b) => a - b));
    return { median: tasks[Math.floor(tasks.length / 2)] ?? 0, longest: tasks.at(-1) ?? 0 };
  };
  const without = await measure('#sent 10 € @bob for ');
  const beside = await measure('#send 10 € @bob for ');
  console.log(JSON.stringify({ name: 'composer.key_ms', without, beside }));
  expect(beside.median).toBeLessThan(without.median + 8);
});

test('reloaded under a draft, the extension takes line, tool and underlines along', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  await editors(page).first().click();
  await page.keyboard.type('#send 10 € @bob');
  await expect(chips(page)).toHaveCount(1);
  const again = alice.browser.context.waitForEvent('serviceworker');
  const worker = await alice.browser.worker();
  await worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await again;
  await page.bringToFront();
  await editors(page).first().click();
  await page.keyboard.type('!');
  await expect(page.locator(`${CHIP}, ${TOOL}, #moineau-underlines`)).toHaveCount(0);
  expect(await underlined(page)).toEqual({ read: [], trouble: [] });
  expect(await typedIn(editors(page).first())).toBe('#send 10 € @bob!');
});
