/** Thanks for one payment: a button for who received it, a word for both once it was said. */
import { useState } from 'preact/hooks';
import type { Payment } from '../../../lib/protocol/payments.ts';
import { useServices, useWords } from '../../services.ts';

export function Thanks({ payment }: { payment: Payment }) {
  const words = useWords();
  const { send } = useServices();
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  const { thanked_at, direction, payer, payee } = payment;
  if (thanked_at !== null) {
    return (
      <p class="payment-thanks">
        {direction === 'in' ? words.history.youThanked : words.history.thankedYou(payee.name)}
      </p>
    );
  }
  if (direction !== 'in' || payment.state !== 'settled') return null;
  const thank = async () => {
    setState('sending');
    const answer = await send('wallet.thank', { paymentId: payment.id });
    // Said, it is the store that tells.
    setState(answer.ok ? 'sending' : 'failed');
  };
  return (
    <p class="payment-thanks">
      <button
        type="button"
        class="button-link"
        disabled={state === 'sending'}
        aria-label={words.history.thankWhom(payer.name)}
        onClick={() => void thank()}
      >
        {words.history.thank}
      </button>
      <span role="status">{state === 'failed' ? ` ${words.history.thankFailed}` : ''}</span>
    </p>
  );
}
