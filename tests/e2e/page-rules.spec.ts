/** X changes, and signed data mends or switches off what we put into its pages: without a release, without a reload. */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageRulesDocument } from '../../lib/protocol/index.ts';
import { openingIds } from '../../sandbox/x-site/texts/opening.ts';
import type { Person } from '../../scripts/lib/person.ts';
import type { Stack } from '../../scripts/lib/stack.ts';
import { signPageRules } from '../../scripts/sign-page-rules.ts';
import { testRulesKey } from '../support/page-rules-key.ts';
import { euro, PAY, tweet } from '../support/x-page.ts';
import { expect, test } from './fixtures.ts';

const DAY_MS = 86_400_000;
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** Publishes rules at the API, and has the extension ask for them as it does every hour. */
function publisher(stack: Stack, person: Person) {
  const file = join(stack.stateDirectory, 'page-rules.json');
  return {
    file,
    async publish(more: Partial<PageRulesDocument> & { serial: number }, key = testRulesKey()) {
      const rules = signPageRules(
        {
          format: 1,
          issued_at: daysFromNow(-1),
          expires_at: daysFromNow(7),
          extension: { from: '0', before: '99' },
          selectors: {},
          features_off: [],
          ...more,
        },
        key,
      );
      writeFileSync(file, JSON.stringify(rules));
      const worker = await person.browser.worker();
      const published = () =>
        worker.evaluate(async () => {
          const answer = await fetch('https://api.moineau.example/v1/page-rules', { cache: 'no-store' });
          return ((await answer.json()) as { payload?: string }).payload;
        });
      await expect.poll(published).toBe(rules.payload);
      await worker.evaluate(async () => {
        const { page_rules_state: state } = await chrome.storage.local.get('page_rules_state');
        await chrome.storage.local.set({ page_rules_state: { ...(state as object), askAtMs: 0 } });
        const alarms = chrome.alarms.onAlarm as unknown as { dispatch(alarm: object): void };
        alarms.dispatch({ name: 'moineau.sync' });
      });
      const askedAgainAt = () =>
        worker.evaluate(async () => {
          const { page_rules_state: state } = await chrome.storage.local.get('page_rules_state');
          return (state as { askAtMs: number }).askAtMs;
        });
      await expect.poll(askedAgainAt).toBeGreaterThan(0);
    },
  };
}

test('a feature is switched off and on again in the open page; the others stay; forged rules change nothing', async ({
  person,
  stack,
}) => {
  const alice = await person('alice', { linked: false });
  const { file, publish } = publisher(stack, alice);
  await stack.startApi({ PAGE_RULES_FILE: file });
  const home = await alice.openX('/home');
  const profile = await alice.openX('/bob');
  await expect(euro(tweet(home, openingIds.bread))).toBeVisible();
  await expect(alice.profileButton(profile, 'bob')).toBeVisible();

  await publish({ serial: 10, features_off: ['tweet-button'] });
  await expect(home.locator(`article ${PAY}`)).toHaveCount(0, { timeout: 15_000 });
  await expect(alice.profileButton(profile, 'bob')).toBeVisible();

  // A covered page draws nothing until it is looked at.
  await home.bringToFront();
  await publish({ serial: 11 });
  await expect(euro(tweet(home, openingIds.bread))).toBeVisible();

  await publish(
    { serial: 12, features_off: ['tweet-button', 'profile-button'] },
    generateKeyPairSync('ed25519').privateKey,
  );
  await publish({ serial: 9, features_off: ['tweet-button', 'profile-button'] });
  await expect(euro(tweet(home, openingIds.bread))).toBeVisible();
  await expect(alice.profileButton(profile, 'bob')).toBeVisible();
});

test('X renames a test id: the wallet says what is off, and rules bring € back', async ({
  person,
  stack,
}) => {
  const alice = await person('alice');
  const { file, publish } = publisher(stack, alice);
  await stack.startApi({ PAGE_RULES_FILE: file });
  // What the test before published, with features off, is as new to this browser as anything.
  await publish({ serial: 15 });
  await alice.browser.context.addInitScript(() => {
    const set = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      set.call(this, name, name === 'data-testid' && value === 'reply' ? 'answer' : value);
    };
  });
  const home = await alice.openX('/home');
  await expect(tweet(home, openingIds.bread)).toBeVisible();
  await expect(home.locator(`article ${PAY}`)).toHaveCount(0);
  const isKnown = async () =>
    (await alice.browser.worker()).evaluate(async () => {
      const { page_health: health } = await chrome.storage.session.get('page_health');
      return Object.keys((health as object | undefined) ?? {});
    });
  await expect.poll(isKnown, { timeout: 30_000 }).toEqual(['tweets']);
  const wallet = await alice.openWalletTab('#/');
  await expect(wallet.getByText('X has changed')).toBeVisible();
  await expect(wallet.getByText('€ is off on posts. Use the box below: it always works.')).toBeVisible();

  await home.bringToFront();
  await publish({ serial: 20, selectors: { reply: ['[data-testid="answer"]'] } });
  await expect(euro(tweet(home, openingIds.bread))).toBeVisible();
});
