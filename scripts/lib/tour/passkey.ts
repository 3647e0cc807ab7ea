/** A passkey in the place of the code: made in a window of the wallet, and used for a payment. */
import { wordsOf } from '../../../lib/words/all.ts';
import { securityWords } from '../../../lib/words/security.ts';
import { plugInAuthenticator } from '../authenticator.ts';
import type { Person } from '../person.ts';
import type { PlayedPayment, Stage } from './stage.ts';

export async function playPasskey(stage: Stage, payer: Person): Promise<PlayedPayment> {
  const words = securityWords[stage.language];
  const { codeWays } = wordsOf(stage.language);
  await plugInAuthenticator(payer.browser.context);
  stage.begin(`${payer.handle} adds a passkey`);
  const tab = await payer.openWalletTab('#/security');
  await tab.getByRole('button', { name: words.passkey.add }).click();
  await tab.getByLabel(words.passkey.proof).pressSequentially(payer.pin);
  await tab.getByRole('button', { name: words.passkey.removeThis(words.passkey.namePlaceholder) }).waitFor();
  await stage.picture('passkey-added', tab);
  await tab.close();

  stage.begin(`${payer.handle} confirms with the passkey`);
  const home = await payer.openX('/home', stage.xTheme);
  payer.countFromHere();
  const popup = await payer.clickEuro(payer.tweetButton(home, 'bob'));
  await payer.continueToCode(popup);
  const use = popup.getByRole('button', { name: codeWays.passkey });
  await use.waitFor();
  await stage.picture('passkey-code', home, popup);
  const opened = payer.browser.context.waitForEvent('page');
  await use.click();
  payer.actions += 1;
  const window = await opened;
  await payer.seeReceipt(window);
  await stage.picture('passkey-receipt', window);
  await window.close();
  const user_actions = payer.actions;
  return {
    from: payer.handle,
    to: 'bob',
    amount: '500',
    origin: 'tweet_button',
    state: 'settled',
    user_actions,
  };
}
