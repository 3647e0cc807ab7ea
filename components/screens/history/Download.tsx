/** Taking the history along: as a table for a spreadsheet, or as a statement to print. The background fetches, the tab saves. */
import { useId, useState } from 'preact/hooks';
import type { WalletError } from '../../../lib/messages.ts';
import type { MonthTotal } from '../../../lib/store/filing.ts';
import { formatMonthName } from '../../../lib/words/dates.ts';
import { useServices, useWords } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/Notice.tsx';

type Format = 'csv' | 'csv-fr' | 'pdf';

export function Download({ months, month }: { months: readonly MonthTotal[]; month: string | null }) {
  const words = useWords();
  const { language, surface, openTab } = useServices();
  const id = useId();
  const [format, setFormat] = useState<Format>(language === 'fr' ? 'csv-fr' : 'csv');
  const [period, setPeriod] = useState('');
  const { state, error, download } = useDownload();
  const chosen = period === '' ? month : period === 'all' ? null : period;
  return (
    <details class="download">
      <summary>{words.history.download.title}</summary>
      <div class="filter-choices">
        <div class="field">
          <label for={`${id}-format`}>{words.history.download.format}</label>
          <select
            id={`${id}-format`}
            value={format}
            onChange={(event) => setFormat(event.currentTarget.value as Format)}
          >
            <option value="csv">{words.history.download.csv}</option>
            <option value="csv-fr">{words.history.download.csvFr}</option>
            <option value="pdf">{words.history.download.pdf}</option>
          </select>
        </div>
        <div class="field">
          <label for={`${id}-period`}>{words.history.download.period}</label>
          <select
            id={`${id}-period`}
            value={chosen ?? 'all'}
            onChange={(event) => setPeriod(event.currentTarget.value)}
          >
            <option value="all">{words.history.download.everything}</option>
            {months.map(({ month: name }) => (
              <option key={name} value={name}>
                {formatMonthName(name, language)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {surface === 'popup' ? (
        // A popup that closes would take its file with it.
        <Button kind="quiet" onClick={() => openTab('#/history')}>
          {words.history.download.inTab}
        </Button>
      ) : (
        <Button kind="quiet" busy={state === 'fetching'} onClick={() => void download(format, chosen)}>
          {words.history.download.save}
        </Button>
      )}
      <p class="muted" role="status">
        {state === 'saved' ? words.history.download.saved : ''}
      </p>
      {error ? <ErrorNotice error={error} /> : null}
    </details>
  );
}

function useDownload() {
  const { send, history, saveFile } = useServices();
  const [state, setState] = useState<'idle' | 'fetching' | 'saved'>('idle');
  const [error, setError] = useState<WalletError | null>(null);
  const download = async (format: Format, month: string | null) => {
    setState('fetching');
    setError(null);
    const answer = await send('wallet.export', { format, ...periodOf(month) });
    const file = answer.ok ? await history.takeExport() : null;
    if (!answer.ok) setError(answer.error);
    else if (file) saveFile(file);
    setState(file ? 'saved' : 'idle');
  };
  return { state, error, download };
}

/** The reader's own month, from its first instant to the first of the next. */
function periodOf(month: string | null): { from: string | null; to: string | null } {
  const [year, number] = month?.split('-').map(Number) ?? [];
  if (year === undefined || number === undefined) return { from: null, to: null };
  return {
    from: new Date(year, number - 1, 1).toISOString(),
    to: new Date(year, number, 1).toISOString(),
  };
}
