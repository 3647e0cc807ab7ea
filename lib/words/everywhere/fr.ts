/** The French words that the background says too. Their keys are those of English: the compiler checks it. */
import { plural } from '../french-plural.ts';
import type { WordsEverywhere } from './en.ts';

const triesLeft = (count: number) => plural(count, 'essai restant', 'essais restants');

const errors: WordsEverywhere['errors'] = {
  invalid_request: () => 'Quelque chose dans ce paiement n’a pas pu être lu. Vérifiez-le et réessayez.',
  idempotency_key_missing: () => 'La demande était incomplète. Rien n’a été envoyé. Réessayez.',
  unauthenticated: () => 'Votre session est terminée. Continuez avec X pour vous reconnecter.',
  authentication_failed: ({ attemptsLeft }) => {
    const text = 'La confirmation n’a pas été acceptée. Rien n’a été envoyé.';
    if (attemptsLeft === null) return text;
    return `${text} ${triesLeft(attemptsLeft)}.`;
  },
  sign_in_failed: () => 'X n’a pas confirmé qui vous êtes. Réessayez.',
  card_declined: () => 'La carte a été refusée. Rien n’a été débité.',
  insufficient_funds: () => 'Il n’y a pas assez d’argent dans votre portefeuille pour ce paiement.',
  not_found: () => 'Ce paiement est introuvable dans votre portefeuille.',
  payee_unknown: () => 'X ne connaît aucun compte de ce nom. Vérifiez l’orthographe.',
  payment_expired: () => 'Ce paiement n’a pas été confirmé à temps. Rien n’a été envoyé.',
  payment_not_awaiting: () => 'Ce paiement n’attend plus votre code.',
  terms_changed: () => 'Quelque chose a changé dans ce paiement. Revenez en arrière et relisez-le.',
  request_in_flight: () => 'Ce paiement est en cours de traitement. Patientez un instant.',
  pin_already_set: () => 'Un code secret a déjà été choisi.',
  pin_not_set: () => 'Choisissez d’abord un code secret.',
  idempotency_key_reused: () => 'Ce paiement a changé depuis sa préparation. Recommencez.',
  limit_exceeded: ({ limit }) => {
    if (limit === null) return 'Ce montant dépasse un plafond.';
    return `C’est plus que ce que vous pouvez envoyer maintenant\u00a0: au plus ${limit}.`;
  },
  payee_is_payer: () => 'C’est vous\u00a0: on ne peut pas se payer soi-même.',
  payee_without_wallet: () =>
    'Ce compte n’a pas encore de portefeuille Moineau\u00a0: il ne peut pas être payé.',
  payment_not_held: () => 'Cet argent ne vous attend plus.',
  payment_not_refundable: () => 'On ne peut rembourser que ce qui a été reçu.',
  part_of_split: () => 'Ce paiement fait partie d’un groupe : confirmez-les ou annulez-les tous ensemble.',
  claimed_money_waits: ({ wait }) => {
    if (wait === null)
      return 'L’argent que vous venez de recevoir sera disponible un jour après votre inscription.';
    return `L’argent que vous venez de recevoir sera disponible dans ${wait}.`;
  },
  refund_exceeds_payment: ({ limit }) => {
    if (limit === null) return 'C’est plus que ce que vous avez reçu.';
    return `Vous pouvez rembourser au plus ${limit}.`;
  },
  session_locked: () =>
    'Votre portefeuille est resté inactif cinq minutes. Tapez votre code secret pour continuer.',
  wallet_not_empty: () => 'Il reste de l’argent dans votre portefeuille, ou une opération en cours.',
  payment_not_confirmed: () => 'Il n’y a pas de reçu\u00a0: ce paiement n’a pas été confirmé.',
  request_not_open: () => 'Cette demande n’est plus ouverte.',
  too_many_open_requests: () => 'Cette personne n’a pas encore répondu à vos demandes précédentes.',
  payer_without_wallet: () =>
    'Ce compte n’a pas encore de portefeuille Moineau, on ne peut donc rien lui demander.',
  pin_blocked: () =>
    'Trop de codes erronés. Continuez à nouveau avec X et choisissez un nouveau code : « Code oublié ».',
  sign_in_again: () => 'Continuez encore une fois avec X : il faut une connexion de moins de dix minutes.',
  passkey_refused: () =>
    'Cette clé d’accès n’a pas pu être ajoutée. Réessayez, ou utilisez votre code secret.',
  upgrade_required: () =>
    'Cette version de Moineau est trop ancienne pour cela. Mettez-la à jour ; rien n’est perdu.',
  wallet_frozen: () => 'Votre portefeuille est gelé : rien ne peut en sortir.',
  pin_too_simple: () => 'Ce code est trop facile à deviner. Choisissez-en un autre.',
  pin_locked: ({ wait }) => {
    if (wait === null) return 'Trop de codes faux. Patientez avant le prochain essai.';
    return `Trop de codes faux. Réessayez dans ${wait}.`;
  },
  rate_limited: ({ wait }) => {
    if (wait === null) return 'Trop de demandes. Patientez un instant.';
    return `Trop de demandes. Réessayez dans ${wait}.`;
  },
  internal_error: () => 'Quelque chose s’est mal passé de notre côté. Réessayez dans un instant.',
  x_unavailable: () =>
    'X ne répond pas\u00a0: le compte ne peut pas être vérifié. Réessayez dans un instant.',
  unavailable: () => 'Moineau n’est pas disponible en ce moment. Réessayez dans un instant.',
  offline: () => 'Vous êtes hors ligne, ou Moineau est injoignable. Rien n’a été envoyé.',
  outcome_unknown: () =>
    'Aucune réponse n’est encore revenue. Moineau vérifie\u00a0; il n’y a rien à refaire.',
  payee_mismatch: () =>
    'Le compte de cette page n’est pas celui que X connaît sous ce nom. Le nom a pu changer de mains, ou la page être fausse. Ce paiement est arrêté.',
  passkey_cancelled: () => 'Aucune clé d’accès n’a servi. Réessayez, ou utilisez votre code secret.',
  sign_in_cancelled: () => 'La connexion avec X a été fermée avant la fin.',
  refused_message: () => 'Moineau a été interrompu. Réessayez.',
};

const states: WordsEverywhere['states'] = {
  created: () => 'brouillon',
  awaiting_confirmation: () => 'à confirmer',
  settled: ({ direction }) => ({ in: 'reçu', out: 'envoyé' })[direction],
  held: ({ payee }) => `en attente de ${payee}`,
  returned: () => 'rendu',
  refused: () => 'refusé',
  cancelled: () => 'annulé',
  expired: () => 'expiré',
};

export const everywhere: WordsEverywhere = {
  errors,
  states,
  wait: (minutes, seconds) => {
    if (minutes > 0) return `${minutes} min`;
    return `${seconds} s`;
  },
  alerts: {
    what: {
      device_added: 'Un nouvel appareil a été ajouté',
      pin_changed: 'Votre code a été changé',
      pin_reset: 'Votre code a été remplacé',
      passkey_added: 'Une clé d’accès a été ajoutée',
      passkey_removed: 'Une clé d’accès a été retirée',
    },
    notYou: 'Ce n’était pas vous\u00a0? Ouvrez Moineau.',
  },
  notification: {
    received: (name, amount) => `${name} vous a envoyé ${amount ?? 'de l’argent'}`,
    thanked: (name, amount) => `${name} vous remercie${amount === null ? '' : ` pour ${amount}`}`,
    thankedFor: 'Pour votre paiement.',
    thank: 'Dire merci',
    several: (count) => `${count} nouveaux paiements`,
    seeHistory: 'À voir dans votre historique.',
    noMemo: 'L’argent est dans votre portefeuille.',
  },
};
