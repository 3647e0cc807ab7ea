/** A payment's state in the same words everywhere. */
import type { Payment } from '../../lib/protocol/payments.ts';
import { useWords } from '../services.ts';

export function StateLabel(props: { payment: Payment }) {
  const words = useWords();
  const { state, direction, payee } = props.payment;
  return (
    <span class={`state state-${state}`}>
      {words.states[state]({ direction, payee: `@${payee.handle}` })}
    </span>
  );
}

/** Whether money left or came: what was refused, cancelled or expired did not move. */
export function hasMoved(payment: Payment): boolean {
  return payment.state === 'settled' || payment.state === 'held';
}
