/** Searching and narrowing the history. What is found is told as a number, and read out. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { MonthTotal } from '../../../lib/store/filing.ts';
import { everything, type Filter, isEverything } from '../../../lib/store/search.ts';
import { formatMonthName } from '../../../lib/words/dates.ts';
import { useServices, useWords } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';

/** While somebody types, nothing is looked for. Milliseconds. */
const TYPING_MS = 120;

type Props = {
  filter: Filter;
  months: readonly MonthTotal[];
  found: number;
  onChange: (filter: Filter) => void;
};

export function Filters({ filter, months, found, onChange }: Props) {
  const words = useWords();
  const { language } = useServices();
  const ways = [
    ['in', words.history.filters.in],
    ['out', words.history.filters.out],
  ] as const;
  const states = Object.entries(words.history.filters.states) as [NonNullable<Filter['state']>, string][];
  return (
    <search class="filters">
      <Search filter={filter} onChange={onChange} />
      <div class="filter-choices">
        <Choice
          label={words.history.filters.way}
          value={filter.direction}
          options={ways}
          onChange={(direction) => onChange({ ...filter, direction })}
        />
        <Choice
          label={words.history.filters.state}
          value={filter.state}
          options={states}
          onChange={(state) => onChange({ ...filter, state })}
        />
        <Choice
          label={words.history.filters.month}
          value={filter.month}
          options={months.map(({ month }) => [month, formatMonthName(month, language)] as const)}
          onChange={(month) => onChange({ ...filter, month })}
        />
      </div>
      <p class="muted" role="status">
        {isEverything(filter) ? '' : words.history.filters.found(found)}
      </p>
      {isEverything(filter) ? null : (
        <Button kind="text" onClick={() => onChange(everything)}>
          {words.history.filters.clear}
        </Button>
      )}
    </search>
  );
}

function Search({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const words = useWords();
  const id = useId();
  const [text, setText] = useState(filter.text);
  const told = useRef(filter.text);
  const latest = useRef({ filter, onChange });
  latest.current = { filter, onChange };
  // Cleared from elsewhere.
  useEffect(() => {
    if (filter.text !== told.current) setText(filter.text);
    told.current = filter.text;
  }, [filter.text]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      latest.current.onChange({ ...latest.current.filter, text });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="field">
      <label for={id}>{words.history.filters.search}</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        maxLength={80}
        placeholder={words.history.filters.searchExample}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </div>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T | null;
  options: readonly (readonly [T, string])[];
  onChange: (value: T | null) => void;
};

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const words = useWords();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onChange(options.find(([option]) => option === chosen)?.[0] ?? null);
        }}
      >
        <option value="">{words.history.filters.all}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
