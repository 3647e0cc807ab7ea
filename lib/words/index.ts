/** Which words to show: French or English, by the browser's own language. */
import type { Words } from './en.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

export type { Words } from './en.ts';

export type Language = 'fr' | 'en';

export const languages: readonly Language[] = ['fr', 'en'];

const dictionaries: Readonly<Record<Language, Words>> = { en, fr };

/** `fr`, `fr-CA`, `fr_FR` are French; everything else is read in English. */
export function walletLanguage(uiLanguage: string): Language {
  return /^fr(?![a-z])/i.test(uiLanguage) ? 'fr' : 'en';
}

/** Every text in that language. */
export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
