/** A pushed message as a notification: what it says, and which screen it leads to. */
import { centsFromWire, formatCents } from '../../lib/money.ts';
import type { PushMessage } from '../../lib/protocol/notifications.ts';
import type { Language } from '../../lib/words/language.ts';
import { pushWords } from '../../lib/words/push.ts';

export type Note = {
  readonly title: string;
  readonly text: string;
  /** The same again takes its place. */
  readonly tag: string;
  /** Where a tap on it leads: a route of the page. */
  readonly route: string;
};

/** The notification for a message. One of a kind that this version does not know yet is told as news. */
export function noteOf(message: PushMessage, language: Language): Note {
  const words = pushWords[language];
  switch (message.kind) {
    case 'payment.received':
      return {
        title: words.received(message.from.name, amountOf(message, language)),
        text: words.receivedText,
        // The page's own notification of it has the same.
        tag: message.payment_id,
        route: '#/history',
      };
    case 'payment.thanked':
      return {
        title: words.thanked(message.from.name, amountOf(message, language)),
        text: words.thankedText,
        tag: `${message.payment_id}.thanks`,
        route: '#/history',
      };
    case 'payment.asked':
      return {
        title: words.asked(message.to.name, amountOf(message, language)),
        text: words.askedText,
        tag: message.payment_id,
        // Where it waits at the head of the page.
        route: '#/',
      };
    case 'request.received':
      return {
        title: words.requested(message.from.name, amountOf(message, language)),
        text: words.requestedText,
        tag: message.request_id,
        route: '#/',
      };
    case 'command.refused':
      return {
        title: words.refused,
        text: words.refusedText,
        tag: message.command_id,
        route: '#/written',
      };
    case 'device.revoked':
      return {
        title: words.revoked(message.device),
        text: words.revokedText,
        tag: 'moineau.revoked',
        route: '#/',
      };
    case 'several':
      return {
        title: words.several(message.count),
        text: words.severalText,
        tag: 'moineau.several',
        route: '#/history',
      };
    default:
      return { title: words.news, text: '', tag: 'moineau.news', route: '#/history' };
  }
}

function amountOf(
  { amount }: { readonly amount: { readonly amount: string } | null },
  language: Language,
): string | null {
  return amount === null ? null : formatCents(centsFromWire(amount.amount), language);
}
