/** Put into a page of X on which something of ours seems not to work. Wiring only. */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { health } from './x.content/health.ts';
import { joinPage } from './x.content/join.ts';

export default defineUnlistedScript(() => joinPage(health));
