/** What a person alone is told on X's page of what he paid there. Text only; states have the wallet's own words. */
import type { Language } from './language.ts';

export type StripWords = {
  /** In the place of the €, for who can't see it. */
  readonly paid: (amount: string) => string;
  readonly toYou: (amount: string, from: string) => string;
  readonly notRead: (why: string) => string;
};

export const stripWords: Readonly<Record<Language, StripWords>> = {
  fr: {
    paid: (amount) => `Vous avez envoyé ${amount} pour ce post.`,
    toYou: (amount, from) => `Pour vous · ${amount} de @${from}`,
    notRead: (why) => `Pas de paiement · ${why}`,
  },
  en: {
    paid: (amount) => `You sent ${amount} for this post.`,
    toYou: (amount, from) => `To you · ${amount} from @${from}`,
    notRead: (why) => `No payment · ${why}`,
  },
};
