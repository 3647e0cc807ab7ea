/** Another code: by the old one or a passkey, or, where it is forgotten or blocked, by continuing with X once more. */
import { useState } from 'preact/hooks';
import type { PersonalProof, WalletView } from '../../lib/messages.ts';
import { formatDay, formatTime } from '../../lib/words/dates.ts';
import { useAsking, usePasskey } from '../asking.ts';
import { goTo } from '../hooks.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { NewCode } from '../ui/NewCode.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PasskeyButton } from '../ui/PasskeyButton.tsx';
import { Phrase } from '../ui/Phrase.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = { wallet: Wallet; view: SignedIn; onBack: () => void };

export function CodeChange({ wallet, view, onBack }: Props) {
  const words = useSecurityWords();
  const { send } = useServices();
  const { busy, failure, ask, forgetFailure } = useAsking<WalletView>();
  // The old code waits here until the new one was typed twice, and is then handed over once.
  const [old, setOld] = useState<string | null>(null);
  const [changed, setChanged] = useState(false);
  const change = async (newPin: string) => {
    if (old === null) return;
    const done = await ask(() => send('wallet.change_pin', { proof: { pin: old }, newPin }));
    setOld(null);
    setChanged(done);
    await wallet.reload();
  };
  return (
    <>
      <Header
        title={words.code.changeTitle}
        documentTitle={words.code.changeTitle}
        onBack={onBack}
        focus={changed}
      />
      <main class="screen">
        {changed ? (
          <Done text={words.code.changed} />
        ) : old === null && !busy ? (
          <>
            <Phrase phrase={view.phrase} />
            {failure ? <ErrorNotice error={failure} /> : null}
            <PinPad label={words.code.oldPin} onPin={setOld} />
            <Button kind="text" onClick={() => goTo('/code-forgotten')}>
              {words.code.forgotten}
            </Button>
          </>
        ) : (
          <NewCode busy={busy} failure={null} onTyping={forgetFailure} onChosen={(pin) => void change(pin)} />
        )}
      </main>
    </>
  );
}

/** By X, or by a passkey. From the popup it goes on in a tab: X's window takes the focus, and the popup would close. */
export function CodeForgotten({ wallet, view, onBack }: Props) {
  const words = useSecurityWords();
  const { send, surface, openTab, close } = useServices();
  const { busy, failure, ask, forgetFailure } = useAsking<WalletView>();
  const byPasskey = usePasskey();
  const [way, setWay] = useState<'x' | 'passkey' | null>(view.justSignedIn ? 'x' : null);
  const [ended, setEnded] = useState<WalletView | null>(null);
  const prove = async () => {
    if (surface === 'popup') {
      openTab('#/code-forgotten');
      close();
    } else if (await ask(() => send('wallet.prove_with_x', {}))) setWay('x');
  };
  const choose = async (newPin: string) => {
    const byX = () => send('wallet.reset_pin', { newPin });
    const byGesture = () =>
      byPasskey('pin_change', (proof: PersonalProof) => send('wallet.change_pin', { proof, newPin }));
    let answer: WalletView | null = null;
    const keep = async () => {
      const given = await (way === 'x' ? byX() : byGesture());
      if (given.ok) answer = given.value;
      return given;
    };
    const done = await ask(keep);
    // First: what is shown next must not stand locked any more.
    await wallet.reload();
    if (done) setEnded(answer);
  };
  return (
    <>
      <Header
        title={words.code.forgottenTitle}
        documentTitle={words.code.forgottenTitle}
        onBack={onBack}
        focus={way === null || ended !== null}
      />
      <main class="screen">
        <Phrase phrase={view.phrase} />
        {ended ? (
          <Done text={<EndText view={ended} />} />
        ) : way ? (
          <NewCode
            busy={busy}
            failure={failure}
            onTyping={forgetFailure}
            onChosen={(pin) => void choose(pin)}
          />
        ) : (
          <>
            <p>{words.code.forgottenWhy}</p>
            {failure ? <ErrorNotice error={failure} /> : null}
            {surface === 'popup' ? <p class="muted">{words.code.inTab}</p> : null}
            <Button busy={busy} onClick={() => void prove()}>
              {words.code.prove}
            </Button>
            {view.passkey ? (
              <>
                <p class="muted">{words.code.withPasskey}</p>
                <PasskeyButton route="/code-by-passkey" busy={busy} onUse={() => setWay('passkey')} />
              </>
            ) : null}
          </>
        )}
      </main>
    </>
  );
}

function EndText({ view }: { view: WalletView }) {
  const words = useSecurityWords().code;
  const services = useServices();
  const from = view.status === 'signed_in' ? (view.wallet?.pin_from ?? null) : null;
  if (from === null) return <>{words.changed}</>;
  const when = `${formatDay(from, services.now(), services)}, ${formatTime(from, services.language)}`;
  return <>{words.from(when)}</>;
}

function Done({ text }: { text: preact.ComponentChild }) {
  const words = useSecurityWords().code;
  return (
    <>
      <Notice tone="calm">
        <p>{text}</p>
      </Notice>
      <Button onClick={() => goTo('/')}>{words.done}</Button>
    </>
  );
}
