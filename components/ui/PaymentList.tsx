/** Payments in a list: who, which way in words and sign, how much, when, in which state. Never by colour alone. */
import type { ComponentChildren } from 'preact';
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatTime } from '../../lib/words/dates.ts';
import { safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { SignedAmount } from './Amount.tsx';
import { AtHandle, Avatar, Name } from './PersonCard.tsx';
import { hasMoved, StateLabel } from './StateLabel.tsx';

/** The `unseen` newest incoming payments. */
export function newIds(payments: readonly Payment[], unseen: number): ReadonlySet<string> {
  return new Set(
    payments
      .filter((payment) => payment.direction === 'in' && payment.state === 'settled')
      .slice(0, unseen)
      .map((payment) => payment.id),
  );
}

export function PaymentList(props: { payments: readonly Payment[]; unseen: number }) {
  const marked = newIds(props.payments, props.unseen);
  return (
    <ul class="payments">
      {props.payments.map((payment) => (
        <li key={payment.id} class="payment">
          <PaymentRow payment={payment} isNew={marked.has(payment.id)} />
        </li>
      ))}
    </ul>
  );
}

/** What stands in a row. `more`: what can be done about it, under its text. */
export function PaymentRow({
  payment,
  isNew,
  more,
}: {
  payment: Payment;
  isNew: boolean;
  more?: ComponentChildren;
}) {
  const words = useWords();
  const { language } = useServices();
  const other = payment.direction === 'in' ? payment.payer : payment.payee;
  return (
    <>
      <Avatar name={other.name} handle={other.handle} xUserId={other.x_user_id} small />
      <div class="payment-text">
        <p class="payment-name">
          <a href={`#/payment/${payment.id}`}>
            <Name name={other.name} handle={other.handle} />
          </a>
          {isNew ? <span class="new">{words.history.isNew}</span> : null}
        </p>
        <p class="payment-facts">
          <StateLabel payment={payment} /> ·{' '}
          {payment.direction === 'in' ? words.history.from : words.history.to}{' '}
          <AtHandle handle={other.handle} /> ·{' '}
          {formatTime(payment.settled_at ?? payment.created_at, language)}
        </p>
        {payment.memo ? (
          <p class="payment-memo" dir="auto">
            {safeText(payment.memo)}
          </p>
        ) : null}
        {more}
      </div>
      <SignedAmount minor={payment.amount.amount} direction={payment.direction} moved={hasMoved(payment)} />
    </>
  );
}
