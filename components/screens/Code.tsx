/**
 * The confirmation: amount and payee large, then the secret code (RTS 2018/389 art. 5(1)). Everything shown comes
 * from the terms the server made and this device signs, never from the page or from what was typed before.
 */
import { useId } from 'preact/hooks';
import type { Draft, WalletView } from '../../lib/messages.ts';
import { formatTime } from '../../lib/words/dates.ts';
import { goTo, useNow, useSecondsUntil } from '../hooks.ts';
import { lazy } from '../lazy.tsx';
import { useServices, useWords } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { Phrase } from '../ui/Phrase.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import { termsOf, useWhatInWords, WhatIsConfirmed } from '../ui/WhatIsConfirmed.tsx';
import type { Wallet } from '../wallet.ts';

const ConfirmByPasskey = lazy(
  () => import('../ui/ConfirmByPasskey.tsx').then((module) => module.ConfirmByPasskey),
  'part',
);

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = {
  wallet: Wallet;
  view: SignedIn;
  draft: Draft;
  /** The session was idle for too long: a passkey opens it first, a code does both. */
  locked: boolean;
  onClose: () => void;
};

export function Code({ wallet, view, draft, locked, onClose }: Props) {
  const words = useWords();
  const { language } = useServices();
  const now = useNow(1000);
  const terms = termsOf(draft);
  if (!terms) return <NothingToConfirm wallet={wallet} onClose={onClose} />;
  const busy = wallet.busy === 'confirm';
  const late = now.getTime() >= Date.parse(terms.expires_at) && !busy;
  return (
    <>
      <Header
        title={words.code.heading}
        documentTitle={words.code.documentTitle}
        onBack={() => void wallet.back()}
        onClose={onClose}
        closeLabel={words.pay.cancel}
        focus={late}
        disabled={busy || wallet.busy === 'back'}
      />
      <main class="screen screen-code">
        <WhatIsConfirmed draft={draft} view={view} />
        {late ? (
          <>
            <Notice tone="warning" title={words.code.expiredTitle}>
              <p>{words.code.expired}</p>
            </Notice>
            <Button busy={wallet.busy === 'back'} onClick={() => void wallet.back()}>
              {words.code.startAgain}
            </Button>
          </>
        ) : (
          <Entry {...{ wallet, view, draft, locked }} validUntil={formatTime(terms.expires_at, language)} />
        )}
      </main>
    </>
  );
}

function Entry({ wallet, view, draft, locked, validUntil }: Omit<Props, 'onClose'> & { validUntil: string }) {
  const words = useWords();
  const security = useWords().codeWays;
  const id = useId();
  const error = wallet.failure ?? draft.error;
  const wait = useSecondsUntil(error?.retryAtMs ?? null);
  const shut =
    error?.code === 'pin_blocked' || (error?.code === 'pin_locked' && (error.retryAtMs === null || wait > 0));
  const over = error?.code === 'pin_locked' && !shut;
  const what = useWhatInWords(draft);
  const busy = wallet.busy === 'confirm';
  return (
    <>
      <Phrase phrase={view.phrase} />
      {error && !busy && !over ? <ErrorNotice error={error} /> : null}
      <p id={id} class="for-readers">
        {what}. {words.code.irrevocable}
      </p>
      <PinPad
        label={words.code.pin}
        hint={busy ? words.code.sending : error ? '' : words.code.pinHint}
        busy={busy}
        disabled={shut}
        describedBy={id}
        onPin={(pin) => void wallet.confirm(pin)}
      />
      <p class="code-ways">
        <Button kind="text" disabled={busy} onClick={() => goTo('/sees')}>
          {words.code.seenBy[visibilityOf(draft)]}
        </Button>
        {view.passkey ? <ConfirmByPasskey wallet={wallet} locked={locked} disabled={busy} /> : null}
        <Button kind="text" disabled={busy} onClick={() => goTo('/code-forgotten')}>
          {security.forgotten}
        </Button>
      </p>
      <p class="small-print" aria-hidden="true">
        {words.code.irrevocable} · {words.code.validUntil(validUntil)}
      </p>
    </>
  );
}

/** The same for all that one code confirms. */
const visibilityOf = ({ payment, split }: Draft) => (split?.payments[0] ?? payment)?.visibility ?? 'private';

/** A code step without terms can't be signed: the payment is prepared anew. */
function NothingToConfirm({ wallet, onClose }: { wallet: Wallet; onClose: () => void }) {
  const words = useWords();
  return (
    <>
      <Header title={words.code.expiredTitle} documentTitle={words.code.documentTitle} onClose={onClose} />
      <main class="screen">
        <Notice tone="warning">
          <p>{words.code.expired}</p>
        </Notice>
        <Button busy={wallet.busy === 'back'} onClick={() => void wallet.back()}>
          {words.code.startAgain}
        </Button>
      </main>
    </>
  );
}
