/**
 * The tour's other way: Alice has a phone and no extension. She writes a post, confirms it on the page for phones, and the
 * service answers under her post; Bob, with the extension, sees the number on his icon.
 */
import type { Page } from '@playwright/test';
import { serviceHandle } from '../../sandbox/world.ts';
import type { Person } from './person.ts';
import type { Phone } from './phone.ts';
import { until } from './stack.ts';

/** What is written; the amount and the payee are all that must be there. */
const POSTS = {
  fr: `@${serviceHandle} #envoyer 5€ @bob pour le pain`,
  en: `@${serviceHandle} #send 5€ @bob for the bread`,
} as const;

/** What the service says when it is done, in both languages. */
const DONE = /C’est fait|Done/;

export type Guide = {
  /** Names what is being done, for whoever reads along. */
  readonly begin: (step: string) => void;
  readonly picture: (name: string, page: Page) => Promise<void>;
};

/** From the post to the receipt on the phone. Answers the post's address and what it took besides the code's digits. */
export async function payByWriting(
  alice: Phone,
  { begin, picture }: Guide,
): Promise<{ postUrl: string; actions: number }> {
  begin('alice links the page for phones to X');
  const x = await alice.openX('/home');
  const wallet = await alice.openWallet();
  await wallet.getByRole('button', { name: alice.words.common.continueWithX }).waitFor();
  await picture('phone-welcome', wallet);
  await alice.linkWallet(wallet);
  await wallet.getByLabel(alice.words.home.who).waitFor();

  begin('alice writes a post');
  await x.bringToFront();
  await x.getByTestId('FloatingActionButtons_Tweet_Button').tap();
  await x.getByTestId('tweetTextarea_0').fill(POSTS[alice.language]);
  await picture('phone-post', x);
  await x.getByTestId('tweetButton').tap();
  const post = x.getByTestId('tweet').filter({ hasText: POSTS[alice.language] }).first();
  await post.waitFor();
  const path = await post.locator('a[href*="/status/"]').first().getAttribute('href');

  begin('what she wrote waits for her code');
  await wallet.bringToFront();
  alice.countFromHere();
  await alice.waiting(wallet, 'Bob Martin', '5.00').waitFor();
  await picture('phone-waiting', wallet);
  await alice.openWaiting(wallet, 'Bob Martin', '5.00');
  await picture('phone-code', wallet);
  await alice.typeCode(wallet);
  await alice.seeReceipt(wallet);
  await picture('phone-receipt', wallet);
  return { postUrl: new URL(path ?? '', x.url()).href, actions: alice.actions };
}

/** Waits for the service's answer under the post. */
export async function seeReply(alice: Phone, postUrl: string, { begin, picture }: Guide): Promise<void> {
  begin('the service answers on X');
  const page = await alice.context.newPage();
  const reply = page.getByTestId('tweet').filter({ hasText: DONE });
  await until(
    'the answer under the post',
    async () => {
      await page.goto(postUrl);
      await page.getByTestId('tweet').first().waitFor();
      return (await reply.count()) > 0;
    },
    60_000,
  );
  await picture('phone-reply', page);
}

/** Nobody but the sandbox was asked for anything. @throws Error naming who was */
export function expectNoStrangers(...people: readonly (Person | Phone)[]): void {
  const strangers = people.flatMap((person) =>
    'browser' in person ? person.browser.strangers : person.strangers,
  );
  if (strangers.length > 0)
    throw new Error(`hosts outside the sandbox were asked for: ${strangers.join(', ')}`);
}
