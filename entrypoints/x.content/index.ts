/** Starts what we add to X's pages. Wiring only: each feature has a file of its own. */
import { defineContentScript } from 'wxt/utils/define-content-script';
import { extensionRuntime, sendWish } from './extension.ts';
import { openPage, runFeatures } from './page.ts';
import { profileButton } from './profile-button.ts';
import { tweetButton } from './tweet-button.ts';

export default defineContentScript({
  matches: [
    'https://x.com/*',
    'https://twitter.com/*',
    'https://mobile.x.com/*',
    'https://mobile.twitter.com/*',
    'https://pro.x.com/*',
  ],
  runAt: 'document_idle',
  // It would tell the page our extension's id.
  noScriptStartedPostMessage: true,
  main(ctx) {
    const onDead = () => ctx.notifyInvalidated();
    const page = openPage({
      document,
      signal: ctx.signal,
      isAlive: () => extensionRuntime() !== null,
      onDead,
      pay: (wish) => {
        void sendWish(wish).then((isThere) => {
          if (!isThere) onDead();
        });
      },
    });
    runFeatures([tweetButton, profileButton], page);
  },
});
