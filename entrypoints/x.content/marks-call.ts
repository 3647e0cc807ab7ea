/**
 * Calls for the script that shows a person his own payments on X's page, as soon as there is a page. The background gives
 * it to nobody without a wallet; whoever gets one while the page is open is asked for again.
 */
import type { Feature } from './page.ts';

export const marksCall: Feature = {
  name: 'marks',
  init(page) {
    let isCalled = false;
    const call = async () => {
      if (isCalled) return;
      isCalled = true;
      isCalled = (await page.ask('page.need', { script: 'marks' })) === true;
    };
    page.inbox.on('told.store_changed', () => void call(), page.signal);
    void call();
  },
};
