/** The few words of the composer's line and tool that are the page's own; how a command reads, the background says. */
import type { Language } from './language.ts';

export type ComposerWords = {
  /** Name of the tool that begins a command. */
  readonly begin: string;
  /** What it writes where somebody is answered, and where nobody is. */
  readonly toAnswered: string;
  readonly toSomebody: string;
  /** Paid, and the text could not be taken away. */
  readonly paidButKept: string;
  readonly notPosted: string;
};

export const composerWords: Readonly<Record<Language, ComposerWords>> = {
  fr: {
    begin: 'Envoyer des euros avec Moineau',
    toAnswered: '#envoyer 10 €',
    toSomebody: '#envoyer 10 € @',
    paidButKept: 'Payé. Effacez ce texte : publié, il demanderait un second paiement.',
    notPosted: 'X n’a pas publié : rien n’est demandé.',
  },
  en: {
    begin: 'Send euros with Moineau',
    toAnswered: '#send 10 €',
    toSomebody: '#send 10 € @',
    paidButKept: 'Paid. Delete this text: posted, it would ask for a second payment.',
    notPosted: 'X did not post: nothing is asked.',
  },
};
