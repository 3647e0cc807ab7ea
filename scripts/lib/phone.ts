/**
 * A phone without any extension: a browser with touch on a small screen, in which X is the sandbox, and the page for phones
 * is on the API's own host. Nothing else can be reached.
 */
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from '@playwright/test';
import { chromiumArguments, type Hosts, isAllowed } from './browser.ts';
import { PHONE_PAGE_URL } from './stack.ts';
import { WalletScreens, type WalletUser } from './wallet-screens.ts';

/** A small phone and a large one, in CSS pixels. */
export const PHONE_SIZES = {
  small: { width: 320, height: 568 },
  large: { width: 412, height: 915 },
} as const;

export type PhoneOptions = WalletUser & {
  readonly hosts: Hosts;
  readonly executablePath: string;
  readonly size?: keyof typeof PHONE_SIZES;
  readonly colorScheme?: 'light' | 'dark';
};

export class Phone extends WalletScreens {
  readonly context: BrowserContext;
  /** Addresses outside the sandbox that were asked for: must stay empty. */
  readonly strangers: string[] = [];
  readonly #browser: Browser;

  private constructor(who: WalletUser, browser: Browser, context: BrowserContext) {
    super(who);
    this.#browser = browser;
    this.context = context;
    context.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !isAllowed(request.url())) this.strangers.push(request.url());
    });
  }

  static async launch({
    hosts,
    executablePath,
    size = 'small',
    colorScheme = 'light',
    ...who
  }: PhoneOptions) {
    const browser = await chromium.launch({
      executablePath,
      chromiumSandbox: process.getuid?.() !== 0,
      handleSIGINT: false,
      args: chromiumArguments(hosts),
    });
    const context = await browser.newContext({
      viewport: PHONE_SIZES[size],
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
      colorScheme,
      locale: who.language === 'fr' ? 'fr-FR' : 'en-US',
      permissions: ['notifications'],
    });
    return new Phone(who, browser, context);
  }

  /** Signs in to the sandbox's X and opens a page of it. */
  async openX(path = '/home'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`https://x.com/sandbox/preferences?lang=${this.language}&next=/home`);
    await page.goto(`https://x.com/sandbox/sign-in?as=${this.handle}&next=${encodeURIComponent(path)}`);
    await page.locator('#react-root main').waitFor();
    return page;
  }

  /** The wallet's page. `route` begins with `#/`. */
  async openWallet(route = ''): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(PHONE_PAGE_URL + route);
    return page;
  }

  /** "Continue with X" on the page: X's consent in the same tab, and back. X must know who this is (openX). */
  async linkWallet(page: Page): Promise<void> {
    await page.getByRole('button', { name: this.words.common.continueWithX }).tap();
    await page.getByTestId('OAuth_Consent_Button').tap();
    await page.waitForURL((url) => url.href.startsWith(PHONE_PAGE_URL) && url.search === '');
  }

  /** What waits for its code at the head of the wallet, by whom it pays and how much (`5.00`, with a point). */
  waiting(page: Page, payee: string, amount: string): Locator {
    const digits = amount.replace('.', '[.,]');
    return page.getByRole('button', { name: new RegExp(`^${payee} .*(€| )${digits}`) }).first();
  }

  /** Taps it. */
  async openWaiting(page: Page, payee: string, amount: string): Promise<void> {
    await this.waiting(page, payee, amount).tap();
    this.actions += 1;
    await page.getByLabel(this.words.code.pin).waitFor();
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.#browser.close();
  }
}
