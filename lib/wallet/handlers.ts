/** What the background does for each message, X's pages' and the wallet's: a table from kind to handler, and nothing else. */
import type { Input, MessageKind, Output } from '../messages.ts';
import { getSingleton } from '../store/database.ts';
import { startFromCommand } from './command-draft.ts';
import { draftPosted } from './command-posted.ts';
import { viewCommand } from './command-view.ts';
import { startFromPage } from './draft-payees.ts';
import { injectScript } from './inject.ts';
import { knownOf } from './known.ts';
import { onXHandlers } from './on-x-handlers.ts';
import { openWallet } from './open.ts';
import { keepHealth } from './page-health.ts';
import { walletHandlers } from './wallet-handlers.ts';

/** What a handler may know of who asked. */
export type Asker = { readonly windowId: number | undefined; readonly tabId: number | undefined };

export type Handlers = { [K in MessageKind]: (input: Input<K>, asker: Asker) => Promise<Output<K>> };

export const handlers: Handlers = {
  'page.pay_open': async (wish, asker) => {
    if ('wish' in wish) await startFromCommand(wish, asker.tabId ?? null);
    else await startFromPage(wish);
    await openWallet(asker.windowId);
    return null;
  },
  'page.known': knownOf,
  'page.command_open': async (click, asker) => {
    await draftPosted(click);
    await openWallet(asker.windowId);
    return null;
  },
  'page.read_command': async (draft) => viewCommand(draft),
  'page.need': async ({ script }, asker) => {
    // Without a wallet there is nothing of one's own to show.
    if (script === 'marks' && !(await getSingleton('session'))) return false;
    return injectScript(script, asker.tabId);
  },
  'page.health': async (report) => {
    await keepHealth(report);
    return true;
  },
  ...walletHandlers,
  ...onXHandlers,
};
