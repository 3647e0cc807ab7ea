/** What a statement says, in French and English. */
import { type Cents, centsFromWire, negateCents, sumCents } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/index.ts';
import type { Language } from '../http/language.ts';

const words = {
  en: {
    title: 'Statement of a Moineau wallet',
    of: 'Wallet of',
    period: 'Period',
    beginning: 'the beginning',
    today: 'today',
    made: 'Made on',
    came: 'Received',
    went: 'Sent',
    page: 'Page',
    nothing: 'No payments in this period.',
    columns: {
      date: 'Date',
      id: 'Number',
      direction: 'Direction',
      name: 'Name',
      handle: 'X account',
      amount: 'Amount',
      fee: 'Fee',
      refunded: 'Given back',
      net: 'In your wallet',
      state: 'State',
      memo: 'Message',
    },
    directions: { in: 'received', out: 'sent' },
    states: { settled: 'done', held: 'waiting for the payee', returned: 'returned' },
  },
  fr: {
    title: 'Relevé d’un portefeuille Moineau',
    of: 'Portefeuille de',
    period: 'Période',
    beginning: 'le début',
    today: 'aujourd’hui',
    made: 'Établi le',
    came: 'Reçu',
    went: 'Envoyé',
    page: 'Page',
    nothing: 'Aucun paiement dans cette période.',
    columns: {
      date: 'Date',
      id: 'Numéro',
      direction: 'Sens',
      name: 'Nom',
      handle: 'Compte X',
      amount: 'Montant',
      fee: 'Frais',
      refunded: 'Remboursé',
      net: 'Dans votre portefeuille',
      state: 'État',
      memo: 'Mot',
    },
    directions: { in: 'reçu', out: 'envoyé' },
    states: { settled: 'fait', held: 'en attente du bénéficiaire', returned: 'rendu' },
  },
} as const;

export function statementWords(language: Language) {
  return words[language];
}

export function stateWord(state: Payment['state'], language: Language): string {
  const { states } = words[language];
  // Only what was confirmed is in a statement.
  return state in states ? states[state as keyof typeof states] : state;
}

/** What the payment did to this person's wallet, with its sign. What came back is not in it. */
export function netOf(payment: Payment): Cents {
  if (payment.state !== 'settled' && payment.state !== 'held') return centsFromWire('0');
  const left = sumCents([
    centsFromWire(payment.amount.amount),
    negateCents(centsFromWire(payment.amount_refunded.amount)),
  ]);
  if (payment.direction === 'out') return negateCents(left);
  return sumCents([left, negateCents(centsFromWire(payment.fee.amount))]);
}

/** In Paris, as the law that applies has it: "2026-11-23 15:04". */
export function statementTime(instant: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Date(instant).toLocaleString('sv-SE', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZone: 'Europe/Paris',
  });
}
