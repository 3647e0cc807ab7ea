/** What is said of payees before they are paid: new, renamed, looking like another, several at once, without a wallet. */
import { plural } from './french-plural.ts';

const en = {
  isNew: 'You have never paid this account.',
  isNewShort: 'never paid before',
  renamed: (handle: string, former: string) =>
    `${handle} was called ${former} when you last paid. It is the same account.`,
  looksLikeTitle: (handle: string) => `Not the ${handle} you know`,
  looksLike: (handle: string, name: string, known: string) =>
    `${handle} looks like ${known} (${name}), but is another account. To pay it all the same, type its handle.`,
  typeHandle: 'Handle of the account to pay',
  typedWrong: 'That is not the handle of this account.',
  typedRight: 'Handle checked',
  held: (handle: string, until: string) =>
    `${handle} has no Moineau wallet yet: the money is held until ${until}, then returned to you. You can cancel until it is claimed.`,
  heldShort: (handles: string, until: string) => `Held for ${handles} until ${until}, then returned to you.`,
  division: 'How much does each get?',
  each: (amount: string, total: string) => `Each gets ${amount} (${total} in all)`,
  total: (total: string) => `Divide ${total} among them`,
  leaveOut: (handle: string) => `Leave ${handle} out`,
  several: (count: number) => `${count} people`,
  inAll: 'Total',
  notFound: (handle: string) => `${handle} could not be found:`,
  changedTitle: 'The payment has changed',
  changed: (before: string, after: string) =>
    `You saw: ${before}. It is now: ${after}. What you had seen is void; nothing was sent.`,
  notLinked: 'not registered',
  eachSeesHis: 'You, and each of them his own payment.',
  allOrNone: 'All of them are paid, or none.',
};

const fr: typeof en = {
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

export const payees = { en, fr };
