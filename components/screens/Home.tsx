/** The wallet opened for itself: balance, "to whom?", the latest payments. Always works, even when X's page does not. */
import { useId, useState } from 'preact/hooks';
import type { WalletView } from '../../lib/messages.ts';
import { handlesOf } from '../handles.ts';
import { goTo, useFocusOnShow } from '../hooks.ts';
import { lazy } from '../lazy.tsx';
import { usePayments, useSeen } from '../payments.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PageHealthNotice } from '../ui/PageHealthNotice.tsx';
import { PaymentList } from '../ui/PaymentList.tsx';
import { AtHandle } from '../ui/PersonCard.tsx';
import { PushNotice } from '../ui/PushNotice.tsx';
import { Sparrow } from '../ui/Sparrow.tsx';
import { ToConfirm } from '../ui/ToConfirm.tsx';
import type { Wallet } from '../wallet.ts';

const Alerts = lazy(() => import('../ui/Alerts.tsx').then((module) => module.Alerts), 'part');
const WaitingNotice = lazy(
  () => import('../ui/WaitingNotice.tsx').then((module) => module.WaitingNotice),
  'part',
);

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
const LATEST = 3;

export function Home({ wallet, view }: { wallet: Wallet; view: SignedIn }) {
  const words = useWords();
  const unseen = useSeen(wallet, view.unseen);
  return (
    <>
      <header class="header header-brand">
        <Sparrow />
        <h1>Moineau</h1>
        <AtHandle handle={view.person.handle} />
      </header>
      <main class="screen">
        <Balance view={view} />
        {view.wallet ? null : (
          <Notice tone="warning">
            <p>{words.home.offline}</p>
            <Button kind="quiet" onClick={() => void wallet.reload()}>
              {words.common.retry}
            </Button>
          </Notice>
        )}
        {view.wallet?.frozen_since ? (
          <Notice tone="warning" title={words.settings.freeze.frozenTitle}>
            <p>
              <a href="#/freeze">{words.settings.freeze.open}</a>
            </p>
          </Notice>
        ) : null}
        {view.alerts.length > 0 ? <Alerts wallet={wallet} alerts={view.alerts} /> : null}
        <ToConfirm wallet={wallet} />
        <WaitingNotice />
        <PageHealthNotice />
        <PushNotice />
        <Who wallet={wallet} />
        <Latest unseen={unseen} />
        <Places />
      </main>
    </>
  );
}

function Balance({ view }: { view: SignedIn }) {
  const words = useWords();
  const { language } = useServices();
  return (
    <section class="balance" aria-label={words.home.balance}>
      <p class="balance-name">{words.home.balance}</p>
      {view.wallet ? (
        <p class="amount amount-huge">{amountText(view.wallet.balance.amount, language)}</p>
      ) : (
        <p class="muted">{words.home.balanceUnknown}</p>
      )}
      <Button kind="quiet" onClick={() => goTo('/add-money')}>
        {words.common.addMoney}
      </Button>
    </section>
  );
}

function Who({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  const id = useId();
  const field = useFocusOnShow<HTMLInputElement>();
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const handles = handlesOf(text);
    setBad(handles === null);
    if (handles !== null) void wallet.start(handles);
    else field.current?.focus();
  };
  return (
    <form class="who field" onSubmit={submit} noValidate>
      <label for={id}>{words.home.who}</label>
      <div class="who-line">
        <input
          id={id}
          ref={field}
          type="text"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          maxLength={200}
          placeholder={words.home.whoExample}
          value={text}
          aria-invalid={bad}
          aria-describedby={`${id}-problem`}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setBad(false);
          }}
        />
        <Button type="submit" busy={wallet.busy === 'start'}>
          {words.home.start}
        </Button>
      </div>
      <p id={`${id}-problem`} class="field-problem" role={bad ? 'alert' : undefined}>
        {bad ? words.home.badHandle : null}
      </p>
      {wallet.failure ? <ErrorNotice error={wallet.failure} /> : null}
    </form>
  );
}

function Places() {
  const words = useWords();
  const places: readonly [string, string][] = [
    ['/requests', words.requests.title],
    ['/held', words.held.title],
    ['/settings', words.settings.title],
    ['/help', words.help.title],
  ];
  return (
    <nav class="home-places" aria-label="Moineau">
      {places.map(([route, name]) => (
        <a key={route} href={`#${route}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function Latest({ unseen }: { unseen: number }) {
  const words = useWords();
  const { payments } = usePayments(LATEST);
  if (!payments) return null;
  return (
    <section class="latest">
      <h2>{words.home.latest}</h2>
      {payments.length === 0 ? (
        <p class="muted">{words.history.empty}</p>
      ) : (
        <PaymentList payments={payments.slice(0, LATEST)} unseen={unseen} />
      )}
      {payments.length === 0 ? null : (
        <Button kind="text" onClick={() => goTo('/history')}>
          {words.home.allHistory}
        </Button>
      )}
    </section>
  );
}
