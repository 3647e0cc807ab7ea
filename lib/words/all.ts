/** Every language at once: for tests, the gallery, and scripts that read screens. The wallet loads one. */
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';
import type { Language } from './language.ts';

const dictionaries: Readonly<Record<Language, Words>> = { en, fr };

/** Every text in that language. */
export function wordsOf(language: Language): Words {
  return dictionaries[language];
}
