/** What is pushed of a person's events. Only what asks for somebody's attention; amounts only where he wants them. */
import type { Payment, PushMessage, WalletEvent } from '../../lib/protocol/index.ts';

/** More than these at once are one message: nobody wants to wipe away ten. */
const MOST_AT_ONCE = 3;

/** The messages for these events of one stream, in their order. */
export function messagesOf(events: readonly WalletEvent[], hideAmounts: boolean): PushMessage[] {
  const messages = events.flatMap((event) => messageOf(event, hideAmounts) ?? []);
  const last = messages.at(-1);
  if (!last || messages.length <= MOST_AT_ONCE) return messages;
  return [{ kind: 'several', seq: last.seq, count: messages.length }];
}

function messageOf(event: WalletEvent, hideAmounts: boolean): PushMessage | null {
  const { seq } = event;
  const told = <A>(amount: A) => (hideAmounts ? null : amount);
  switch (event.type) {
    case 'payment.received':
    case 'payment.thanked': {
      const { id, amount, payer, payee } = event.payment;
      const from = nameOf(event.type === 'payment.received' ? payer : payee);
      return { kind: event.type, seq, payment_id: id, amount: told(amount), from };
    }
    case 'payment.updated': {
      const { id, amount, payee } = event.payment;
      if (!asksForCode(event.payment)) return null;
      return { kind: 'payment.asked', seq, payment_id: id, amount: told(amount), to: nameOf(payee) };
    }
    case 'request.received': {
      const { id, amount, payee } = event.request;
      return { kind: event.type, seq, request_id: id, amount: told(amount), from: nameOf(payee) };
    }
    // X may not let us answer there, and does so late: he is told here first.
    case 'command.updated':
      return event.command.state === 'refused'
        ? { kind: 'command.refused', seq, command_id: event.command.id }
        : null;
    case 'device.revoked':
      return { kind: event.type, seq, device: event.device.name };
    default:
      return null;
  }
}

/** Ordered by what he wrote on X: nobody was in a wallet then, so nobody has been asked for the code yet. */
function asksForCode({ direction, state, origin }: Payment): boolean {
  const byWriting = origin === 'command_tweet' || origin === 'command_dm';
  return byWriting && direction === 'out' && state === 'awaiting_confirmation';
}

function nameOf({ name, handle }: { name: string; handle: string }) {
  return { name, handle };
}
