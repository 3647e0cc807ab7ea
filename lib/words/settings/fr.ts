import type { settings as english } from './en.ts';

export const settings: typeof english = {
  title: 'Réglages',
  person: {
    pay: 'Envoyer de l’argent',
    ask: 'Demander de l’argent',
    block: 'Bloquer ses demandes',
    unblock: 'Autoriser ses demandes',
    blocked: 'Vous ne voyez plus les demandes de ce compte. Il n’en sait rien.',
    unblocked: 'Vous voyez de nouveau ses demandes.',
    sent: 'Vous avez envoyé',
    received: 'Vous avez reçu',
    notVerified:
      'Relié prouve que le titulaire de ce portefeuille tient ce compte X. Le badge de X ne prouve rien ici.',
    noWallet: 'Pas inscrit\u00a0: l’argent envoyé est gardé pour ce compte.',
    nothing: 'Rien entre vous pour l’instant.',
    payments: 'Entre vous',
  },
  limits: {
    title: 'Plafonds',
    day: 'En 24 heures',
    month: 'En 30 jours',
    left: (left, all) => `reste ${left} sur ${all}`,
    most: (most) => `Le vôtre\u00a0; au plus ${most}. Vide\u00a0: aucun plafond à vous.`,
    rule: 'Un plafond abaissé compte aussitôt, un plafond relevé après 24 heures.',
    save: 'Enregistrer',
    saved: 'Enregistré.',
    raised: (day, month, from) => `À partir de ${from}\u00a0: ${day} en 24 heures, ${month} en 30 jours.`,
    bad: 'Écrivez un montant comme 100 ou 100,50.',
    one: (person, organisation) =>
      `Un paiement\u00a0: au plus ${person} à une personne, ${organisation} à une organisation.`,
  },
  freeze: {
    title: 'Geler le portefeuille',
    text: 'Rien ne sort d’un portefeuille gelé, tout de suite et sur tous vos appareils. L’argent entre toujours.',
    freeze: 'Geler maintenant',
    frozenTitle: 'Votre portefeuille est gelé',
    frozen: 'Rien ne peut en sortir. Votre code secret le rouvre.',
    open: 'Rouvrir',
    pin: 'Code secret, pour rouvrir',
  },
  leave: {
    title: 'Quitter Moineau',
    text: 'Ce que nous savons de vous est effacé\u00a0; ce que la loi impose de garder reste sans votre nom. C’est définitif.',
    pin: 'Code secret, pour partir définitivement',
    stays: 'D’abord, rien ne doit rester\u00a0:',
    obstacles: {
      balance: 'Il y a de l’argent dans votre portefeuille\u00a0: dépensez-le, ou envoyez-le à quelqu’un.',
      payments_awaiting: 'Un paiement attend votre code\u00a0: confirmez-le, ou laissez-le expirer.',
      held_sent: 'De l’argent à vous attend quelqu’un\u00a0: annulez-le.',
      held_received: 'De l’argent vous attend\u00a0: prenez-le ou renvoyez-le.',
      topups_under_way: 'Un paiement par carte est en cours\u00a0: attendez sa fin.',
    },
  },
};
