/**
 * Somebody who has X and nothing of ours: from the welcome to a first payment, by the clock; the next one; and what five
 * wrong codes do.
 */
import { centsFromWire, formatCents } from '../../../lib/money.ts';
import type { Person } from '../person.ts';
import { payByButton } from './pay.ts';
import type { PlayedPayment, Stage } from './stage.ts';

/** Not hers, and not too simple to be tried. */
const WRONG_CODE = '999998';
const TRIES = 5;

export type Newcomer = {
  /** From the welcome to the first receipt, as fast as the screens let a script; without the time that pictures take. */
  readonly seconds: number;
  /** Clicks and choices on that way. */
  readonly user_actions: number;
  readonly payments: readonly PlayedPayment[];
};

export async function playNewcomer(stage: Stage): Promise<Newcomer> {
  const chloe = await stage.enter('chloe');
  const began = stage.now();
  chloe.countFromHere();
  stage.begin('chloe links X, chooses a code and adds money');
  const tab = await chloe.linkWallet((welcome) => stage.picture('newcomer-welcome', welcome));
  await stage.picture('newcomer-code', tab);
  await chloe.choosePin(tab);
  await stage.picture('newcomer-money', tab);
  const twenty = formatCents(centsFromWire('2000'), chloe.language);
  await tab.getByRole('button', { name: chloe.words.onboarding.topUp(twenty) }).click();
  await tab.getByRole('heading', { name: chloe.words.onboarding.doneTitle }).waitFor();
  await stage.picture('newcomer-ready', tab);
  const opened = chloe.browser.context.waitForEvent('page');
  await tab.getByRole('button', { name: chloe.words.onboarding.openX }).click();
  const home = await opened;
  const onboardingActions = chloe.actions + 2;
  const first = await payByButton(stage, chloe, home, { to: 'bob', origin: 'tweet_button' });
  const seconds = Math.round((stage.now() - began) / 100) / 10;
  stage.begin('chloe pays again');
  const next = await payByButton(stage, chloe, home, { to: 'refuge_sample', origin: 'tweet_button' });
  await lockByWrongCodes(stage, chloe);
  await stage.leave(chloe);
  return { seconds, user_actions: onboardingActions + first.user_actions, payments: [first, next] };
}

/** The fifth wrong code locks; the screen says at once until when, and takes no more. */
async function lockByWrongCodes(stage: Stage, chloe: Person): Promise<void> {
  stage.begin('chloe types a wrong code five times');
  const home = await chloe.openX('/home', stage.xTheme);
  const popup = await chloe.clickEuro(chloe.tweetButton(home, 'bob'));
  await chloe.continueToCode(popup);
  const told = popup.getByRole('alert');
  for (let left = TRIES - 1; left > 0; left -= 1) {
    await chloe.typeCode(popup, WRONG_CODE);
    await told.filter({ hasText: new RegExp(`\\b${left} (tr|essai)`) }).waitFor();
  }
  await stage.picture('wrong-code-last-try', home, popup);
  await chloe.typeCode(popup, WRONG_CODE);
  await told.filter({ hasText: /1[45]\smin/ }).waitFor();
  await popup.locator('input:disabled').waitFor();
  await stage.picture('wrong-code-locked', home, popup);
  await popup.close();
}
