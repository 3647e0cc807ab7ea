/**
 * The words of the wallet's screens, in the language of whoever reads them: the other one is not even loaded. For the
 * wallet's pages; the background says less (everywhere/).
 */
import type { Words } from './en.ts';
import type { Language } from './language.ts';

export type { Words } from './en.ts';
export { type Language, languages, walletLanguage } from './language.ts';

const dictionaries: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
};

/** Every text in that language. */
export function loadWords(language: Language): Promise<Words> {
  return dictionaries[language]();
}
