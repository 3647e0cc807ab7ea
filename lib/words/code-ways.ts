/** The few words of phrase, passkey and handles that stand on the first screens. All others: security.ts, read later. */
import type { Language } from './language.ts';

type CodeWays = {
  readonly phrase: (phrase: string) => string;
  readonly passkey: string;
  readonly forgotten: string;
  readonly other: (handle: string, day: string) => string;
  readonly before: (handle: string, day: string) => string;
};

export const codeWays: Readonly<Record<Language, CodeWays>> = {
  en: {
    phrase: (phrase) => `Your phrase: ${phrase}`,
    passkey: 'Use a passkey',
    forgotten: 'Forgotten code',
    other: (handle, day) =>
      `The handle ${handle} belonged to another account until ${day} or so. Check that this is who you mean.`,
    before: (handle, day) => `This account was called ${handle} until ${day} or so.`,
  },
  fr: {
    phrase: (phrase) => `Votre phrase : ${phrase}`,
    passkey: 'Utiliser une clé d’accès',
    forgotten: 'Code oublié',
    other: (handle, day) =>
      `Le nom ${handle} appartenait à un autre compte jusque vers ${day}. Vérifiez que c’est bien la personne voulue.`,
    before: (handle, day) => `Ce compte s’appelait ${handle} jusque vers ${day}.`,
  },
};
