/**
 * Uses the wallet's screens as a person does, wherever they are shown: by what is written there, with clicks and keys, never
 * past the screens. Counts what a payment costs in actions.
 */
import type { Page } from '@playwright/test';
import { wordsOf } from '../../lib/words/all.ts';
import type { Language } from '../../lib/words/index.ts';

export type WalletUser = { readonly handle: string; readonly pin: string; readonly language: Language };

export class WalletScreens {
  readonly handle: string;
  readonly pin: string;
  readonly words: ReturnType<typeof wordsOf>;
  readonly language: Language;
  /** Clicks and choices since the last `countFromHere`; digits of the code are not counted. */
  actions = 0;

  constructor({ handle, pin, language }: WalletUser) {
    this.handle = handle;
    this.pin = pin;
    this.language = language;
    this.words = wordsOf(language);
  }

  countFromHere(): void {
    this.actions = 0;
  }

  /** Chooses the code where a new wallet asks for it. */
  async choosePin(tab: Page): Promise<void> {
    await tab.getByLabel(this.words.onboarding.newPin).pressSequentially(this.pin);
    await tab.getByLabel(this.words.onboarding.repeatPin).pressSequentially(this.pin);
    await tab.getByRole('heading', { name: this.words.onboarding.addMoney }).waitFor();
  }

  /** Chooses one of the amounts on screen. `euros` as written there: `5`. */
  async chooseAmount(page: Page, euros: string): Promise<void> {
    const shown = this.language === 'fr' ? `${euros}\u00a0€` : `€${euros}`;
    await page.locator('label').filter({ hasText: shown }).first().click();
    this.actions += 1;
  }

  /** Goes on to the code. */
  async continueToCode(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^(Continue|Continuer) — / }).click();
    this.actions += 1;
    await page.getByLabel(this.words.code.pin).waitFor();
  }

  async typeCode(page: Page, pin = this.pin): Promise<void> {
    await page.getByLabel(this.words.code.pin).pressSequentially(pin);
  }

  /** Waits for the receipt. */
  async seeReceipt(page: Page): Promise<void> {
    await page.getByRole('heading', { name: /^(Sent at|Envoyé à)/ }).waitFor();
  }
}
