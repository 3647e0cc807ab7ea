/** Every word of the wallet's screens. For its pages: the background says less (everywhere/). */
import type { Words } from './en.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Language } from './language.ts';

export type { Words } from './en.ts';
export { type Language, languages, walletLanguage } from './language.ts';

const dictionaries: Readonly<Record<Language, Words>> = { en, fr };

/** Every text in that language. */
export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
