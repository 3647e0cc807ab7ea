/** Put into a page of X when an editor has the focus there for the first time. Wiring only. */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { composer } from './x.content/composer.ts';
import { joinPage } from './x.content/join.ts';

export default defineUnlistedScript(() => joinPage(composer));
