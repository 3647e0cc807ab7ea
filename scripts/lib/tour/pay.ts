/** A payment by a € on X, and how it comes in. */
import type { Page } from '@playwright/test';
import type { Person } from '../person.ts';
import { until } from '../stack.ts';
import type { PlayedPayment, Stage } from './stage.ts';

type Plan = {
  readonly to: string;
  readonly origin: 'tweet_button' | 'profile_button';
  /** What its pictures are called; none are taken without. */
  readonly pictures?: string;
};

/** From the click on € to the receipt, with pictures of what is on screen. */
export async function payByButton(
  stage: Stage,
  payer: Person,
  page: Page,
  { to, origin, pictures }: Plan,
): Promise<PlayedPayment> {
  const seen = async (what: string, popup?: Page) => {
    if (pictures) await stage.picture(`${pictures}-${what}`, page, popup);
  };
  const button = origin === 'tweet_button' ? payer.tweetButton(page, to) : payer.profileButton(page, to);
  payer.countFromHere();
  stage.begin(`${payer.handle} clicks € for @${to}`);
  await button.scrollIntoViewIfNeeded();
  await button.hover();
  await seen('button');
  const popup = await payer.clickEuro(button);
  stage.begin(`${payer.handle} chooses 5 €`);
  await payer.chooseAmount(popup, '5');
  await seen('amount', popup);
  await payer.continueToCode(popup);
  stage.begin(`${payer.handle} types the code`);
  await seen('code', popup);
  await payer.typeCode(popup);
  await payer.seeReceipt(popup);
  await seen('receipt', popup);
  const user_actions = payer.actions;
  await closeReceipt(payer, popup);
  return { from: payer.handle, to, amount: '500', origin, state: 'settled', user_actions };
}

/** It closes the popup, often before the click has been reported done. */
export async function closeReceipt(payer: Person, popup: Page): Promise<void> {
  const closed = popup.waitForEvent('close');
  await popup
    .getByRole('button', { name: payer.words.receipt.done })
    .click()
    .catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    });
  await closed;
}

/** What came in is on the icon, and in the history. */
export async function receive(stage: Stage, payee: Person, from: string, name: string): Promise<void> {
  stage.begin(`${payee.handle} sees the number on the icon`);
  await until(`a badge for ${payee.handle}`, async () => (await payee.badge()) === '1');
  stage.begin(`${payee.handle} finds the payment in the history`);
  const history = await payee.openWalletTab('#/history');
  await history.getByText(from).first().waitFor();
  await history
    .getByText(/5[.,]00/)
    // The chart's table is for readers alone.
    .filter({ visible: true })
    .first()
    .waitFor();
  await stage.picture(name, history);
  await history.close();
  await until(`the badge of ${payee.handle} to go`, async () => (await payee.badge()) === '');
}
