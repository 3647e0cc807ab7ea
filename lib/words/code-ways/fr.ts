import type { codeWays as english } from './en.ts';

export const codeWays: typeof english = {
  phrase: (phrase) => `Votre phrase : ${phrase}`,
  passkey: 'Utiliser une clé d’accès',
  forgotten: 'Code oublié',
  other: (handle, day) =>
    `Le nom ${handle} appartenait à un autre compte jusque vers ${day}. Vérifiez que c’est bien la personne voulue.`,
  before: (handle, day) => `Ce compte s’appelait ${handle} jusque vers ${day}.`,
};
