/**
 * Every payment of this wallet, newest first, by day; to search, to narrow, by month, to take along. Opening it means that what
 * came in has been looked at.
 */
import { useCallback, useState } from 'preact/hooks';
import type { Payment } from '../../lib/protocol/payments.ts';
import { everything, type Filter, isEverything } from '../../lib/store/search.ts';
import { dayKey, formatDay } from '../../lib/words/dates.ts';
import { useHistory } from '../history.ts';
import { goTo } from '../hooks.ts';
import { useSeen } from '../payments.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Notice } from '../ui/Notice.tsx';
import { newIds, PaymentRow } from '../ui/PaymentList.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { VirtualFeed } from '../ui/VirtualFeed.tsx';
import type { Wallet } from '../wallet.ts';
import { Download } from './history/Download.tsx';
import { Filters } from './history/Filters.tsx';
import { Months } from './history/Months.tsx';
import { Thanks } from './history/Thanks.tsx';

/** Where the reader was, for when he comes back to this screen. */
const left: { filter: Filter; offset: number } = { filter: everything, offset: 0 };

/** The first payments, among which the new ones are. */
const FIRST = 25;

export function History({ wallet, unseen: unseenNow }: { wallet: Wallet; unseen: number }) {
  const words = useWords();
  const unseen = useSeen(wallet, unseenNow);
  const [filter, setFilter] = useState(left.filter);
  const history = useHistory(filter);
  const narrow = useCallback((to: Filter) => {
    left.filter = to;
    left.offset = 0;
    setFilter(to);
  }, []);
  const isEmpty = history.total === 0 && isEverything(filter);
  return (
    <>
      <Header title={words.history.title} documentTitle={words.history.title} onBack={() => goTo('/')} />
      <main class="screen">
        {history.failed ? (
          <Notice>
            <p>{words.history.failed}</p>
          </Notice>
        ) : null}
        {history.total === null ? (
          history.failed ? null : (
            <Spinner text={words.common.loading} />
          )
        ) : isEmpty ? (
          <Empty />
        ) : (
          <>
            <Filters filter={filter} months={history.months} onChange={narrow} found={history.total} />
            <Months months={history.months} onChoose={(month) => narrow({ ...everything, month })} />
            <Download months={history.months} month={filter.month} />
            <Payments history={history} total={history.total} unseen={isEverything(filter) ? unseen : 0} />
          </>
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

type ListProps = { history: ReturnType<typeof useHistory>; total: number; unseen: number };

function Payments({ history, total, unseen }: ListProps) {
  const words = useWords();
  const first = Array.from({ length: Math.min(FIRST, total) }, (_, place) => history.at(place));
  const marked = newIds(
    first.filter((payment) => payment !== undefined),
    unseen,
  );
  const row = (place: number) => {
    const payment = history.at(place);
    const before = place === 0 ? undefined : history.at(place - 1);
    const startsDay = payment && (place === 0 || (before && !sameDay(before, payment)));
    return {
      labelledBy: `payment-${place}`,
      content: (
        <>
          {startsDay ? <Day instant={payment.created_at} /> : null}
          <div class="payment" id={`payment-${place}`}>
            {payment ? (
              <PaymentRow
                payment={payment}
                isNew={marked.has(payment.id)}
                more={<Thanks payment={payment} />}
              />
            ) : (
              <p class="muted">{words.common.loading}</p>
            )}
          </div>
        </>
      ),
    };
  };
  if (total === 0) return <p class="muted end">{words.history.nothingFound}</p>;
  return (
    <>
      <VirtualFeed
        label={words.history.title}
        count={total}
        busy={false}
        offset={left.offset}
        onLeave={(offset) => {
          left.offset = offset;
        }}
        onSight={history.need}
        row={row}
      />
      <p class="muted end">{words.history.end}</p>
    </>
  );
}

function sameDay(a: Payment, b: Payment): boolean {
  return dayKey(a.created_at) === dayKey(b.created_at);
}

function Day({ instant }: { instant: string }) {
  const services = useServices();
  return <h2 class="day">{formatDay(instant, services.now(), services)}</h2>;
}
