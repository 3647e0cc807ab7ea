/** What the scenes of the tour share: who plays, where it is seen, and what each payment is told as. */
import type { Page } from '@playwright/test';
import type { Language } from '../../../lib/words/index.ts';
import type { Person } from '../person.ts';

/** Who may come on. Alice and Bob have wallets; the others have an X account and none. */
export type Player = 'alice' | 'bob' | 'chloe' | 'emma_sample';

export type Stage = {
  readonly language: Language;
  /** What an address of X's ends with, so that it looks as it should. */
  readonly xTheme: string;
  /** Names what is being done, for whoever reads along and for the message when it fails. */
  begin(step: string): void;
  /** Takes a picture of a page, with the popup over it. */
  picture(name: string, page: Page, popup?: Page): Promise<void>;
  /** Milliseconds since the tour began, without those that pictures took. */
  now(): number;
  /** Opens a browser, signed in to X; with its wallet linked, unless the person is new here. */
  enter(player: Player): Promise<Person>;
  /** Closes it again. */
  leave(person: Person): Promise<void>;
};

export type PlayedPayment = {
  readonly from: string;
  /** Handles, with a space between. */
  readonly to: string;
  /** Cents, in all. */
  readonly amount: string;
  readonly origin: string;
  readonly state: 'settled' | 'held';
  /** Clicks and choices; neither digits of the code nor what is written. */
  readonly user_actions: number;
};
