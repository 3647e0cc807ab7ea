/**
 * From nothing to a first payment in under a minute: link X, choose the code twice, add money or not, find the
 * icon. Each step is decided by what the background says is done, so that a closed tab goes on where it was.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { WalletView } from '../../lib/messages.ts';
import { isTrivialPin } from '../../lib/protocol/pin.ts';
import type { Words } from '../../lib/words/index.ts';
import { useAnswer } from '../answers.ts';
import { goTo, useRoute } from '../hooks.ts';
import { lazy } from '../lazy.tsx';
import { useOnXWords } from '../on-x-words.ts';
import { type Surface, useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import { Sparrow } from '../ui/Sparrow.tsx';
import type { Wallet } from '../wallet.ts';
import { TopUpForm } from './AddMoney.tsx';

const ShutOut = lazy(() => import('./Devices.tsx').then((module) => module.ShutOut), 'part');

const STEPS = 4;
const X_HOME = 'https://x.com/home';

export function Onboarding({ wallet, view }: { wallet: Wallet; view: WalletView }) {
  const [moneyDone, setMoneyDone] = useState(false);
  if (view.status === 'signed_out') return <Welcome wallet={wallet} shutOut={view.shutOut} />;
  if (!view.pinSet) return <ChooseCode wallet={wallet} />;
  if (!moneyDone) return <FirstMoney wallet={wallet} onDone={() => setMoneyDone(true)} />;
  return <Ready balanceMinor={view.wallet?.balance.amount ?? null} />;
}

function Step(props: { step: number; title: string; focus?: boolean; children: ComponentChildren }) {
  const words = useWords();
  return (
    <>
      <Header
        title={props.title}
        documentTitle={words.onboarding.documentTitle}
        focus={props.focus ?? true}
      />
      <main class="screen">
        <p class="step">{words.onboarding.stepOf(props.step, STEPS)}</p>
        {props.children}
      </main>
    </>
  );
}

/** Signing in leaves a popup without focus, and so closed: from there it goes on in a full tab. */
function Welcome({ wallet, shutOut }: { wallet: Wallet; shutOut: boolean }) {
  const words = useWords();
  const { surface, openTab, close } = useServices();
  const busy = wallet.busy === 'sign_in';
  const { invited } = useOnXWords();
  const isInvited = useRoute() === '/held';
  const begin = async () => {
    if (surface === 'popup') {
      openTab('#/onboarding');
      close();
      return;
    }
    if (await wallet.signIn()) goTo('/onboarding');
  };
  return (
    <>
      <Header title={words.onboarding.welcome} documentTitle={words.onboarding.documentTitle} />
      <main class="screen welcome">
        <Sparrow size="large" />
        {shutOut ? <ShutOut /> : null}
        <p class="lead">{isInvited ? invited : welcomeText(words, surface)}</p>
        <ul class="promises">
          {words.onboarding.promises.map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ul>
        {wallet.failure ? <ErrorNotice error={wallet.failure} /> : null}
        <Button busy={busy} onClick={() => void begin()}>
          {words.common.continueWithX}
        </Button>
        <p class="muted" role="status">
          {busy ? (surface === 'phone' ? words.phone.leaving : words.onboarding.signingIn) : ''}
        </p>
      </main>
    </>
  );
}

function welcomeText(words: Words, surface: Surface): string {
  if (surface === 'phone') return words.phone.welcomeText;
  return surface === 'popup' ? words.onboarding.entry : words.onboarding.welcomeText;
}

function ChooseCode({ wallet }: { wallet: Wallet }) {
  const words = useWords();
  const [first, setFirst] = useState<string | null>(null);
  const [problem, setProblem] = useState<'simple' | 'different' | null>(null);
  const busy = wallet.busy === 'pin';

  const choose = (pin: string) => {
    wallet.forgetFailure();
    setProblem(isTrivialPin(pin) ? 'simple' : null);
    if (!isTrivialPin(pin)) setFirst(pin);
  };
  const repeat = async (pin: string) => {
    setFirst(null);
    if (pin !== first) {
      setProblem('different');
      return;
    }
    if (await wallet.choosePin(pin)) return;
  };
  const repeating = first !== null || busy;
  return (
    <Step
      key={repeating ? 'repeat' : 'choose'}
      step={2}
      title={repeating ? words.onboarding.repeatCode : words.onboarding.chooseCode}
      focus={false}
    >
      {repeating ? null : <WaitingForNewcomer />}
      <p>{repeating ? words.onboarding.repeatCodeText : words.onboarding.chooseCodeText}</p>
      {problem ? (
        <Notice>
          <p>{problem === 'simple' ? words.onboarding.tooSimple : words.onboarding.different}</p>
        </Notice>
      ) : wallet.failure ? (
        <ErrorNotice error={wallet.failure} />
      ) : null}
      <PinPad
        label={repeating ? words.onboarding.repeatPin : words.onboarding.newPin}
        hint={repeating ? '' : words.onboarding.rules}
        busy={busy}
        onPin={repeating ? (pin) => void repeat(pin) : choose}
      />
    </Step>
  );
}

/** Money that brought him here can be taken, or sent back, before anything else. */
function WaitingForNewcomer() {
  const words = useWords();
  const { value } = useAnswer('wallet.waiting', {});
  if (!value || value.held === 0) return null;
  return (
    <ul class="places">
      <li>
        <a href="#/held">{words.held.count(value.held)}</a>
      </li>
    </ul>
  );
}

function FirstMoney({ wallet, onDone }: { wallet: Wallet; onDone: () => void }) {
  const words = useWords();
  return (
    <Step step={3} title={words.onboarding.addMoney}>
      <TopUpForm wallet={wallet} onAdded={onDone} />
      <Button kind="text" onClick={onDone}>
        {words.onboarding.skip}
      </Button>
    </Step>
  );
}

function Ready({ balanceMinor }: { balanceMinor: string | null }) {
  const words = useWords();
  const { language, openTab, surface } = useServices();
  const onPhone = surface === 'phone';
  return (
    <Step step={4} title={words.onboarding.doneTitle}>
      <Sparrow size="large" />
      {balanceMinor === null || balanceMinor === '0' ? null : (
        <Notice tone="calm">
          <p>{words.onboarding.added(amountText(balanceMinor, language))}</p>
        </Notice>
      )}
      <ul class="promises">
        <li>{onPhone ? words.phone.keep : words.onboarding.pin}</li>
        <li>{onPhone ? words.phone.write : words.onboarding.goToX}</li>
      </ul>
      <Button onClick={() => openTab(X_HOME)}>{words.onboarding.openX}</Button>
      <Button kind="text" onClick={() => goTo('/')}>
        {words.onboarding.openWallet}
      </Button>
    </Step>
  );
}
