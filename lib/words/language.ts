/** In which language people are spoken to: French or English, by the browser's own. */

export type Language = 'fr' | 'en';

export const languages: readonly Language[] = ['fr', 'en'];

/** `fr`, `fr-CA`, `fr_FR` are French; everything else is read in English. */
export function walletLanguage(uiLanguage: string): Language {
  return /^fr(?![a-z])/i.test(uiLanguage) ? 'fr' : 'en';
}
