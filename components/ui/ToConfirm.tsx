/**
 * What this person has asked for by writing on X and not confirmed yet, each leading to its code. Nothing where there is
 * nothing to confirm.
 */
import { centsFromWire, centsToWire, sumCents } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import { formatTime } from '../../lib/words/dates.ts';
import { useNow } from '../hooks.ts';
import { usePayments } from '../payments.ts';
import { useServices, useWords } from '../services.ts';
import type { Wallet } from '../wallet.ts';
import { Amount } from './Amount.tsx';
import { AtHandle, Avatar, Name } from './PersonCard.tsx';

/** Payments looked through for those that wait: they expire long before so many come after them. */
const LOOKED_THROUGH = 50;
/** Milliseconds after which what has expired is gone from the list. */
const LOOK_AGAIN_MS = 5_000;

/** Whether it was asked for by a post or message on X, and waits for its payer's code. */
export function waitsForCode(payment: Payment, now: Date): boolean {
  const byWriting = payment.origin === 'command_tweet' || payment.origin === 'command_dm';
  const waits = payment.state === 'awaiting_confirmation' && Date.parse(payment.expires_at) > now.getTime();
  return byWriting && waits && payment.direction === 'out';
}

export function ToConfirm({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  const { payments } = usePayments(LOOKED_THROUGH);
  const now = useNow(LOOK_AGAIN_MS);
  const waiting = together((payments ?? []).filter((payment) => waitsForCode(payment, now)));
  if (waiting.length === 0) return null;
  return (
    <section class="to-confirm">
      <h2>{words.home.toConfirm}</h2>
      <ul class="payments">
        {waiting.map((payments) => (
          <li key={payments[0].id}>
            <Row payments={payments} wallet={wallet} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type Together = readonly [Payment, ...Payment[]];

/** What one code confirms is one row: a payment, or all of a split. */
function together(payments: readonly Payment[]): Together[] {
  const groups = new Map<string, Together>();
  for (const payment of payments) {
    const id = payment.split_id ?? payment.id;
    const before = groups.get(id);
    groups.set(id, before ? [...before, payment] : [payment]);
  }
  return [...groups.values()];
}

function Row({ payments, wallet }: { payments: Together; wallet: Wallet }) {
  const words = useWords();
  const { language } = useServices();
  const [payment, ...others] = payments;
  const { payee } = payment;
  const sum = sumCents(payments.map(({ amount }) => centsFromWire(amount.amount)));
  return (
    <button
      type="button"
      class="payment payment-button"
      disabled={wallet.busy === 'start'}
      onClick={() => void wallet.open(payment.id)}
    >
      <Avatar name={payee.name} handle={payee.handle} xUserId={payee.x_user_id} small />
      <span class="payment-text">
        <span class="payment-name">
          <Name name={payee.name} handle={payee.handle} />
          {others.length > 0 ? ` + ${others.length}` : null}
        </span>
        <span class="payment-facts">
          <AtHandle handle={payee.handle} />{' '}
          {others.map(({ payee: other }) => (
            <>
              <AtHandle handle={other.handle} />{' '}
            </>
          ))}
          · {words.code.validUntil(formatTime(payment.expires_at, language))}
        </span>
      </span>
      <Amount minor={centsToWire(sum)} />
    </button>
  );
}
