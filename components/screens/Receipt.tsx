/** How a payment ended: sent at what time, to whom, how much; or why nothing left the wallet. */
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatTime } from '../../lib/words/dates.ts';
import { safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { Amount } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { PayeeLine } from '../ui/PersonCard.tsx';
import { StateLabel } from '../ui/StateLabel.tsx';

type Props = {
  payment: Payment;
  /** Handle of whom the same command pays next. */
  next?: string | null;
  onNext?: () => void;
  onDone: () => void;
  onHistory: () => void;
};

export function Receipt({ payment, next = null, onNext, onDone, onHistory }: Props) {
  const words = useWords();
  const title = useTitle(payment);
  const sent = payment.state === 'settled';
  const { payee } = payment;
  return (
    <>
      <Header title={title} documentTitle={title} focus />
      <main class="screen screen-centred receipt">
        <p
          class={`outcome outcome-${sent ? 'good' : payment.state === 'held' ? 'waiting' : 'none'}`}
          aria-hidden="true"
        >
          <svg viewBox="0 0 64 64" aria-hidden="true">
            {sent ? <path d="M18 33 28 43 47 22" /> : <path d="M20 32H44" />}
          </svg>
        </p>
        <Amount minor={payment.amount.amount} size="huge" />
        <PayeeLine payee={payee} />
        {payment.memo ? (
          <p class="receipt-memo" dir="auto">
            {safeText(payment.memo)}
          </p>
        ) : null}
        {sent ? null : <Explanation payment={payment} />}
        <div class="actions">
          {next !== null && onNext ? (
            <Button onClick={onNext}>{words.receipt.next(`@${next}`)}</Button>
          ) : null}
          <Button kind={next === null ? 'main' : 'quiet'} onClick={onDone}>
            {words.receipt.done}
          </Button>
          <Button kind="text" onClick={onHistory}>
            {words.receipt.history}
          </Button>
        </div>
      </main>
    </>
  );
}

function useTitle(payment: Payment): string {
  const words = useWords();
  const { language } = useServices();
  if (payment.state === 'settled') {
    return words.receipt.sentAt(formatTime(payment.settled_at ?? payment.created_at, language));
  }
  return payment.state === 'held'
    ? words.receipt.heldTitle(`@${payment.payee.handle}`)
    : words.receipt.notSent;
}

function Explanation({ payment }: { payment: Payment }) {
  const words = useWords();
  const text =
    payment.state === 'held'
      ? words.receipt.held
      : payment.state === 'returned'
        ? words.receipt.returned
        : words.receipt.nothingMoved;
  return (
    <p class="explanation">
      <StateLabel payment={payment} /> <span>{text}</span>
    </p>
  );
}
