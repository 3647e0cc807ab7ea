/** Every payment of this wallet, newest first, by day. Opening it means that what came in has been looked at. */
import { useEffect, useRef } from 'preact/hooks';
import type { Payment } from '../../lib/protocol/payments.ts';
import { dayKey, formatDay } from '../../lib/words/dates.ts';
import { goTo } from '../hooks.ts';
import { type Payments, usePayments, useSeen } from '../payments.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Notice } from '../ui/Notice.tsx';
import { newIds, PaymentList } from '../ui/PaymentList.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import type { Wallet } from '../wallet.ts';

const PAGE_SIZE = 30;

type Day = { readonly key: string; readonly payments: Payment[] };

/** Keeps the order; a day is the reader's own. */
export function groupByDay(payments: readonly Payment[]): Day[] {
  const days: Day[] = [];
  for (const payment of payments) {
    const key = dayKey(payment.created_at);
    const last = days.at(-1);
    if (last?.key === key) last.payments.push(payment);
    else days.push({ key, payments: [payment] });
  }
  return days;
}

export function History({ wallet, unseen: unseenNow }: { wallet: Wallet; unseen: number }) {
  const words = useWords();
  const unseen = useSeen(wallet, unseenNow);
  const history = usePayments(PAGE_SIZE);
  return (
    <>
      <Header title={words.history.title} documentTitle={words.history.title} onBack={() => goTo('/')} />
      <main class="screen">
        {history.failed ? (
          <Notice>
            <p>{words.history.failed}</p>
          </Notice>
        ) : null}
        {history.payments === null ? (
          <Spinner text={words.common.loading} />
        ) : history.payments.length === 0 && !history.failed ? (
          <Empty />
        ) : (
          <Days history={history} payments={history.payments} unseen={unseen} />
        )}
      </main>
    </>
  );
}

function Empty() {
  const words = useWords();
  return (
    <section class="empty">
      <h2>{words.history.emptyTitle}</h2>
      <p>{words.history.empty}</p>
      <Button onClick={() => goTo('/')}>{words.history.emptyAction}</Button>
    </section>
  );
}

function Days({
  history,
  payments,
  unseen,
}: {
  history: Payments;
  payments: readonly Payment[];
  unseen: number;
}) {
  const words = useWords();
  const { language, now } = useServices();
  const marked = newIds(payments, unseen);
  return (
    <>
      {groupByDay(payments).map((day) => (
        <section key={day.key} class="day">
          <h2>{formatDay(day.payments[0]?.created_at ?? day.key, now(), language)}</h2>
          <PaymentList payments={day.payments} unseen={0} marked={marked} />
        </section>
      ))}
      {history.hasMore ? <More onMore={history.more} /> : <p class="muted end">{words.history.end}</p>}
    </>
  );
}

/** Goes on by itself when it comes into view; the button is for keyboards and for where that does not work. */
function More({ onMore }: { onMore: () => Promise<void> }) {
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (typeof IntersectionObserver === 'undefined' || !place.current) return;
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void onMore();
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
  });
  return (
    <div ref={place}>
      <Button kind="quiet" onClick={() => void onMore()}>
        {words.history.more}
      </Button>
    </div>
  );
}
