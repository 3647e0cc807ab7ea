/** The words of the screens about X, apart from the others: only those screens load them. */
import type { Language } from './language.ts';
import { en, type OnXWords } from './on-x/en.ts';
import { fr } from './on-x/fr.ts';

export type { OnXWords } from './on-x/en.ts';

export const onXWords: Readonly<Record<Language, OnXWords>> = { en, fr };
