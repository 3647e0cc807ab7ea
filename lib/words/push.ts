/**
 * What a phone shows of what is pushed to it, in French and English. Apart from the wallet's other words: the service worker
 * that says it is started for each of them, and should be small.
 */
import type { Language } from './language.ts';

/** `amount` null: the person wants none to be shown. */
export type PushWords = {
  readonly received: (name: string, amount: string | null) => string;
  readonly receivedText: string;
  readonly thanked: (name: string, amount: string | null) => string;
  readonly thankedText: string;
  readonly requested: (name: string, amount: string | null) => string;
  readonly requestedText: string;
  readonly asked: (name: string, amount: string | null) => string;
  readonly askedText: string;
  readonly refused: string;
  readonly refusedText: string;
  readonly revoked: (device: string) => string;
  readonly revokedText: string;
  readonly several: (count: number) => string;
  readonly severalText: string;
  /** For a kind that this version does not know yet. */
  readonly news: string;
};

export const pushWords: Readonly<Record<Language, PushWords>> = {
  en: {
    received: (name, amount) => `${name} sent you ${amount ?? 'money'}`,
    receivedText: 'The money is in your wallet.',
    thanked: (name, amount) => `${name} thanks you${amount === null ? '' : ` for ${amount}`}`,
    thankedText: 'For your payment.',
    requested: (name, amount) => `${name} asks you for ${amount ?? 'money'}`,
    requestedText: 'Nothing is paid unless you accept.',
    asked: (name, amount) => `Confirm: ${amount ?? 'your payment'} to ${name}`,
    askedText: 'You wrote it on X. It leaves with your code.',
    refused: 'What you wrote on X sent nothing',
    refusedText: 'See why in your wallet.',
    revoked: (device) => `${device} was shut out`,
    revokedText: 'Its key may have been copied. All your sessions have ended: sign in again.',
    several: (count) => `${count} new things in your wallet`,
    severalText: 'See them in your history.',
    news: 'Something is new in your wallet',
  },
  fr: {
    received: (name, amount) => `${name} vous a envoyé ${amount ?? 'de l’argent'}`,
    receivedText: 'L’argent est dans votre portefeuille.',
    thanked: (name, amount) => `${name} vous remercie${amount === null ? '' : ` pour ${amount}`}`,
    thankedText: 'Pour votre paiement.',
    requested: (name, amount) => `${name} vous demande ${amount ?? 'de l’argent'}`,
    requestedText: 'Rien n’est payé sans votre accord.',
    asked: (name, amount) => `À confirmer\u00a0: ${amount ?? 'votre paiement'} à ${name}`,
    askedText: 'Vous l’avez écrit sur X. Il part avec votre code.',
    refused: 'Ce que vous avez écrit sur X n’a rien envoyé',
    refusedText: 'Voyez pourquoi dans votre portefeuille.',
    revoked: (device) => `${device} a été exclu`,
    revokedText: 'Sa clé a peut-être été copiée. Toutes vos sessions sont closes\u00a0: reconnectez-vous.',
    several: (count) => `${count} nouveautés dans votre portefeuille`,
    severalText: 'Voyez-les dans l’historique.',
    news: 'Du nouveau dans votre portefeuille',
  },
};
