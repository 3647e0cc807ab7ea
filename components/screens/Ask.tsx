/**
 * Asking one or several for money. A bill is divided to the cent, by the largest remainder: the shares always sum to the
 * bill, and who bears the odd cent is seen before anything is asked.
 */
import { useId, useState } from 'preact/hooks';
import type { Asked } from '../../lib/messages.ts';
import { type Cents, centsToWire, divideCents, parseTypedEuros } from '../../lib/money.ts';
import { useActs } from '../answers.ts';
import { handlesOf } from '../handles.ts';
import { goTo, useFocusOnShow } from '../hooks.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { MemoField, memoOf } from '../ui/MemoField.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';

/** Of each the amount, or the amount divided: among those asked, or among them and the one who asks. */
type Way = 'each' | 'divide' | 'with_me';

/** What each is asked for, and what the asker bears himself; null where that is less than a cent for somebody. */
export function sharesOf(
  amount: Cents,
  asked: number,
  way: Way,
): { asks: Cents[]; mine: Cents | null } | null {
  if (way === 'each') return { asks: Array.from({ length: asked }, () => amount), mine: null };
  const parts = divideCents(
    amount,
    Array.from({ length: asked + (way === 'with_me' ? 1 : 0) }, () => 1n),
  );
  if (parts.some((part) => part <= 0n)) return null;
  return { asks: parts.slice(0, asked), mine: parts[asked] ?? null };
}

type Draft = { who: string; amount: string; memo: string; way: Way };

export function Ask({ to }: { to: string }) {
  const words = useWords();
  const { send } = useServices();
  const [draft, setDraft] = useState<Draft>({ who: to && `@${to}`, amount: '', memo: '', way: 'each' });
  const [tried, setTried] = useState(false);
  const [results, setResults] = useState<readonly Asked[] | null>(null);
  const acts = useActs();
  const handles = handlesOf(draft.who);
  const amount = parseTypedEuros(draft.amount);
  const way = handles && handles.length > 1 ? draft.way : 'each';
  const shares = handles && amount !== null ? sharesOf(amount, handles.length, way) : null;
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!handles || !shares) return;
    const asks = handles.map((handle, place) => ({
      handle,
      amountMinor: centsToWire(shares.asks[place] ?? shares.asks[0] ?? amount ?? (0n as Cents)),
    }));
    const answer = await acts.run('ask', () => send('wallet.ask', { asks, memo: memoOf(draft.memo) }));
    if (answer) setResults(answer);
  };
  if (results) return <Results results={results} onDone={() => goTo('/requests')} />;
  return (
    <>
      <Header
        title={words.requests.ask}
        documentTitle={words.requests.ask}
        onBack={() => goTo('/requests')}
        focus={false}
      />
      <main class="screen">
        <form class="pay-form" onSubmit={(event) => void submit(event)} noValidate>
          <Fields draft={draft} onChange={setDraft} tried={tried} several={(handles?.length ?? 0) > 1} />
          {handles && shares && way !== 'each' ? <Shares handles={handles} shares={shares} /> : null}
          {tried && handles && amount !== null && !shares ? (
            <Notice>
              <p>{words.requests.tooSmall}</p>
            </Notice>
          ) : null}
          {acts.error ? <ErrorNotice error={acts.error} /> : null}
          <Button type="submit" busy={acts.doing === 'ask'}>
            {words.requests.send(handles?.length ?? 1)}
          </Button>
        </form>
      </main>
    </>
  );
}

type FieldsProps = { draft: Draft; onChange: (draft: Draft) => void; tried: boolean; several: boolean };

function Fields({ draft, onChange, tried, several }: FieldsProps) {
  const words = useWords();
  const ids = useId();
  const first = useFocusOnShow<HTMLInputElement>();
  const badWho = tried && handlesOf(draft.who) === null;
  const badAmount = tried && parseTypedEuros(draft.amount) === null;
  const ways: readonly [Way, string][] = [
    ['each', words.requests.each],
    ['divide', words.requests.divide],
    ['with_me', words.requests.withMe],
  ];
  return (
    <>
      <div class="field">
        <label for={`${ids}-who`}>{words.requests.who}</label>
        <input
          id={`${ids}-who`}
          ref={first}
          type="text"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          maxLength={200}
          value={draft.who}
          aria-invalid={badWho}
          aria-describedby={`${ids}-who-hint`}
          onInput={(event) => onChange({ ...draft, who: event.currentTarget.value })}
        />
        <p id={`${ids}-who-hint`} class={badWho ? 'field-problem' : 'field-hint'} aria-live="polite">
          {badWho ? words.home.badHandle : words.requests.whoHint}
        </p>
      </div>
      <div class="field">
        <label for={`${ids}-amount`}>{words.requests.amount}</label>
        <input
          id={`${ids}-amount`}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          value={draft.amount}
          aria-invalid={badAmount}
          aria-describedby={`${ids}-amount-problem`}
          onInput={(event) => onChange({ ...draft, amount: event.currentTarget.value })}
        />
        <p id={`${ids}-amount-problem`} class="field-problem" aria-live="polite">
          {badAmount ? words.pay.badAmount : null}
        </p>
      </div>
      {several ? (
        <fieldset class="choices">
          <legend>{words.requests.how}</legend>
          {ways.map(([way, name]) => (
            <label key={way} class="choice">
              <input
                type="radio"
                name={`${ids}-way`}
                value={way}
                checked={draft.way === way}
                onChange={() => onChange({ ...draft, way })}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <MemoField value={draft.memo} onType={(memo) => onChange({ ...draft, memo })} />
    </>
  );
}

function Shares(props: { handles: readonly string[]; shares: { asks: Cents[]; mine: Cents | null } }) {
  const words = useWords();
  const { language } = useServices();
  const { asks, mine } = props.shares;
  const rows = props.handles.map((handle, place) => ({ name: `@${handle}`, cents: asks[place] }));
  if (mine !== null) rows.push({ name: words.requests.you, cents: mine });
  return (
    <section aria-label={words.requests.shares} aria-live="polite">
      <dl class="shares">
        {rows.map(({ name, cents }) => (
          <div key={name} class="fact fact-wide">
            <dt dir="ltr">{name}</dt>
            <dd class="amount">{cents === undefined ? '' : amountText(centsToWire(cents), language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Who was asked, and who could not be: the others were asked all the same. */
function Results({ results, onDone }: { results: readonly Asked[]; onDone: () => void }) {
  const words = useWords();
  const failed = results.filter(({ error }) => error !== null);
  const title = failed.length === 0 ? words.requests.doneTitle : words.requests.halfTitle;
  return (
    <>
      <Header title={title} documentTitle={title} />
      <main class="screen">
        {results.map(({ handle, error }) =>
          error ? (
            <ErrorNotice key={handle} error={error} title={words.requests.notAsked(`@${handle}`)} />
          ) : (
            <Notice key={handle} tone="calm">
              <p>{words.requests.asked(`@${handle}`)}</p>
            </Notice>
          ),
        )}
        <Button onClick={onDone}>{words.requests.see}</Button>
      </main>
    </>
  );
}
