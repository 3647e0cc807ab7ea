/** How the person wants to be told of what comes in. Each change counts at once; it is kept by the background. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { Preferences } from '../../lib/messages/wallet.ts';
import { useServices, useWords } from '../services.ts';
import { Header } from '../ui/Header.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';

/** What quiet hours begin with. */
const USUAL_QUIET = { from: '22:00', until: '07:00' };

export function Notifications({ onBack }: { onBack: () => void }) {
  const words = useWords();
  const { send } = useServices();
  const [kept, setKept] = useState<Preferences | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    void send('wallet.preferences', {}).then((answer) => {
      if (answer.ok) setKept(answer.value);
      else setFailed(true);
    });
  }, [send]);
  const change = async (to: Preferences) => {
    const before = kept;
    setKept(to);
    const answer = await send('wallet.preferences_change', to);
    setFailed(!answer.ok);
    // What was not kept is not shown as if it were.
    if (!answer.ok) setKept(before);
  };
  return (
    <>
      <Header title={words.notifications.title} documentTitle={words.notifications.title} onBack={onBack} />
      <main class="screen">
        {failed ? (
          <Notice>
            <p>{words.notifications.failed}</p>
          </Notice>
        ) : null}
        {kept ? (
          <Choices kept={kept} onChange={(to) => void change(to)} />
        ) : failed ? null : (
          <Spinner text={words.common.loading} />
        )}
      </main>
    </>
  );
}

function Choices({ kept, onChange }: { kept: Preferences; onChange: (to: Preferences) => void }) {
  const words = useWords();
  const { notify, hideAmounts, quiet } = kept;
  return (
    <>
      <Switch
        label={words.notifications.notify}
        hint={words.notifications.notifyHint}
        checked={notify}
        onChange={(checked) => onChange({ ...kept, notify: checked })}
      />
      <Switch
        label={words.notifications.hideAmounts}
        hint={words.notifications.hideAmountsHint}
        checked={hideAmounts}
        disabled={!notify}
        onChange={(checked) => onChange({ ...kept, hideAmounts: checked })}
      />
      <Switch
        label={words.notifications.quiet}
        hint={words.notifications.quietHint}
        checked={quiet !== null}
        disabled={!notify}
        onChange={(checked) => onChange({ ...kept, quiet: checked ? USUAL_QUIET : null })}
      />
      {quiet && notify ? (
        <div class="filter-choices">
          <Time
            label={words.notifications.from}
            value={quiet.from}
            onChange={(from) => onChange({ ...kept, quiet: { ...quiet, from } })}
          />
          <Time
            label={words.notifications.until}
            value={quiet.until}
            onChange={(until) => onChange({ ...kept, quiet: { ...quiet, until } })}
          />
        </div>
      ) : null}
    </>
  );
}

function Switch(props: {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled ?? false}
        aria-describedby={`${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      <p id={`${id}-hint`} class="field-hint">
        {props.hint}
      </p>
    </div>
  );
}

function Time(props: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="time"
        required
        value={props.value}
        onChange={(event) => {
          // Emptied, it keeps what it was.
          if (event.currentTarget.value !== '') props.onChange(event.currentTarget.value);
        }}
      />
    </div>
  );
}
