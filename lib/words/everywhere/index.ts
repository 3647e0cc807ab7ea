/** The words that the background says too, in the reader's language. */
import type { Language } from '../language.ts';
import { everywhere as en, type WordsEverywhere } from './en.ts';
import { everywhere as fr } from './fr.ts';

const dictionaries: Readonly<Record<Language, WordsEverywhere>> = { en, fr };

export function wordsEverywhere(language: Language): WordsEverywhere {
  return dictionaries[language];
}
