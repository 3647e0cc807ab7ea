/** Several people: a bill that is divided and asked for, a payment to several with one code, money for somebody without a wallet. */
import type { Page } from '@playwright/test';
import type { Person } from '../person.ts';
import { closeReceipt } from './pay.ts';
import type { PlayedPayment, Stage } from './stage.ts';

const MEMO = { fr: 'les pizzas', en: 'the pizzas' } as const;

/** Bob has paid 15 € and asks Alice and Chloé to bear a share each; Alice accepts, which her code confirms. */
export async function playRequest(stage: Stage, alice: Person, bob: Person): Promise<PlayedPayment> {
  stage.begin('bob divides a bill');
  const words = bob.words.requests;
  const tab = await bob.openWalletTab('#/ask');
  await tab.getByLabel(words.who).fill('@alice, @chloe');
  await tab.getByLabel(words.amount).fill('15');
  await tab.getByLabel(words.withMe).check();
  await tab.getByLabel(bob.words.pay.memo).fill(MEMO[bob.language]);
  await stage.picture('request-ask', tab);
  await tab.getByRole('button', { name: words.send(2) }).click();
  await tab.getByRole('heading', { name: words.doneTitle }).waitFor();
  await stage.picture('request-asked', tab);
  await tab.close();

  stage.begin('alice pays what she is asked for');
  const home = await alice.openX('/home', stage.xTheme);
  alice.countFromHere();
  const popup = await alice.browser.openPopup();
  await act(alice, popup.getByRole('link', { name: alice.words.requests.count(1) }));
  const pay = popup.getByRole('button', { name: /^(Pay|Payer) / });
  await pay.waitFor();
  await stage.picture('request-to-answer', home, popup);
  await act(alice, pay);
  const user_actions = await confirm(stage, alice, { home, popup, pictures: 'request' });
  return { from: 'alice', to: 'bob', amount: '500', origin: 'request', state: 'settled', user_actions };
}

/** Alice divides 10 € among two, with one code. */
export async function playSplit(stage: Stage, alice: Person): Promise<PlayedPayment> {
  stage.begin('alice pays two at once');
  const home = await alice.openX('/home', stage.xTheme);
  alice.countFromHere();
  const popup = await startTo(alice, '@bob @refuge_sample');
  await alice.chooseAmount(popup, '10');
  const divide = popup.getByRole('radio', { name: /^(Divide|Partager) / });
  await divide.check({ force: true });
  alice.actions += 1;
  await stage.picture('split-amount', home, popup);
  await alice.continueToCode(popup);
  const user_actions = await confirm(stage, alice, { home, popup, pictures: 'split' });
  return {
    ...{ from: 'alice', to: 'bob refuge_sample', amount: '1000', origin: 'popup', state: 'settled' },
    user_actions,
  };
}

/** Alice pays Emma, who has no wallet; Emma comes, and takes it. */
export async function playHeld(stage: Stage, alice: Person): Promise<PlayedPayment> {
  stage.begin('alice pays somebody without a wallet');
  const home = await alice.openX('/home', stage.xTheme);
  alice.countFromHere();
  const popup = await startTo(alice, '@emma_sample');
  await alice.chooseAmount(popup, '2');
  await stage.picture('held-amount', home, popup);
  await alice.continueToCode(popup);
  await stage.picture('held-code', home, popup);
  await alice.typeCode(popup);
  await popup.getByRole('heading', { name: alice.words.receipt.heldTitle('@emma_sample') }).waitFor();
  await stage.picture('held-receipt', home, popup);
  const user_actions = alice.actions;
  await closeReceipt(alice, popup);

  const emma = await stage.enter('emma_sample');
  stage.begin('emma signs in and takes what waits for her');
  const tab = await emma.linkWallet();
  await emma.choosePin(tab);
  await tab.getByRole('button', { name: emma.words.onboarding.skip }).click();
  await tab.getByRole('button', { name: emma.words.onboarding.openWallet }).click();
  await tab.getByRole('link', { name: emma.words.held.count(1) }).click();
  const take = tab.getByRole('button', { name: /^(Take|Prendre) / });
  await take.waitFor();
  await stage.picture('held-for-emma', tab);
  await take.click();
  await tab
    .getByRole('status')
    .filter({ hasText: /2[.,]00/ })
    .waitFor();
  await stage.picture('held-claimed', tab);
  await stage.leave(emma);
  return {
    ...{ from: 'alice', to: 'emma_sample', amount: '200', origin: 'popup', state: 'held' },
    user_actions,
  };
}

/** Opens the wallet and writes whom to pay. */
export async function startTo(payer: Person, whom: string): Promise<Page> {
  const popup = await payer.browser.openPopup();
  await popup.getByLabel(payer.words.home.who).fill(whom);
  await act(payer, popup.getByRole('button', { name: payer.words.home.start, exact: true }));
  await popup.getByRole('radio').first().waitFor({ state: 'attached' });
  return popup;
}

async function act(person: Person, target: ReturnType<Page['getByRole']>): Promise<void> {
  await target.click();
  person.actions += 1;
}

/** From the code on the screen to the receipt. Answers what it all took. */
async function confirm(
  stage: Stage,
  payer: Person,
  { home, popup, pictures }: { home: Page; popup: Page; pictures: string },
): Promise<number> {
  await popup.getByLabel(payer.words.code.pin).waitFor();
  await stage.picture(`${pictures}-code`, home, popup);
  await payer.typeCode(popup);
  await payer.seeReceipt(popup);
  await stage.picture(`${pictures}-receipt`, home, popup);
  const { actions } = payer;
  await closeReceipt(payer, popup);
  return actions;
}
