/** A person, one's own limits, freezing, settings, leaving. */
import type { ErasureObstacle } from '../protocol/errors.ts';

const en = {
  title: 'Settings',
  person: {
    pay: 'Send money',
    ask: 'Ask for money',
    block: 'Block requests',
    unblock: 'Allow requests again',
    blocked: 'You see no more requests of this account. It is not told.',
    unblocked: 'You see its requests again.',
    sent: 'You have sent',
    received: 'You have received',
    notVerified:
      'Linked proves that whoever holds this wallet holds this X account. X’s tick proves nothing here.',
    noWallet: 'Not registered: money you send is held for this account.',
    nothing: 'You have not paid each other yet.',
    payments: 'Between you',
  },
  limits: {
    title: 'Limits',
    day: 'In 24 hours',
    month: 'In 30 days',
    left: (left: string, all: string) => `${left} of ${all} left`,
    most: (most: string) => `Yours; at most ${most}. Empty: no limit of your own.`,
    rule: 'A lower limit counts at once, a higher one after 24 hours.',
    save: 'Save limits',
    saved: 'Saved.',
    raised: (day: string, month: string, from: string) =>
      `From ${from}: ${day} in 24 hours, ${month} in 30 days.`,
    bad: 'Write an amount such as 100 or 100.50.',
    one: (person: string, organisation: string) =>
      `One payment: at most ${person} to a person, ${organisation} to an organisation.`,
  },
  freeze: {
    title: 'Freeze the wallet',
    text: 'Nothing can leave a frozen wallet, at once and on all your devices. Money still comes in.',
    freeze: 'Freeze now',
    frozenTitle: 'Your wallet is frozen',
    frozen: 'Nothing can leave it. Your secret code opens it again.',
    open: 'Open again',
    pin: 'Secret code, to open the wallet',
  },
  see: {
    title: 'Who sees a payment?',
    text: 'Only you and the person you pay. Neither X nor your followers learn of it, and Moineau posts nothing.',
    several: 'Of several who are paid together, each sees his own payment and not the others’.',
    held: 'Whoever has no wallet yet sees it once he signs in with that X account.',
    service: 'The service keeps each payment, as the law asks.',
  },
  leave: {
    title: 'Leave Moineau',
    text: 'What is known of you is erased; what the law asks to keep stays without your name. It can’t be undone.',
    pin: 'Secret code, to leave for good',
    stays: 'First, nothing may be left behind:',
    obstacles: {
      balance: 'There is money in your wallet: spend it, or send it to someone.',
      payments_awaiting: 'A payment waits for your code: confirm it, or let it expire.',
      held_sent: 'Money of yours waits for someone: cancel it.',
      held_received: 'Money waits for you: take it or send it back.',
      topups_under_way: 'A card payment is under way: wait until it has ended.',
    } satisfies Record<ErasureObstacle, string>,
  },
};

const fr: typeof en = {
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
  see: {
    title: 'Qui voit un paiement\u00a0?',
    text: 'Vous et la personne payée, personne d’autre. Ni X ni vos abonnés n’en savent rien, et Moineau ne publie rien.',
    several: 'Si plusieurs sont payés ensemble, chacun voit son paiement et pas celui des autres.',
    held: 'Qui n’a pas encore de portefeuille le voit en se connectant avec ce compte X.',
    service: 'Le service garde chaque paiement, comme la loi le demande.',
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

export const settings = { en, fr };
