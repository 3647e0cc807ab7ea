/** The page for phones in a browser without any extension, at two sizes with touch: from X's consent to the history. */
import { test } from './fixtures.ts';

for (const size of ['small', 'large'] as const) {
  test(`signs in, pays with the code, and has a history: ${size}`, async ({ phone }) => {
    const alice = await phone('alice', { size });
    const page = await alice.openWallet();
    await alice.linkWallet(page);
    await page.getByLabel(alice.words.home.who).fill('bob');
    await page.getByRole('button', { name: alice.words.home.start, exact: true }).tap();
    await page.getByRole('radio').first().waitFor({ state: 'attached' });
    await alice.chooseAmount(page, '5');
    await alice.continueToCode(page);
    await alice.typeCode(page);
    await alice.seeReceipt(page);
  });
}
