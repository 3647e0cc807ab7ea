/** After five minutes without anybody: the code, or a passkey, and what had been begun is there again (T27). */
import type { WalletView } from '../../lib/messages.ts';
import { useAsking, usePasskey } from '../asking.ts';
import { goTo, useSecondsUntil } from '../hooks.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import { PasskeyButton } from '../ui/PasskeyButton.tsx';
import { Phrase } from '../ui/Phrase.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import type { Wallet } from '../wallet.ts';

type Props = {
  wallet: Wallet;
  view: Extract<WalletView, { status: 'signed_in' }>;
  /** It was opened. */
  onOpen: () => void;
};

export function Lock({ wallet, view, onOpen }: Props) {
  const words = useSecurityWords();
  const { send } = useServices();
  const byPasskey = usePasskey();
  const { busy, failure, ask } = useAsking<WalletView>();
  const wait = useSecondsUntil(failure?.retryAtMs ?? null);
  const shut = failure?.code === 'pin_blocked' || (failure?.code === 'pin_locked' && wait > 0);
  const open = async (question: Parameters<typeof ask>[0]) => {
    if (!(await ask(question))) return;
    onOpen();
    if (location.hash === '#/unlock') goTo('/');
    await wallet.reload();
  };
  return (
    <>
      <Header title={words.lock.title} documentTitle={words.lock.documentTitle} focus={false} />
      <main class="screen">
        <p>{words.lock.why}</p>
        <Phrase phrase={view.phrase} />
        {failure && !busy ? <ErrorNotice error={failure} /> : null}
        <PinPad
          label={words.lock.pin}
          hint={words.lock.hint}
          busy={busy}
          disabled={shut}
          onPin={(pin) => void open(() => send('wallet.unlock', { proof: { pin } }))}
        />
        {view.passkey ? (
          <PasskeyButton
            route="/unlock"
            busy={busy}
            onUse={() => void open(() => byPasskey('unlock', (proof) => send('wallet.unlock', { proof })))}
          />
        ) : null}
        <Button kind="text" onClick={() => goTo('/code-forgotten')}>
          {words.code.forgotten}
        </Button>
        <Button kind="text" onClick={() => void open(() => send('wallet.sign_out', { everywhere: false }))}>
          {words.lock.signOut}
        </Button>
      </main>
    </>
  );
}
