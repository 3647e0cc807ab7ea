/**
 * The words we put into X's page, in X's own language. Few on purpose: amounts, people and states are shown by the
 * wallet, never here. Text only, never markup.
 */
import type { Language } from '../x/page.ts';

export type PageWords = {
  /** Name of the € button of a tweet or a profile. */
  readonly payTo: (handle: string) => string;
  /** The same on a tweet that stands under "reposted": it is its author who is paid. */
  readonly payAuthor: (handle: string) => string;
  /** Name of the strip under a tweet with a command; what it says is its description. */
  readonly command: string;
};

export const pageWords: Readonly<Record<Language, PageWords>> = {
  fr: {
    payTo: (handle) => `Envoyer des euros à @${handle}`,
    payAuthor: (handle) => `Envoyer des euros à @${handle}, qui a écrit ce post`,
    command: 'Paiement de ce post : ouvrir Moineau',
  },
  en: {
    payTo: (handle) => `Send euros to @${handle}`,
    payAuthor: (handle) => `Send euros to @${handle}, who wrote this post`,
    command: 'Payment of this post: open Moineau',
  },
};
