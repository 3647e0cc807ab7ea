/** A receipt in words, French and English: one fact a line. Plain text, and whatever people wrote stays as it is. */
import { centsFromWire, formatCents } from '../../lib/money.ts';
import type { Party, Receipt } from '../../lib/protocol/index.ts';
import type { Language } from '../http/language.ts';

type Facts = Omit<Receipt, 'language' | 'text'>;
type Words = Record<
  | 'title'
  | 'number'
  | 'from'
  | 'to'
  | 'amount'
  | 'fee'
  | 'received'
  | 'memo'
  | 'confirmed'
  | 'settled'
  | 'held'
  | 'returned'
  | 'refund'
  | 'refunded',
  string
>;

const words: Record<Language, Words> = {
  en: {
    title: 'Receipt of a payment with Moineau',
    number: 'Number',
    from: 'From',
    to: 'To',
    amount: 'Amount',
    fee: 'Fee, paid by the payee',
    received: 'Received',
    memo: 'Message',
    confirmed: 'Confirmed',
    settled: 'Arrived',
    held: 'Waiting for the payee until',
    returned: 'Returned in full',
    refund: 'Given back',
    refunded: 'Given back in all',
  },
  fr: {
    title: 'Reçu d’un paiement avec Moineau',
    number: 'Numéro',
    from: 'De',
    to: 'À',
    amount: 'Montant',
    fee: 'Frais, à la charge du bénéficiaire',
    received: 'Reçu',
    memo: 'Mot',
    confirmed: 'Confirmé',
    settled: 'Arrivé',
    held: 'En attente du bénéficiaire jusqu’au',
    returned: 'Rendu en entier',
    refund: 'Remboursé',
    refunded: 'Remboursé en tout',
  },
};

/** With the time in Paris, as the law that applies has it. */
export function receiptText(facts: Facts, language: Language): string {
  const say = words[language];
  const colon = language === 'fr' ? '\u00a0: ' : ': ';
  const money = ({ amount }: { amount: string }) => formatCents(centsFromWire(amount), language);
  const when = (instant: string) => timeOf(instant, language);
  const lines: (readonly [string, string | null])[] = [
    [say.number, facts.payment_id],
    [say.from, nameOf(facts.payer)],
    [say.to, nameOf(facts.payee)],
    [say.amount, money(facts.amount)],
    [say.fee, facts.fee.amount === '0' ? null : money(facts.fee)],
    [say.received, facts.settled_at && money(facts.received)],
    [say.memo, facts.memo],
    [say.confirmed, when(facts.confirmed_at)],
    [say.settled, facts.settled_at && when(facts.settled_at)],
    [say.held, facts.state === 'held' && facts.held_until ? when(facts.held_until) : null],
    [say.returned, facts.returned_at && when(facts.returned_at)],
    ...facts.refunds.map(
      (refund) => [say.refund, `${money(refund.amount)}, ${when(refund.created_at)}`] as const,
    ),
    [say.refunded, facts.refunds.length > 1 ? money(facts.amount_refunded) : null],
  ];
  const shown = lines.flatMap(([name, value]) => (value === null ? [] : [`${name}${colon}${value}`]));
  return [say.title, '', ...shown, ''].join('\n');
}

function nameOf({ name, handle }: Pick<Party, 'name' | 'handle'>): string {
  return `${name} (@${handle})`;
}

function timeOf(instant: string, language: Language): string {
  return new Date(instant).toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: 'Europe/Paris', timeZoneName: 'short' },
  });
}
