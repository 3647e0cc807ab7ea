/**
 * The confirmation: amount and payee large, then the secret code (RTS 2018/389 art. 5(1)). Everything shown comes
 * from the terms the server made and this device signs, never from the page or from what was typed before.
 */
import { useId } from 'preact/hooks';
import type { Draft, WalletView } from '../../lib/messages.ts';
import { centsFromWire, centsToWire, negateCents, sumCents } from '../../lib/money.ts';
import type { Payment } from '../../lib/protocol/payments.ts';
import type { Terms } from '../../lib/protocol/terms.ts';
import { formatTime } from '../../lib/words/dates.ts';
import { useNow, useSecondsUntil } from '../hooks.ts';
import { safeName, safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PayeeLine } from '../ui/PersonCard.tsx';
import { PinPad } from '../ui/PinPad.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = { wallet: Wallet; view: SignedIn; draft: Draft; onClose: () => void };

export function Code({ wallet, view, draft, onClose }: Props) {
  const words = useWords();
  const { language } = useServices();
  const now = useNow(1000);
  const { payment } = draft;
  const terms = payment?.terms ?? null;
  if (!payment || !terms) return <NothingToConfirm wallet={wallet} onClose={onClose} />;
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
        <What payment={payment} terms={terms} view={view} />
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
          <Entry wallet={wallet} draft={draft} validUntil={formatTime(terms.expires_at, language)} />
        )}
      </main>
    </>
  );
}

/** Amount, payee and all that follows from confirming. */
function What({ payment, terms, view }: { payment: Payment; terms: Terms; view: SignedIn }) {
  const { language } = useServices();
  const { payee } = payment;
  return (
    <section class="confirm">
      <p class="confirm-amount">
        <span class="amount amount-huge">{amountText(terms.amount_minor, language)}</span>
      </p>
      <PayeeLine payee={payee} small />
      <Facts terms={terms} view={view} />
    </section>
  );
}

/** The fee is the payee's: the payer pays the amount, an organisation receives it less the fee. */
function Facts({ terms, view }: { terms: Terms; view: SignedIn }) {
  const words = useWords();
  const { language } = useServices();
  const amount = centsFromWire(terms.amount_minor);
  const received = sumCents([amount, negateCents(centsFromWire(terms.fee_minor))]);
  const balance = view.wallet ? centsFromWire(view.wallet.balance.amount) : null;
  const after = balance === null ? null : sumCents([balance, negateCents(amount)]);
  return (
    <dl class="facts">
      {terms.purpose ? (
        <div class="fact fact-wide">
          <dt>{words.code.purpose}</dt>
          <dd dir="auto">{safeText(terms.purpose)}</dd>
        </div>
      ) : null}
      <Fact name={words.code.fee} value={amountText(terms.fee_minor, language)} />
      <Fact name={words.code.received} value={amountText(centsToWire(received), language)} />
      {after === null || after < 0n ? null : (
        <Fact name={words.code.balanceAfter} value={amountText(centsToWire(after), language)} />
      )}
    </dl>
  );
}

function Fact(props: { name: string; value: string }) {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd class="amount">{props.value}</dd>
    </div>
  );
}

function Entry({ wallet, draft, validUntil }: { wallet: Wallet; draft: Draft; validUntil: string }) {
  const words = useWords();
  const { language } = useServices();
  const id = useId();
  const error = wallet.failure ?? draft.error;
  const wait = useSecondsUntil(error?.retryAtMs ?? null);
  const locked = error?.code === 'pin_locked' && (error.retryAtMs === null || wait > 0);
  const over = error?.code === 'pin_locked' && !locked;
  const payee = draft.payment?.payee;
  const amount = draft.payment?.terms?.amount_minor;
  const what =
    payee && amount
      ? `${words.code.title(amountText(amount, language), safeName(payee.name, payee.handle))} (@${payee.handle})`
      : '';
  const busy = wallet.busy === 'confirm';
  return (
    <>
      {error && !busy && !over ? <ErrorNotice error={error} /> : null}
      <p id={id} class="for-readers">
        {what}. {words.code.irrevocable}
      </p>
      <PinPad
        label={words.code.pin}
        hint={busy ? words.code.sending : error ? '' : words.code.pinHint}
        busy={busy}
        disabled={locked}
        describedBy={id}
        onPin={(pin) => void wallet.confirm(pin)}
      />
      <p class="small-print" aria-hidden="true">
        {words.code.irrevocable} · {words.code.validUntil(validUntil)}
      </p>
    </>
  );
}

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
