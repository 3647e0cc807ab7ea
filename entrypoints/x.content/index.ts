/** Starts what we add to X's pages. Wiring only: each feature has a file of its own. */
import { defineContentScript } from 'wxt/utils/define-content-script';
import { createSwitches } from '../../lib/x/switches.ts';
import { composerCall } from './composer-call.ts';
import { doctorCall } from './doctor-call.ts';
import { askOf, extensionRuntime, extensionStorage, sendWish } from './extension.ts';
import { openInbox } from './inbox.ts';
import { openToFeatures } from './join.ts';
import { marksCall } from './marks-call.ts';
import { openPage, runFeatures } from './page.ts';
import { hoverCard, userCell } from './person-button.ts';
import { profileButton } from './profile-button.ts';
import { followRules } from './rules.ts';
import { tweetButton } from './tweet-button.ts';

export default defineContentScript({
  matches: [
    'https://x.com/*',
    'https://twitter.com/*',
    'https://mobile.x.com/*',
    'https://mobile.twitter.com/*',
    'https://pro.x.com/*',
    'https://pro.twitter.com/*',
  ],
  runAt: 'document_idle',
  // It would tell the page our extension's id.
  noScriptStartedPostMessage: true,
  async main(ctx) {
    const onDead = () => ctx.notifyInvalidated();
    const switches = createSwitches();
    await followRules(extensionStorage(), switches, { document, signal: ctx.signal });
    if (ctx.signal.aborted) return;
    const page = openPage({
      document,
      signal: ctx.signal,
      isAlive: () => extensionRuntime() !== null,
      onDead,
      ask: askOf(onDead),
      inbox: openInbox(extensionRuntime(), ctx.signal),
      pay: (wish) => {
        void sendWish(wish).then((isThere) => {
          if (!isThere) onDead();
        });
      },
    });
    const features = [tweetButton, profileButton, userCell, hoverCard, marksCall, composerCall, doctorCall];
    openToFeatures(runFeatures(features, page, switches), ctx.signal);
  },
});
