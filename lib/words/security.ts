/** The words of the screens that keep a wallet its person's: lock, devices, code, passkeys, phrase, too old a version. */

import type { Language } from './language.ts';
import { en } from './security/en.ts';
import { fr } from './security/fr.ts';

export type { SecurityWords } from './security/en.ts';

export const securityWords = { en, fr } as const satisfies Record<Language, typeof en>;
