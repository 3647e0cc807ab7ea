/** Every text of the wallet in French. Its keys are those of English: the compiler checks it. */
import type { Words } from './en.ts';

/** French counts 0 and 1 as singular. */
function plural(count: number, one: string, many: string): string {
  if (count < 2) return `${count} ${one}`;
  return `${count} ${many}`;
}

const triesLeft = (count: number) => plural(count, 'essai restant', 'essais restants');

const errors: Words['errors'] = {
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
  sign_in_cancelled: () => 'La connexion avec X a été fermée avant la fin.',
  refused_message: () => 'Moineau a été interrompu. Réessayez.',
};

const states: Words['states'] = {
  created: () => 'brouillon',
  awaiting_confirmation: () => 'à confirmer',
  settled: ({ direction }) => ({ in: 'reçu', out: 'envoyé' })[direction],
  held: ({ payee }) => `en attente de ${payee}`,
  returned: () => 'rendu',
  refused: () => 'refusé',
  cancelled: () => 'annulé',
  expired: () => 'expiré',
};

export const fr: Words = {
  errors,
  states,
  common: {
    close: 'Fermer',
    back: 'Retour',
    retry: 'Réessayer',
    loading: 'Chargement',
    linkedSince: (month) => `relié depuis ${month}`,
    noWallet: 'pas encore de portefeuille',
    organisation: 'organisation',
    continueWithX: 'Continuer avec X',
    addMoney: 'Recharger',
    wait: (minutes, seconds) => {
      if (minutes > 0) return `${minutes} min`;
      return `${seconds} s`;
    },
    triesLeft,
    today: 'Aujourd’hui',
    yesterday: 'Hier',
  },
  pay: {
    title: 'Envoyer à',
    documentTitle: 'Envoyer de l’argent',
    cancel: 'Abandonner ce paiement',
    amount: 'Montant',
    other: 'Autre',
    otherAmount: 'Autre montant, en euros',
    otherExample: 'par exemple 7,50',
    badAmount: 'Écrivez un montant comme 7 ou 7,50.',
    aboveLimit: (limit) => `Au plus ${limit} en un paiement.`,
    aboveBalance: (balance) => `Votre solde est de ${balance}.`,
    memo: 'Mot (facultatif)',
    memoLeft: (count) => plural(count, 'caractère restant', 'caractères restants'),
    whoSees: 'Qui le voit\u00a0?',
    onlyYouAnd: (name) => `Vous et ${name}.`,
    onPost: 'sur ce post\u00a0:',
    reposted: (handle) => `${handle} a écrit ce post. Qui l’a reposté ne reçoit rien.`,
    parody: (handle) =>
      `X signale ${handle} comme compte parodique : ce n’est pas la personne dont il prend le nom.`,
    otherAddress: (handle, other) =>
      `L’adresse de ce post dit ${other}, son auteur est ${handle}. Il a changé de pseudo, ou le lien trompe : vérifiez.`,
    receives: (name, amount) => `${name} reçoit ${amount}`,
    fee: (fee) => `frais ${fee}`,
    feeNext: 'Les frais éventuels sont montrés avant votre code.',
    balance: (amount) => `Solde\u00a0: ${amount}`,
    continueWith: (amount) => `Continuer — ${amount}`,
    resolving: (handle) => `Recherche de ${handle} sur X…`,
    stopped: 'Paiement arrêté',
    noWalletTitle: (handle) => `${handle} ne peut pas encore être payé`,
    noWalletWhy: (handle) =>
      `Pour l’instant, seuls les comptes qui ont relié X à Moineau peuvent recevoir de l’argent, et ${handle} ne l’a pas fait. Rien n’a été envoyé.`,
    sayNo: 'Fermer sans rien envoyer',
  },
  code: {
    title: (amount, name) => `${amount} à ${name}`,
    documentTitle: 'Confirmer avec votre code',
    fee: 'Frais',
    received: 'Montant reçu',
    balanceAfter: 'Solde après',
    purpose: 'Mot',
    validUntil: (time) => `valable jusqu’à ${time}`,
    heading: 'Confirmer',
    irrevocable: 'Définitif une fois confirmé',
    pin: 'Code secret',
    pinHint: 'Six chiffres. Le paiement part au sixième.',
    tooShort: 'Le code a six chiffres.',
    digitsTyped: (count) => `${plural(count, 'chiffre tapé', 'chiffres tapés')} sur 6`,
    erase: 'Effacer',
    submit: 'Confirmer',
    sending: 'Confirmation…',
    expiredTitle: 'Trop tard pour confirmer',
    expired: 'Un paiement se confirme dans les dix minutes. Rien n’a été envoyé.',
    startAgain: 'Recommencer',
  },
  checking: {
    title: 'Vérification…',
    text: 'Votre confirmation est partie, mais sa réponse n’est pas revenue. Moineau demande ce qu’elle est devenue.',
    calm: 'Votre argent est en sûreté\u00a0: ce paiement ne peut avoir lieu qu’une fois. Il n’y a rien à refaire.',
    again: 'Vérifier maintenant',
    closing: 'Vous pouvez fermer cette fenêtre\u00a0: la vérification reprend à votre retour.',
  },
  receipt: {
    sentAt: (time) => `Envoyé à ${time}`,
    notSent: 'Non envoyé',
    heldTitle: (handle) => `En attente de ${handle}`,
    held: 'Gardé à part jusqu’à ce que ce compte relie X à Moineau, puis payé\u00a0; rendu après 30 jours.',
    nothingMoved: 'Rien n’a quitté votre portefeuille.',
    returned: 'L’argent est revenu dans votre portefeuille.',
    done: 'Terminé',
    next: (handle) => `Continuer : ${handle}`,
    history: 'Voir l’historique',
  },
  home: {
    documentTitle: 'Moineau',
    balance: 'Votre solde',
    balanceUnknown: 'inconnu pour l’instant',
    offline: 'Moineau est injoignable\u00a0: votre solde s’affichera dès que possible.',
    who: 'Envoyer à qui\u00a0?',
    whoExample: '@nom sur X',
    badHandle: 'Écrivez un nom X\u00a0: lettres, chiffres et _ seulement, 15 au plus.',
    start: 'Continuer',
    latest: 'Derniers paiements',
    allHistory: 'Tout l’historique',
    xChanged: 'X a changé',
    offOn: (places) => `€ est désactivé ${places}. Utilisez la case ci-dessous : elle marche toujours.`,
    places: {
      tweets: 'sur les posts',
      profiles: 'sur les profils',
      composers: 'là où vous écrivez un post',
      chat: 'dans la discussion',
    },
  },
  history: {
    title: 'Historique',
    emptyTitle: 'Aucun paiement pour l’instant',
    empty: 'Ce que vous envoyez et recevez apparaît ici. Commencez par quelqu’un que vous connaissez sur X.',
    emptyAction: 'Envoyer à quelqu’un',
    to: 'à',
    from: 'de',
    isNew: 'nouveau',
    more: 'Voir les paiements précédents',
    end: 'Votre historique commence ici.',
    failed: 'L’historique de cet appareil n’a pas pu être lu.',
  },
  onboarding: {
    documentTitle: 'Bienvenue dans Moineau',
    stepOf: (step, all) => `Étape ${step} sur ${all}`,
    welcome: 'Envoyez des euros sur X aussi simplement qu’un message',
    welcomeText:
      'Cliquez sur € sous un post ou sur un profil, choisissez un montant, tapez votre code secret. C’est tout.',
    promises: [
      'Seuls vous et l’autre personne voyez un paiement.',
      'Rien n’est payé sans votre code secret.',
      'Moineau ne publie jamais pour vous et ne voit jamais votre mot de passe X.',
    ],
    signingIn: 'X s’ouvre dans sa propre fenêtre. Revenez ici ensuite.',
    entry: 'Reliez votre compte X pour envoyer et recevoir des euros.',
    chooseCode: 'Choisissez votre code secret',
    chooseCodeText:
      'Six chiffres à taper pour chaque paiement. Ne les écrivez nulle part, ne les dites à personne.',
    rules: 'Pas six chiffres égaux, pas de suite comme 123456, pas de paire ni de triplet répétés.',
    tooSimple: 'Ce code est trop facile à deviner. Choisissez-en un autre.',
    repeatCode: 'Tapez-le encore une fois',
    repeatCodeText: 'Pour qu’une faute de frappe ne vous enferme pas dehors.',
    different: 'Les deux codes sont différents. Choisissez à nouveau votre code.',
    newPin: 'Nouveau code secret',
    repeatPin: 'Code secret, encore une fois',
    addMoney: 'Ajoutez de l’argent',
    sandbox: 'Bac à sable\u00a0: c’est une carte de test. Aucun argent réel ne bouge.',
    card: 'Carte de test Visa ···· 4242',
    topUp: (amount) => `Ajouter ${amount}`,
    topUpAmount: 'Montant à ajouter',
    skip: 'Commencer avec ce que je recevrai',
    added: (balance) => `C’est fait. Votre solde est de ${balance}.`,
    doneTitle: 'Tout est prêt',
    pin: 'Épinglez le moineau\u00a0: ouvrez la pièce de puzzle près de la barre d’adresse, puis l’épingle à côté de Moineau.',
    goToX: 'Cherchez ensuite € sous n’importe quel post de X.',
    openX: 'Aller sur X',
    openWallet: 'Ouvrir mon portefeuille',
  },
  notification: {
    received: (name, amount) => `${name} vous a envoyé ${amount}`,
    noMemo: 'L’argent est dans votre portefeuille.',
  },
};
