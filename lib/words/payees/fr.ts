import { plural } from '../french-plural.ts';
import type { payees as english } from './en.ts';

export const payees: typeof english = {
  isNew: 'Vous n’avez jamais payé ce compte.',
  isNewShort: 'jamais payé',
  renamed: (handle, former) =>
    `${handle} s’appelait ${former} à votre dernier paiement. C’est le même compte.`,
  looksLikeTitle: (handle) => `Pas le ${handle} que vous connaissez`,
  looksLike: (handle, name, known) =>
    `${handle} ressemble à ${known} (${name}), mais c’est un autre compte. Pour le payer quand même, tapez son pseudo.`,
  typeHandle: 'Pseudo du compte à payer',
  typedWrong: 'Ce n’est pas le pseudo de ce compte.',
  typedRight: 'Pseudo vérifié',
  held: (handle, until) =>
    `${handle} n’a pas encore de portefeuille Moineau\u00a0: l’argent est gardé jusqu’au ${until}, puis vous est rendu. Vous pouvez annuler tant qu’il n’est pas retiré.`,
  heldShort: (handles, until) => `Gardé pour ${handles} jusqu’au ${until}, puis rendu.`,
  division: 'Combien pour chacun\u00a0?',
  each: (amount, total) => `${amount} à chacun (${total} en tout)`,
  total: (total) => `Partager ${total} entre tous`,
  leaveOut: (handle) => `Retirer ${handle}`,
  several: (count) => plural(count, 'personne', 'personnes'),
  inAll: 'Total',
  notFound: (handle) => `${handle} est introuvable\u00a0:`,
  changedTitle: 'Le paiement a changé',
  changed: (before, after) =>
    `Vous aviez vu\u00a0: ${before}. C’est maintenant\u00a0: ${after}. Ce que vous aviez vu est annulé\u00a0; rien n’a été envoyé.`,
  notLinked: 'pas inscrit',
  eachSeesHis: 'Vous, et chacun son propre paiement.',
  allOrNone: 'Tous sont payés, ou aucun.',
};
