/**
 * To whom and how much. Opens at once on what the page told, while X is asked who bears the handle; nothing can
 * go on before that answer, and a page that named another account than X does stops the payment here.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Division, Draft, WalletView } from '../../lib/messages.ts';
import { type Cents, centsFromWire, centsToWire, divideCents, sumCents } from '../../lib/money.ts';
import { goTo } from '../hooks.ts';
import { safeName, safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { type AmountChoice, AmountPresets, amountOf, choiceOf } from '../ui/AmountPresets.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { MemoField, memoOf } from '../ui/MemoField.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';
import { Payees, payeesOf, untyped } from '../ui/Payees.tsx';
import type { Chosen, Wallet } from '../wallet.ts';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;
type Props = { wallet: Wallet; view: SignedIn; draft: Draft; onClose: () => void };

/** Errors after which this draft can't become a payment. */
const FINAL = new Set(['payee_mismatch', 'payee_unknown', 'payee_is_payer']);

export function Pay({ wallet, view, draft, onClose }: Props) {
  const words = useWords();
  const error = wallet.failure ?? draft.error;
  const { resolve } = wallet;
  const unresolved = draft.error === null && payeesOf(draft).some(({ payee }) => payee === null);
  useEffect(() => {
    if (unresolved) void resolve();
  }, [unresolved, resolve]);

  const stopped = error !== null && FINAL.has(error.code) && draft.others.length === 0;
  return (
    <>
      <Header
        title={words.pay.title}
        documentTitle={words.pay.documentTitle}
        onClose={onClose}
        closeLabel={words.pay.cancel}
      />
      <main class="screen">
        <section class="payee">
          <Payees
            wallet={wallet}
            view={view}
            draft={draft}
            loading={unresolved || wallet.busy === 'resolve'}
          />
          <PageNotes draft={draft} />
          {draft.excerpt ? (
            <p class="excerpt">
              {words.pay.onPost} <q dir="auto">{safeText(draft.excerpt)}</q>
            </p>
          ) : null}
        </section>
        {stopped ? (
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

/** What leaves the wallet: the amount, or the amount for each payee. */
function totalOf(amountMinor: string, division: Division, payees: number): Cents {
  const amount = centsFromWire(amountMinor);
  return division === 'total' ? amount : sumCents(Array.from({ length: payees }, () => amount));
}

/** Why this can't be sent. Advice only: the server decides. */
function useProblem(view: SignedIn, draft: Draft, chosen: Chosen, tried: boolean): string | null {
  const words = useWords();
  const { language } = useServices();
  const { amountMinor, division } = chosen;
  if (amountMinor === null) return tried ? words.pay.badAmount : null;
  const { wallet } = view;
  if (!wallet) return null;
  const payees = payeesOf(draft);
  const amount = centsFromWire(amountMinor);
  const parts =
    division === 'total'
      ? divideCents(
          amount,
          payees.map(() => 1n),
        )
      : payees.map(() => amount);
  for (const [place, { payee }] of payees.entries()) {
    const isOrganisation = payee?.holder?.kind === 'organisation';
    const limit = (isOrganisation ? wallet.limits.to_organisation : wallet.limits.to_person).amount;
    const part = parts[place] ?? amount;
    if (part > centsFromWire(limit)) return words.pay.aboveLimit(amountText(limit, language));
    if (part <= 0n) return words.pay.badAmount;
  }
  if (totalOf(amountMinor, division, payees.length) > centsFromWire(wallet.balance.amount)) {
    return words.pay.aboveBalance(amountText(wallet.balance.amount, language));
  }
  return null;
}

/** Tells the background what was chosen, soon after the last keystroke: closing the popup loses nothing. */
function useKept(wallet: Wallet, chosen: Chosen) {
  const { change } = wallet;
  const { amountMinor, memo, division } = chosen;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => void change({ amountMinor, memo, division }), 200);
    return () => clearTimeout(timer);
  }, [change, amountMinor, memo, division]);
}

function PayForm({ wallet, view, draft }: Omit<Props, 'onClose'>) {
  const words = useWords();
  const { language } = useServices();
  const [choice, setChoice] = useState<AmountChoice>(() => choiceOf(draft.amountMinor, language));
  const [text, setText] = useState(draft.memo ?? '');
  const [division, setDivision] = useState(draft.division);
  const [tried, setTried] = useState(false);
  const chosen = { amountMinor: amountOf(choice), memo: memoOf(text), division };
  const { amountMinor } = chosen;
  const problem = useProblem(view, draft, chosen, tried);
  useKept(wallet, chosen);

  const payees = payeesOf(draft);
  const error = wallet.failure ?? draft.error;
  const ready = payees.every(({ payee }) => payee !== null) && untyped(draft).length === 0;
  const busy = wallet.busy === 'order';
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (ready && amountMinor !== null && problem === null && !busy) void wallet.order(chosen);
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
      {payees.length > 1 && amountMinor !== null ? (
        <DivisionChoice
          amountMinor={amountMinor}
          payees={payees.length}
          division={division}
          disabled={busy}
          onChoose={setDivision}
        />
      ) : null}
      <MemoField value={text} disabled={busy} onType={setText} />
      <WhoSees draft={draft} />
      {error ? <PayError wallet={wallet} draft={draft} /> : null}
      <div class="pay-end">
        <Summary view={view} draft={draft} amountMinor={amountMinor} />
        <Button type="submit" busy={busy} disabled={!ready}>
          {amountMinor === null
            ? words.home.start
            : words.pay.continueWith(
                amountText(centsToWire(totalOf(amountMinor, division, payees.length)), language),
              )}
        </Button>
        {problem && amountMinor !== null ? <AddMoneyHint view={view} amountMinor={amountMinor} /> : null}
      </div>
    </form>
  );
}

type DivisionProps = {
  amountMinor: string;
  payees: number;
  division: Division;
  disabled: boolean;
  onChoose: (division: Division) => void;
};

/** Whether each of several gets the amount, or it is divided among them to the cent. */
function DivisionChoice({ amountMinor, payees, division, disabled, onChoose }: DivisionProps) {
  const words = useWords();
  const { language } = useServices();
  const group = useId();
  const amount = amountText(amountMinor, language);
  const inAll = amountText(centsToWire(totalOf(amountMinor, 'each', payees)), language);
  const names = { each: words.payees.each(amount, inAll), total: words.payees.total(amount) };
  return (
    <fieldset class="choices" disabled={disabled}>
      <legend>{words.payees.division}</legend>
      {(['each', 'total'] as const).map((value) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={group}
            value={value}
            checked={division === value}
            onChange={() => onChoose(value)}
          />
          <span>{names[value]}</span>
        </label>
      ))}
      <p class="muted">{words.payees.allOrNone}</p>
    </fieldset>
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
  const missing = payeesOf(draft).find(({ payee }) => payee === null);
  const title = missing && draft.others.length > 0 ? words.payees.notFound(`@${missing.handle}`) : undefined;
  return (
    <ErrorNotice error={error} {...(title ? { title } : {})}>
      {error.code === 'insufficient_funds' ? (
        <Button kind="quiet" onClick={() => goTo('/add-money')}>
          {words.common.addMoney}
        </Button>
      ) : null}
      {missing ? (
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
  // Each of several sees his own payment and not the others'.
  const ofTwo = draft.others.length > 0 ? words.payees.eachSeesHis : words.pay.onlyYouAnd(name);
  const who = draft.visibility === 'public' ? words.code.seenBy.public : ofTwo;
  return (
    <p class="who-sees">
      <strong>{words.pay.whoSees}</strong> <bdi>{who}</bdi>
      {draft.visibility === 'dm' ? (
        <>
          {' '}
          {words.pay.toldOnX(
            payeesOf(draft)
              .map(({ handle }) => `@${handle}`)
              .join(', '),
          )}
        </>
      ) : null}
    </p>
  );
}

function Summary({ view, draft, amountMinor }: { view: SignedIn; draft: Draft; amountMinor: string | null }) {
  const words = useWords();
  const { language } = useServices();
  if (!draft.payee || draft.others.length > 0) return null;
  const { holder } = draft.payee;
  const balance = view.wallet ? words.pay.balance(amountText(view.wallet.balance.amount, language)) : null;
  const name = safeName(draft.payee.name, draft.payee.handle);
  return (
    <p class="summary" aria-live="polite">
      {amountMinor ? (
        // People receive all of it; what an organisation receives depends on a fee that the terms will name.
        <span>
          {holder?.kind !== 'organisation' ? (
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
