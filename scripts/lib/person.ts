/**
 * Uses the extension as a person does, X's pages and the wallet: by what is written on screen, with clicks and keys. Start,
 * tour and the end-to-end tests share it.
 */
import type { Page } from '@playwright/test';
import { pageWords } from '../../lib/words/page.ts';
import type { WalletBrowser } from './browser.ts';
import { WalletScreens, type WalletUser } from './wallet-screens.ts';

/** The pay buttons that the content script puts into X's page. */
const PAY_BUTTON = 'moineau-pay';

export type PersonOptions = WalletUser & { readonly browser: WalletBrowser };

export class Person extends WalletScreens {
  readonly browser: WalletBrowser;

  constructor({ browser, ...who }: PersonOptions) {
    super(who);
    this.browser = browser;
  }

  /** Signs in to the sandbox's X and opens a page of it. */
  async openX(path = '/home', options = ''): Promise<Page> {
    const page = await this.browser.context.newPage();
    await page.goto(`https://x.com/sandbox/preferences?lang=${this.language}${options}&next=/home`);
    await page.goto(`https://x.com/sandbox/sign-in?as=${this.handle}&next=${encodeURIComponent(path)}`);
    await page.locator('#react-root main').waitFor();
    // The first start of the extension opens a tab over it, and the browser draws a covered one once a second.
    await page.bringToFront();
    return page;
  }

  /** The wallet in a full tab. `route` begins with `#/`. */
  async openWalletTab(route: string): Promise<Page> {
    const page = await this.browser.context.newPage();
    await page.goto(`chrome-extension://${this.browser.extensionId}/popup.html${route}`);
    return page;
  }

  /** Links the wallet to the X account that this browser is signed in to: "Continue with X", X's consent. */
  async linkWallet(seeWelcome: (tab: Page) => Promise<void> = async () => undefined): Promise<Page> {
    const { context } = this.browser;
    const tab = await this.openWalletTab('#/onboarding');
    await tab.getByRole('button', { name: this.words.common.continueWithX }).waitFor();
    await seeWelcome(tab);
    const consentPage = context.waitForEvent('page');
    await tab.getByRole('button', { name: this.words.common.continueWithX }).click();
    const consent = await consentPage;
    await consent.getByTestId('OAuth_Consent_Button').click();
    this.actions += 2;
    await tab.getByText(/^(Step|Étape) [2-4]/).waitFor();
    return tab;
  }

  /** The € button of the first tweet by `author` in the page that is one of his own and not a repost. */
  tweetButton(page: Page, author: string) {
    return page
      .locator(`article[data-testid="tweet"]:has([data-testid="User-Name"] a[href="/${author}"])`)
      .filter({ hasNot: page.getByTestId('socialContext') })
      .locator(PAY_BUTTON)
      .getByRole('button', { name: pageWords[this.language].payTo(author), exact: true })
      .first();
  }

  profileButton(page: Page, handle: string) {
    return page
      .locator(`${PAY_BUTTON}[data-size="profile"]`)
      .getByRole('button', { name: pageWords[this.language].payTo(handle), exact: true });
  }

  /** Clicks € and waits for the wallet to open on the choice of the amount. */
  async clickEuro(button: ReturnType<Person['tweetButton']>): Promise<Page> {
    await button.click();
    this.actions += 1;
    const popup = await this.browser.openedPopup();
    await popup.getByRole('heading', { name: this.words.pay.title }).waitFor();
    await popup.getByRole('radio').first().waitFor({ state: 'attached' });
    return popup;
  }

  /** The text on the icon. */
  async badge(): Promise<string> {
    return (await this.browser.worker()).evaluate(() => chrome.action.getBadgeText({}));
  }

  /** Ids of the system notifications that are shown: the payments' own. */
  async notifications(): Promise<string[]> {
    return (await this.browser.worker()).evaluate(async () =>
      Object.keys(await chrome.notifications.getAll()),
    );
  }
}
