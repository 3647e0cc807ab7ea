/** How a payment ended, or several that were confirmed as one: sent at what time, to whom, how much; or why not. */
import { centsFromWire, centsToWire, sumCents } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatDate, formatTime } from '../../lib/words/dates.ts';
import { goTo } from '../hooks.ts';
import { safeText } from '../names.ts';
import { useOnXWords } from '../on-x-words.ts';
import { useServices, useWords } from '../services.ts';
import { Amount, amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { DeletePost } from '../ui/DeletePost.tsx';
import { Header } from '../ui/Header.tsx';
import { isOrderedByPost } from '../ui/OnX.tsx';
import { PayeeLine } from '../ui/PersonCard.tsx';
import { StateLabel } from '../ui/StateLabel.tsx';

type Props = {
  /** All of them were confirmed together; at least one. */
  payments: readonly Payment[];
  onDone: () => void;
  onHistory: () => void;
  /** One payment with all that may be done with it. */
  onOpen: (paymentId: string) => void;
};

export function Receipt({ payments, onDone, onHistory, onOpen }: Props) {
  const words = useWords();
  const { language } = useServices();
  const title = useTitle(payments);
  const [first] = payments;
  const sent = payments.every(({ state }) => state === 'settled');
  const total = centsToWire(sumCents(payments.map(({ amount }) => centsFromWire(amount.amount))));
  return (
    <>
      <Header title={title} documentTitle={title} focus />
      <main class="screen screen-centred receipt">
        <p
          class={`outcome outcome-${sent ? 'good' : payments.some(isHeld) ? 'waiting' : 'none'}`}
          aria-hidden="true"
        >
          <svg viewBox="0 0 64 64" aria-hidden="true">
            {sent ? <path d="M18 33 28 43 47 22" /> : <path d="M20 32H44" />}
          </svg>
        </p>
        <Amount minor={total} size="huge" />
        <ul class="confirm-payees">
          {payments.map((payment) => (
            <li key={payment.id}>
              <PayeeLine payee={payment.payee} small={payments.length > 1} />
              {payments.length > 1 ? (
                <p class="muted">
                  <span class="amount">{amountText(payment.amount.amount, language)}</span> ·{' '}
                  <StateLabel payment={payment} />
                </p>
              ) : null}
            </li>
          ))}
        </ul>
        {first?.memo ? (
          <p class="receipt-memo" dir="auto">
            {safeText(first.memo)}
          </p>
        ) : null}
        {payments.length === 1 && first && !sent ? <Explanation payment={first} /> : null}
        <div class="actions">
          <Button onClick={onDone}>{words.receipt.done}</Button>
          {payments.filter(isHeld).map((payment) => (
            <Invite key={payment.id} payment={payment} />
          ))}
          {payments.length === 1 && first ? (
            <Button kind="text" onClick={() => onOpen(first.id)}>
              {words.held.payment}
            </Button>
          ) : null}
          <Button kind="text" onClick={onHistory}>
            {words.receipt.history}
          </Button>
          {first?.tweet_id && isOrderedByPost(first) ? <DeletePost tweetId={first.tweet_id} /> : null}
        </div>
      </main>
    </>
  );
}

/** Nobody else tells him: the service writes to nobody first. */
function Invite({ payment }: { payment: Payment }) {
  const { invite } = useOnXWords();
  return (
    <Button kind="quiet" onClick={() => goTo(`/invite/${payment.id}`)}>
      {invite.title(`@${payment.payee.handle}`)}
    </Button>
  );
}

const isHeld = ({ state }: Payment) => state === 'held';

function useTitle(payments: readonly Payment[]): string {
  const words = useWords();
  const { language } = useServices();
  const sent = payments.find(({ state }) => state === 'settled');
  if (sent) return words.receipt.sentAt(formatTime(sent.settled_at ?? sent.created_at, language));
  const held = payments.find(isHeld);
  return held ? words.receipt.heldTitle(`@${held.payee.handle}`) : words.receipt.notSent;
}

function Explanation({ payment }: { payment: Payment }) {
  const words = useWords();
  const { language, now } = useServices();
  const { held_until, state } = payment;
  const text =
    state === 'held'
      ? words.receipt.held(held_until === null ? null : formatDate(new Date(held_until), now(), language))
      : state === 'returned'
        ? words.receipt.returned
        : words.receipt.nothingMoved;
  return (
    <p class="explanation">
      <StateLabel payment={payment} /> <span>{text}</span>
    </p>
  );
}
