/** How much may leave the wallet: everyone's limits and one's own. Lower ones count at once, higher ones a day later. */
import { useId, useState } from 'preact/hooks';
import { centsToWire, parseTypedEuros } from '../../lib/money.ts';
import type { Limits } from '../../lib/protocol/limits.ts';
import type { Money } from '../../lib/protocol/primitives.ts';
import { formatDay, formatTime } from '../../lib/words/dates.ts';
import { useActs, useAnswer } from '../answers.ts';
import { goTo } from '../hooks.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { ErrorNotice, Notice } from '../ui/Notice.tsx';

export function LimitsScreen() {
  const words = useWords();
  const asked = useAnswer('wallet.limits', {});
  return (
    <>
      <Header
        title={words.settings.limits.title}
        documentTitle={words.settings.limits.title}
        onBack={() => goTo('/settings')}
      />
      <main class="screen">
        <Loaded asked={asked}>{(limits) => <Form limits={limits} onSaved={asked.reload} />}</Loaded>
      </main>
    </>
  );
}

/** What was typed as a limit: null for none, undefined for what is no amount. */
function limitOf(text: string): string | null | undefined {
  if (text.trim() === '') return null;
  const cents = parseTypedEuros(text);
  return cents === null ? undefined : centsToWire(cents);
}

function Form({ limits, onSaved }: { limits: Limits; onSaved: () => Promise<void> }) {
  const words = useWords();
  const { send, language } = useServices();
  const acts = useActs();
  const { everyone, own, left } = limits;
  const plain = (money: Money | null) =>
    money === null ? '' : amountText(money.amount, language).replace(/[^0-9.,]/g, '');
  const [day, setDay] = useState(() => plain(own.in_24_hours));
  const [month, setMonth] = useState(() => plain(own.in_30_days));
  const [tried, setTried] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [in24Hours, in30Days] = [limitOf(day), limitOf(month)];
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    setIsSaved(false);
    if (in24Hours === undefined || in30Days === undefined) return;
    const saved = await acts.run('save', () => send('wallet.limits_change', { in24Hours, in30Days }));
    if (!saved) return;
    setIsSaved(true);
    await onSaved();
  };
  const text = (money: Money) => amountText(money.amount, language);
  return (
    <form class="pay-form" onSubmit={(event) => void submit(event)} noValidate>
      <p>{words.settings.limits.one(text(everyone.to_person), text(everyone.to_organisation))}</p>
      <Field
        label={words.settings.limits.day}
        left={words.settings.limits.left(
          text(left.in_24_hours),
          text(own.in_24_hours ?? everyone.in_24_hours),
        )}
        most={words.settings.limits.most(text(everyone.in_24_hours))}
        value={day}
        isWrong={tried && in24Hours === undefined}
        onType={setDay}
      />
      <Field
        label={words.settings.limits.month}
        left={words.settings.limits.left(text(left.in_30_days), text(own.in_30_days ?? everyone.in_30_days))}
        most={words.settings.limits.most(text(everyone.in_30_days))}
        value={month}
        isWrong={tried && in30Days === undefined}
        onType={setMonth}
      />
      <p class="muted">{words.settings.limits.rule}</p>
      <Raised limits={limits} />
      {acts.error ? <ErrorNotice error={acts.error} /> : null}
      <Button type="submit" busy={acts.doing === 'save'}>
        {words.settings.limits.save}
      </Button>
      <p class="muted" role="status">
        {isSaved ? words.settings.limits.saved : ''}
      </p>
    </form>
  );
}

/** Higher limits that were asked for and do not count yet. */
function Raised({ limits: { raised, everyone } }: { limits: Limits }) {
  const words = useWords();
  const services = useServices();
  const { language } = services;
  if (!raised) return null;
  const from = `${formatDay(raised.from, services.now(), services)}, ${formatTime(raised.from, language)}`;
  const text = (money: Money) => amountText(money.amount, language);
  return (
    <Notice tone="calm">
      <p>
        {words.settings.limits.raised(
          text(raised.in_24_hours ?? everyone.in_24_hours),
          text(raised.in_30_days ?? everyone.in_30_days),
          from,
        )}
      </p>
    </Notice>
  );
}

type FieldProps = {
  label: string;
  left: string;
  most: string;
  value: string;
  isWrong: boolean;
  onType: (text: string) => void;
};

function Field({ label, left, most, value, isWrong, onType }: FieldProps) {
  const words = useWords();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label} <span class="muted">· {left}</span>
      </label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        maxLength={12}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={isWrong ? 'field-problem' : 'field-hint'} aria-live="polite">
        {isWrong ? words.settings.limits.bad : most}
      </p>
    </div>
  );
}
