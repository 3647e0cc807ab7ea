/** Put into a page of X whose viewer may have a wallet: what he alone sees of his own payments. Wiring only. */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { commandStrip } from './x.content/command-strip.ts';
import { joinPage } from './x.content/join.ts';
import { paidMark } from './x.content/paid-mark.ts';

export default defineUnlistedScript(() => {
  joinPage(paidMark);
  joinPage(commandStrip);
});
