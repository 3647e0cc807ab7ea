/**
 * What came in and went out, month by month, as bars that are a table: one drawing for eyes and screen readers. The totals
 * stand in the store; no payment is read for them. A chart library would be larger than all of the history.
 */
import type { Cents } from '../../../lib/money.ts';
import { formatCents } from '../../../lib/money.ts';
import type { MonthTotal } from '../../../lib/store/filing.ts';
import { formatMonthName } from '../../../lib/words/dates.ts';
import { useServices, useWords } from '../../services.ts';

const SHOWN = 12;

export function Months({
  months,
  onChoose,
}: {
  months: readonly MonthTotal[];
  onChoose: (month: string) => void;
}) {
  const words = useWords();
  const { language } = useServices();
  const shown = months.slice(0, SHOWN);
  const most = shown.reduce((top, { came, went }) => Math.max(top, Number(came), Number(went)), 1);
  return (
    <details class="months">
      <summary>{words.history.months.title}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.history.filters.month}</th>
            <th scope="col">{words.history.months.came}</th>
            <th scope="col">{words.history.months.went}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ month, came, went }) => (
            <tr key={month}>
              <th scope="row">
                <button type="button" class="button-link" onClick={() => onChoose(month)}>
                  {formatMonthName(month, language)}
                </button>
              </th>
              <Bar amount={came} most={most} kind="came" />
              <Bar amount={went} most={most} kind="went" />
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Bar({ amount, most, kind }: { amount: Cents; most: number; kind: 'came' | 'went' }) {
  const { language } = useServices();
  // How long a bar is, and no more: a float is good enough for that.
  const share = Math.max(0, Number(amount)) / most;
  return (
    <td>
      {formatCents(amount, language)}
      <span
        class={`bar bar-${kind}`}
        aria-hidden="true"
        style={{ inlineSize: `${(share * 100).toFixed(1)}%` }}
      />
    </td>
  );
}
