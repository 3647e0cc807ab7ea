/**
 * To whom and how much. Opens at once on what the page told, while X is asked who bears the handle; nothing can
 * go on before that answer, and a page that named another account than X does stops the payment here.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Draft, WalletView } from '../../lib/messages.ts';
import { centsFromWire } from '../../lib/money.ts';
import { goTo } from '../hooks.ts';
import { safeName, safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { type AmountChoice, AmountPresets, amountOf, choiceOf } from '../ui/AmountPresets.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { MemoField, memoOf } from '../ui/MemoField.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { PersonCard } from '../ui/PersonCard.tsx';
import type { Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = { wallet: Wallet; view: SignedIn; draft: Draft; onClose: () => void };

/** Errors after which this draft can't become a payment. */
const FINAL = new Set(['payee_mismatch', 'payee_unknown', 'payee_is_payer', 'payee_without_wallet']);

export function Pay({ wallet, view, draft, onClose }: Props) {
  const words = useWords();
  const error = wallet.failure ?? draft.error;
  const { resolve } = wallet;
  const unresolved = draft.payee === null && draft.error === null;
  useEffect(() => {
    if (unresolved) void resolve();
  }, [unresolved, resolve]);

  const stopped = error !== null && FINAL.has(error.code);
  const withoutWallet = draft.payee !== null && draft.payee.holder === null;
  return (
    <>
      <Header
        title={words.pay.title}
        documentTitle={words.pay.documentTitle}
        onClose={onClose}
        closeLabel={words.pay.cancel}
      />
      <main class="screen">
        <Payee draft={draft} loading={unresolved || wallet.busy === 'resolve'} />
        {withoutWallet ? (
          <WithoutWallet draft={draft} onClose={onClose} />
        ) : stopped && error ? (
          <>
            <ErrorNotice error={error} title={words.pay.stopped} />
            <Button onClick={onClose}>{words.pay.sayNo}</Button>
          </>
        ) : (
          <PayForm key={draft.id} wallet={wallet} view={view} draft={draft} />
        )}
      </main>
    </>
  );
}

function Payee({ draft, loading }: { draft: Draft; loading: boolean }) {
  const words = useWords();
  const { payee } = draft;
  // Until X has answered, the page's own word for the name is not shown as if it were true.
  return (
    <section class="payee">
      <PersonCard
        name={payee?.name ?? draft.handle}
        handle={payee?.handle ?? draft.handle}
        xUserId={payee?.x_user_id ?? null}
        holder={payee?.holder ?? null}
        loading={loading}
      />
      <p class="for-readers" role="status">
        {loading ? words.pay.resolving(`@${draft.handle}`) : ''}
      </p>
      <PageNotes draft={draft} />
      {draft.excerpt ? (
        <p class="excerpt">
          {words.pay.onPost} <q dir="auto">{safeText(draft.excerpt)}</q>
        </p>
      ) : null}
    </section>
  );
}

/** What X's page said of the payee that he himself would not say. */
function PageNotes({ draft }: { draft: Draft }) {
  const words = useWords();
  const { parody, reposted, addressHandle } = draft.notes;
  const handle = `@${draft.handle}`;
  return (
    <>
      {reposted ? <p class="muted">{words.pay.reposted(handle)}</p> : null}
      {parody ? (
        <Notice tone="warning">
          <p>{words.pay.parody(handle)}</p>
        </Notice>
      ) : null}
      {addressHandle ? (
        <Notice tone="warning">
          <p>{words.pay.otherAddress(handle, `@${addressHandle}`)}</p>
        </Notice>
      ) : null}
    </>
  );
}

function WithoutWallet({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const words = useWords();
  const handle = `@${draft.payee?.handle ?? draft.handle}`;
  return (
    <>
      <Notice tone="warning" title={words.pay.noWalletTitle(handle)}>
        <p>{words.pay.noWalletWhy(handle)}</p>
      </Notice>
      <Button onClick={onClose}>{words.common.close}</Button>
    </>
  );
}

/** Why this amount can't be sent. Advice only: the server decides. */
function useProblem(view: SignedIn, draft: Draft, amountMinor: string | null, tried: boolean): string | null {
  const words = useWords();
  const { language } = useServices();
  if (amountMinor === null) return tried ? words.pay.badAmount : null;
  const { wallet } = view;
  if (!wallet) return null;
  const kind = draft.payee?.holder?.kind ?? 'person';
  const limit = (kind === 'organisation' ? wallet.limits.to_organisation : wallet.limits.to_person).amount;
  const amount = centsFromWire(amountMinor);
  if (amount > centsFromWire(limit)) return words.pay.aboveLimit(amountText(limit, language));
  if (amount > centsFromWire(wallet.balance.amount)) {
    return words.pay.aboveBalance(amountText(wallet.balance.amount, language));
  }
  return null;
}

/** Tells the background what was chosen, soon after the last keystroke: closing the popup loses nothing. */
function useKept(wallet: Wallet, amountMinor: string | null, memo: string | null) {
  const { change } = wallet;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => void change(amountMinor, memo), 200);
    return () => clearTimeout(timer);
  }, [change, amountMinor, memo]);
}

function PayForm({ wallet, view, draft }: Omit<Props, 'onClose'>) {
  const words = useWords();
  const { language } = useServices();
  const [choice, setChoice] = useState<AmountChoice>(() => choiceOf(draft.amountMinor, language));
  const [text, setText] = useState(draft.memo ?? '');
  const [tried, setTried] = useState(false);
  const amountMinor = amountOf(choice);
  const memo = memoOf(text);
  const problem = useProblem(view, draft, amountMinor, tried);
  useKept(wallet, amountMinor, memo);

  const error = wallet.failure ?? draft.error;
  const ready = draft.payee !== null;
  const busy = wallet.busy === 'order';
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (ready && amountMinor !== null && problem === null && !busy) void wallet.order(amountMinor, memo);
  };
  return (
    <form class="pay-form" onSubmit={submit} noValidate>
      <AmountPresets
        legend={words.pay.amount}
        choice={choice}
        problem={problem}
        disabled={busy}
        onChoose={(next) => {
          setTried(false);
          setChoice(next);
        }}
      />
      <MemoField value={text} disabled={busy} onType={setText} />
      <WhoSees draft={draft} />
      {error ? <PayError wallet={wallet} draft={draft} /> : null}
      <div class="pay-end">
        <Summary view={view} draft={draft} amountMinor={amountMinor} />
        <Button type="submit" busy={busy} disabled={!ready}>
          {amountMinor === null
            ? words.home.start
            : words.pay.continueWith(amountText(amountMinor, language))}
        </Button>
        {problem && amountMinor !== null ? <AddMoneyHint view={view} amountMinor={amountMinor} /> : null}
      </div>
    </form>
  );
}

function AddMoneyHint({ view, amountMinor }: { view: SignedIn; amountMinor: string }) {
  const words = useWords();
  const missing = view.wallet && centsFromWire(amountMinor) > centsFromWire(view.wallet.balance.amount);
  if (!missing) return null;
  return (
    <Button kind="quiet" onClick={() => goTo('/add-money')}>
      {words.common.addMoney}
    </Button>
  );
}

function PayError({ wallet, draft }: { wallet: Wallet; draft: Draft }) {
  const words = useWords();
  const error = wallet.failure ?? draft.error;
  if (!error) return null;
  return (
    <ErrorNotice error={error}>
      {error.code === 'insufficient_funds' ? (
        <Button kind="quiet" onClick={() => goTo('/add-money')}>
          {words.common.addMoney}
        </Button>
      ) : null}
      {draft.payee === null ? (
        <Button kind="quiet" busy={wallet.busy === 'resolve'} onClick={() => void wallet.resolve()}>
          {words.common.retry}
        </Button>
      ) : null}
    </ErrorNotice>
  );
}

function WhoSees({ draft }: { draft: Draft }) {
  const words = useWords();
  const name = safeName(draft.payee?.name ?? draft.handle, draft.handle);
  return (
    <p class="who-sees">
      <strong>{words.pay.whoSees}</strong> <bdi>{words.pay.onlyYouAnd(name)}</bdi>
    </p>
  );
}

function Summary({ view, draft, amountMinor }: { view: SignedIn; draft: Draft; amountMinor: string | null }) {
  const words = useWords();
  const { language } = useServices();
  const holder = draft.payee?.holder;
  if (!holder) return null;
  const balance = view.wallet ? words.pay.balance(amountText(view.wallet.balance.amount, language)) : null;
  const name = safeName(holder.name, holder.handle);
  return (
    <p class="summary" aria-live="polite">
      {amountMinor ? (
        // People receive all of it; what an organisation receives depends on a fee that the terms will name.
        <span>
          {holder.kind === 'person' ? (
            <>
              <bdi>{words.pay.receives(name, amountText(amountMinor, language))}</bdi> ·{' '}
              {words.pay.fee(amountText('0', language))}
            </>
          ) : (
            words.pay.feeNext
          )}
        </span>
      ) : null}
      {balance ? <span class="muted">{balance}</span> : null}
    </p>
  );
}
