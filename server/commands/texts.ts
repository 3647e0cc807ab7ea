/**
 * What the service says on X, in both languages. Never an amount, a link, a handle or a reason out of somebody's wallet:
 * everyone reads it. The one exception is a public payment, whose payer chose that.
 */

export type Language = 'fr' | 'en';

/** What happened to a command, or what to fix: everything else of its author's text is between him and his wallet. */
export type Said = keyof (typeof texts)['fr'];

const texts = {
  fr: {
    done: 'C’est fait ✓',
    expired: 'Pas confirmé à temps : rien n’est parti. Écrivez-le de nouveau quand vous voulez.',
    wallet: 'Cela n’a pas pu se faire. Votre portefeuille dit pourquoi.',
    edited: 'Votre texte ne dit plus la même chose : rien n’est parti. Écrivez-en un nouveau.',
    two_commands: 'Il y a deux demandes dans ce texte : une seule à la fois, s’il vous plaît.',
    two_amounts: 'Il y a deux montants dans ce texte : lequel ? Un seul, s’il vous plaît.',
    no_amount: 'Il manque le montant, avec son signe €.',
    no_currency: 'Le montant est-il en euros ? Ajoutez le signe €.',
    amount: 'Le montant peut se lire de plusieurs façons. Écrivez-le en chiffres, avec le signe €.',
    other_currency: 'Moineau n’envoie que des euros.',
    limit: 'C’est plus que ce qu’on peut envoyer en une fois.',
    no_payee: 'À qui ? Nommez la personne par son @ sur X.',
    which_payees: 'À qui exactement ? Mettez les @ côte à côte, après le montant.',
    payee: 'Ce compte n’existe pas sur X, ou son @ est mal écrit.',
    too_many_payees: 'Neuf personnes au plus, s’il vous plaît.',
    oneself: 'On ne peut pas s’envoyer d’argent à soi-même.',
    service: 'Moineau lui-même ne reçoit pas d’argent : nommez une autre personne.',
    invitation:
      'Bonjour ! Pour payer en écrivant, il faut d’abord un portefeuille Moineau : voyez notre profil. Répondez STOP pour ne plus rien recevoir.',
  },
  en: {
    done: 'Done ✓',
    expired: 'Not confirmed in time: nothing was sent. Write it again whenever you like.',
    wallet: 'That could not be done. Your wallet says why.',
    edited: 'Your text says something else now: nothing was sent. Please write a new one.',
    two_commands: 'There are two requests in this text: one at a time, please.',
    two_amounts: 'There are two amounts in this text: which one? Only one, please.',
    no_amount: 'The amount is missing, with its € sign.',
    no_currency: 'Is the amount in euros? Please add the € sign.',
    amount: 'The amount can be read in more than one way. Please write it in figures, with the € sign.',
    other_currency: 'Moineau sends euros only.',
    limit: 'That is more than can be sent at once.',
    no_payee: 'To whom? Please name them by their @ on X.',
    which_payees: 'To whom exactly? Please put the @s side by side, after the amount.',
    payee: 'There is no such account on X, or its @ is misspelt.',
    too_many_payees: 'Nine people at most, please.',
    oneself: 'Nobody can send money to himself.',
    service: 'Moineau itself takes no money: please name somebody else.',
    invitation:
      'Hello! To pay by writing, a Moineau wallet comes first: see our profile. Reply STOP to hear nothing more from us.',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Which text goes with which problem. What is not here concerns the wallet, and is told there alone. */
const ofProblem: Readonly<Record<string, Said>> = {
  two_commands: 'two_commands',
  two_amounts: 'two_amounts',
  no_amount: 'no_amount',
  amount_in_memo: 'no_amount',
  no_currency: 'no_currency',
  thousands_or_decimals: 'amount',
  badly_grouped: 'amount',
  unclear_amount: 'amount',
  too_many_decimals: 'amount',
  exponent: 'amount',
  zero: 'amount',
  negative: 'amount',
  other_currency: 'other_currency',
  above_limit: 'limit',
  no_payee: 'no_payee',
  bare_name: 'no_payee',
  email_address: 'no_payee',
  which_payees: 'which_payees',
  invalid_handle: 'payee',
  handle_too_long: 'payee',
  truncated_handle: 'payee',
  payee_unknown: 'payee',
  too_many_payees: 'too_many_payees',
  oneself: 'oneself',
  payee_is_payer: 'oneself',
  service_is_payee: 'service',
  not_one_order: 'edited',
};

/** What to say of a problem. */
export function saidOf(problem: string): Said {
  return ofProblem[problem] ?? 'wallet';
}

/**
 * A text with its reference: no two texts of the service are alike, which X's rules ask for, and one that may have been
 * sent is found by it.
 */
export function say(said: Said, language: Language, reference: string): string {
  return `${texts[language][said]} · ${reference}`;
}

export type PublicPayment = {
  readonly payer: string;
  readonly payees: readonly string[];
  /** In cents, for each. */
  readonly amount: bigint;
};

/** A public payment. Handles without `@`: nobody is called who did not call. */
export function sayPublic(
  { payer, payees, amount }: PublicPayment,
  language: Language,
  reference: string,
): string {
  const euros = formatEuros(amount, language);
  const list = new Intl.ListFormat(language).format(payees);
  const each = payees.length > 1 ? (language === 'fr' ? ' chacun' : ' each') : '';
  const sent =
    language === 'fr'
      ? `${payer} a envoyé ${euros}${each} à ${list}`
      : `${payer} sent ${euros}${each} to ${list}`;
  return `${sent} ✓ · ${reference}`;
}

/** To the payee himself, who has written to the service before. */
export function sayToPayee(payer: string, amount: bigint, language: Language, reference: string): string {
  const euros = formatEuros(amount, language);
  const sent = language === 'fr' ? `${payer} vous a envoyé ${euros} ✓` : `${payer} has sent you ${euros} ✓`;
  return `${sent} · ${reference}`;
}

function formatEuros(amount: bigint, language: Language): string {
  const [whole, rest] = [amount / 100n, String(amount % 100n).padStart(2, '0')];
  return language === 'fr' ? `${whole},${rest} €` : `€${whole}.${rest}`;
}
