import { buildExtension } from '../../scripts/lib/extension.ts';
import { buildPhonePage } from '../../scripts/lib/phone-page.ts';
import { PRACTICE_HANDLE } from '../../scripts/lib/seed.ts';
import { publicKeyOf } from '../../scripts/sign-page-rules.ts';
import { testRulesKey } from '../support/page-rules-key.ts';

/** Builds the extension and the page for phones once for the whole run, with a key for page rules that the tests hold. */
export default async function buildOnce(): Promise<void> {
  process.env.MOINEAU_PAGE_RULES_KEY = publicKeyOf(testRulesKey());
  process.env.MOINEAU_PRACTICE_HANDLE = PRACTICE_HANDLE;
  await Promise.all([buildExtension(), buildPhonePage()]);
}
