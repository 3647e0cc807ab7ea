/**
 * Which screen is shown: the route's (routes.tsx), else the draft's step, else home.
 * The same in popup, window and tab. Losing the window loses nothing, because the draft is the background's.
 */
import { useEffect } from 'preact/hooks';
import type { Draft, WalletView } from '../lib/messages.ts';
import { useBackButton } from './back-button.ts';
import { goTo, useKeptFocus, useRoute } from './hooks.ts';
import { useIdleLock } from './idle.ts';
import { lazy } from './lazy.tsx';
import { screenAt } from './routes.tsx';
import { Code } from './screens/Code.tsx';
import { Home } from './screens/Home.tsx';
import { Pay } from './screens/Pay.tsx';
import { type Services, ServicesContext, staysOpen, useServices, useWords } from './services.ts';
import { Button } from './ui/Button.tsx';
import { ErrorNotice } from './ui/Notice.tsx';
import { Spinner } from './ui/Spinner.tsx';
import { useWallet, type Wallet } from './wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

const Checking = lazy(() => import('./screens/Checking.tsx').then((module) => module.Checking));
const Receipt = lazy(() => import('./screens/Receipt.tsx').then((module) => module.Receipt));
const Onboarding = lazy(() => import('./screens/Onboarding.tsx').then((module) => module.Onboarding));
const Lock = lazy(() => import('./screens/Lock.tsx').then((module) => module.Lock));
const Upgrade = lazy(() => import('./screens/Upgrade.tsx').then((module) => module.Upgrade));

/** How long a closing window waits for its goodbye to reach the background. */
const GOODBYE_MS = 300;

export function App({ services }: { services: Services }) {
  return (
    <ServicesContext.Provider value={services}>
      <Screens />
    </ServicesContext.Provider>
  );
}

function Screens() {
  const wallet = useWallet();
  useKeptFocus();
  const route = useRoute();
  const { surface, close } = useServices();
  const { idle, wake } = useIdleLock(wallet.view?.status === 'signed_in' && wallet.view.pinSet);
  useEffect(() => {
    // A popup closes on Escape by itself; the draft stays in every case.
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && surface === 'window') close();
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [surface, close]);

  const { view } = wallet;
  if (!view) return <Starting wallet={wallet} />;
  // Whoever was paid before he had a wallet may take it, or send it back, before he chooses a code.
  const mayTake = view.status === 'signed_in' && route === '/held';
  if (view.status === 'signed_out' || !(view.pinSet || mayTake))
    return <Onboarding wallet={wallet} view={view} />;
  // The way out of a forgotten code must be open when that very code is asked for.
  const mayShow = ['/code-forgotten', '/code-by-passkey'].includes(route);
  if (idle && !mayShow) return <Lock wallet={wallet} view={view} onOpen={wake} />;
  const locked = view.wallet?.locked ?? false;
  const open: SignedIn = locked ? { ...view, wallet: null } : view;
  // A payment that was begun goes on: its own code opens the session, and nothing of the wallet is shown until then.
  const begun = view.draft && ['/', '/passkey'].includes(route) ? view.draft : null;
  if (locked && !begun && !mayShow) return <Lock wallet={wallet} view={view} onOpen={wake} />;
  if (route === '/onboarding') return <Onboarding wallet={wallet} view={view} />;
  const shown = screenAt(route, { wallet, view: open });
  if (shown) return shown;
  if (view.upgrade) return <Upgrade view={open} />;
  if (view.draft) return <DraftScreen wallet={wallet} view={open} draft={view.draft} locked={locked} />;
  return <AtHome wallet={wallet} view={view} />;
}

/** The browser's "back" where the wallet stays open; popup and window have none. */
function useSteps(depth: number, stepOut: () => Promise<unknown>): void {
  const { surface } = useServices();
  useBackButton(staysOpen(surface) ? depth : null, stepOut);
}

function AtHome(props: Parameters<typeof Home>[0]) {
  useSteps(0, () => Promise.resolve());
  return <Home {...props} />;
}

function Starting({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  return (
    <main class="screen screen-centred">
      <h1 class="for-readers">Moineau</h1>
      {wallet.failure ? (
        <ErrorNotice error={wallet.failure}>
          <Button kind="quiet" onClick={() => void wallet.reload()}>
            {words.common.retry}
          </Button>
        </ErrorNotice>
      ) : (
        <Spinner text={words.common.loading} />
      )}
    </main>
  );
}

type DraftProps = { wallet: Wallet; view: SignedIn; draft: Draft; locked: boolean };

/** How many steps in a draft is: what the browser's "back" undoes, one by one. */
const DEPTHS: Record<Draft['step'], number> = { pay: 1, code: 2, sent: 1, receipt: 1 };

function DraftScreen({ wallet, view, draft, locked }: DraftProps) {
  const { surface, close } = useServices();
  const end = async () => {
    await Promise.race([wallet.discard(), new Promise((done) => setTimeout(done, GOODBYE_MS))]);
    if (!staysOpen(surface)) close();
  };
  useSteps(DEPTHS[draft.step], async () => {
    // What has been sent can't be left: its outcome is asked for.
    if (draft.step === 'code') await wallet.back();
    else if (draft.step !== 'sent') await end();
  });
  switch (draft.step) {
    case 'pay':
      return <Pay wallet={wallet} view={view} draft={draft} onClose={() => void end()} />;
    case 'code':
      return <Code wallet={wallet} view={view} draft={draft} locked={locked} onClose={() => void end()} />;
    case 'sent':
      return <Checking wallet={wallet} draft={draft} onLeave={staysOpen(surface) ? undefined : close} />;
    case 'receipt':
      return draft.payment || draft.split ? (
        <Receipt
          payments={draft.split?.payments ?? (draft.payment ? [draft.payment] : [])}
          onDone={() => void end()}
          onHistory={() => {
            goTo('/history');
            void wallet.discard();
          }}
          onOpen={(paymentId) => {
            goTo(`/payment/${paymentId}`);
            void wallet.discard();
          }}
        />
      ) : (
        <Home wallet={wallet} view={view} />
      );
  }
}
