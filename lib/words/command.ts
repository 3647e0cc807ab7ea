/**
 * What is said of a command while it is typed: one sentence for every question and refusal of the grammar, and for a
 * command that can be read. Total by their types: a new question or reason does not compile without its words. Text
 * only, never markup; `at` is what the person typed, made visible, and stands in quotation marks.
 */
import type { Question, Reason } from '../command/reading.ts';
import type { Language } from './language.ts';

/** The characters in question as they are shown; never empty where something wrong stands in the text. */
type At = string;

export type CommandWords = {
  readonly questions: Readonly<Record<Question, (at: At) => string>>;
  readonly reasons: Readonly<Record<Reason, (at: At) => string>>;
  /** To one payee, named in the text. */
  readonly to: (amount: string, handle: string) => string;
  /** To the author of the post that is answered, or to the person one writes to. */
  readonly toAnswered: (amount: string, handle: string) => string;
  readonly toEach: (amount: string, handles: string, total: string) => string;
  readonly memo: (memo: string) => string;
  /** Writes the number as euros. */
  readonly writeEuros: (amount: string) => string;
  readonly pay: string;
  readonly postAndPay: string;
  readonly sendAndPay: string;
};

const fr: CommandWords = {
  questions: {
    two_commands: () => 'Il y a deux commandes : n’en gardez qu’une par message.',
    two_amounts: (at) => `Lequel de ces montants ? ${at}. N’en laissez qu’un.`,
    no_amount: () => 'Combien ? Ajoutez un montant, par exemple 10 €.',
    no_currency: (at) => `${at} : en euros ? Ajoutez €.`,
    amount_in_memo: (at) => `${at} est dans le motif. Mettez le montant avant « pour ».`,
    thousands_or_decimals: (at) => `${at} : écrivez 1 000 € pour mille, 1,00 € pour un.`,
    badly_grouped: (at) => `${at} : les milliers vont par trois chiffres, par exemple 1 000 €.`,
    unclear_amount: (at) => `${at} n’est pas un montant clair. Écrivez par exemple 10,50 €.`,
    no_payee: () => 'À qui ? Ajoutez un @pseudo.',
    bare_name: (at) => `${at} : mettez @ devant, si c’est son pseudo sur X.`,
    email_address: (at) => `${at} est une adresse e-mail. Écrivez le @pseudo sur X.`,
    which_payees: (at) => `À qui exactement ? ${at}. Mettez les @pseudos ensemble, séparés par « et ».`,
  },
  reasons: {
    other_currency: (at) => `${at} : Moineau n’envoie que des euros.`,
    zero: (at) => `${at} : le plus petit montant est 0,01 €.`,
    negative: (at) => `${at} : un montant ne peut pas être négatif.`,
    too_many_decimals: (at) => `${at} : deux chiffres au plus après la virgule.`,
    exponent: (at) => `${at} : écrivez le montant en entier, par exemple 1 000 €.`,
    above_limit: (at) => `${at} : 500,00 € au plus en un paiement.`,
    too_many_payees: () => 'Neuf personnes au plus à la fois.',
    service_is_payee: (at) => `${at}, c’est le service : il ne reçoit pas d’argent.`,
    oneself: (at) => `${at}, c’est vous : on ne se paie pas soi-même.`,
    invalid_handle: (at) => `${at} n’est pas un pseudo X : lettres sans accent, chiffres et _ seulement.`,
    handle_too_long: (at) => `${at} est trop long : un pseudo X a 15 caractères au plus.`,
    truncated_handle: (at) => `${at} est coupé : écrivez le pseudo en entier.`,
  },
  to: (amount, handle) => `${amount} à @${handle}`,
  toAnswered: (amount, handle) => `${amount} à @${handle}, à qui vous répondez`,
  toEach: (amount, handles, total) => `${amount} à chacun : ${handles} (${total} en tout)`,
  memo: (memo) => `« ${memo} »`,
  writeEuros: (amount) => `Écrire ${amount}`,
  pay: 'Payer sans publier',
  postAndPay: 'Publier et payer',
  sendAndPay: 'Envoyer et payer',
};

const en: CommandWords = {
  questions: {
    two_commands: () => 'There are two commands: keep one in a message.',
    two_amounts: (at) => `Which of these amounts? ${at}. Leave only one.`,
    no_amount: () => 'How much? Add an amount, for example €10.',
    no_currency: (at) => `${at}: in euros? Add €.`,
    amount_in_memo: (at) => `${at} is in the note. Put the amount before “for”.`,
    thousands_or_decimals: (at) => `${at}: write 1 000 € for a thousand, 1.00 € for one.`,
    badly_grouped: (at) => `${at}: thousands go by three digits, for example 1 000 €.`,
    unclear_amount: (at) => `${at} is not a clear amount. Write for example €10.50.`,
    no_payee: () => 'To whom? Add an @handle.',
    bare_name: (at) => `${at}: put @ before it, if it is a handle on X.`,
    email_address: (at) => `${at} is an e-mail address. Write the @handle on X.`,
    which_payees: (at) => `To whom exactly? ${at}. Put the @handles together, joined by “and”.`,
  },
  reasons: {
    other_currency: (at) => `${at}: Moineau sends euros only.`,
    zero: (at) => `${at}: the smallest amount is €0.01.`,
    negative: (at) => `${at}: an amount can’t be negative.`,
    too_many_decimals: (at) => `${at}: at most two digits for the cents.`,
    exponent: (at) => `${at}: write the amount in full, for example 1 000 €.`,
    above_limit: (at) => `${at}: at most €500.00 in one payment.`,
    too_many_payees: () => 'At most nine people at once.',
    service_is_payee: (at) => `${at} is the service itself: it takes no money.`,
    oneself: (at) => `${at} is you: nobody can pay himself.`,
    invalid_handle: (at) => `${at} is not an X handle: plain letters, digits and _ only.`,
    handle_too_long: (at) => `${at} is too long: an X handle has at most 15 characters.`,
    truncated_handle: (at) => `${at} is cut off: write the whole handle.`,
  },
  to: (amount, handle) => `${amount} to @${handle}`,
  toAnswered: (amount, handle) => `${amount} to @${handle}, whom you answer`,
  toEach: (amount, handles, total) => `${amount} each to ${handles} (${total} in all)`,
  memo: (memo) => `“${memo}”`,
  writeEuros: (amount) => `Write ${amount}`,
  pay: 'Pay without posting',
  postAndPay: 'Post and pay',
  sendAndPay: 'Send and pay',
};

export const commandWords: Readonly<Record<Language, CommandWords>> = { fr, en };
