import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { SYNC_ALARM } from '../lib/platform/extension.ts';
import { getSingleton } from '../lib/store/database.ts';
import { ALERT, showBadge, tellNews } from '../lib/wallet/announce.ts';
import { startReading } from '../lib/wallet/events.ts';
import { handlers } from '../lib/wallet/handlers.ts';
import { openInTab } from '../lib/wallet/open.ts';
import { refreshPageRules } from '../lib/wallet/page-rules.ts';
import { answerMessage } from '../lib/wallet/router.ts';
import { thank } from '../lib/wallet/thanks.ts';

/** Chromium's shortest. */
const SYNC_PERIOD_MINUTES = 0.5;

// Listeners are set synchronously at every start: a worker that was stopped is woken by them.
export default defineBackground({
  type: 'module',
  main() {
    const extension = {
      id: browser.runtime.id,
      origin: new URL(browser.runtime.getURL('/')).href.replace(/\/$/, ''),
    };
    browser.runtime.onMessage.addListener((raw, sender) =>
      answerMessage(raw, sender, { handlers, extension }),
    );
    browser.alarms.onAlarm.addListener(() => {
      startReading();
      void tellNews();
      void refreshPageRules();
    });
    browser.notifications.onClicked.addListener((id) => openInTab(id.startsWith(ALERT) ? '#/' : '#/history'));
    // The one button of a notification; what can't be told now is still a button in the history.
    browser.notifications.onButtonClicked?.addListener((id) => {
      void thank(id).catch(() => openInTab('#/history'));
    });
    browser.runtime.onInstalled.addListener(async ({ reason }) => {
      if (reason === 'install' && !(await getSingleton('session'))) await openInTab('#/onboarding');
    });
    void browser.alarms.create(SYNC_ALARM, { periodInMinutes: SYNC_PERIOD_MINUTES });
    void showBadge();
    void tellNews();
    void refreshPageRules();
    startReading();
  },
});
