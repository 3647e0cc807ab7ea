/**
 * The amount: 2, 5, 10, 20 € or another. Real radio buttons, so arrows and readers work by themselves. The value
 * is cents on the wire, or null while what was typed is no amount; nothing is rounded or guessed.
 */
import { useEffect, useId, useRef } from 'preact/hooks';
import { centsToWire, parseTypedEuros } from '../../lib/money.ts';
import type { Language } from '../../lib/words/index.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from './Amount.tsx';

/** Cents. Chosen for a popup of 380 px and for tips; measured use may change them. */
export const PRESETS = ['200', '500', '1000', '2000'] as const;
export const DEFAULT_AMOUNT = '500';

/** What was chosen: one of the presets, or the text of another amount. */
export type AmountChoice = { readonly preset: string } | { readonly typed: string };

/** The draft's amount as a choice; 5 € where none was made yet. */
export function choiceOf(amountMinor: string | null, language: Language): AmountChoice {
  const amount = amountMinor ?? DEFAULT_AMOUNT;
  if ((PRESETS as readonly string[]).includes(amount)) return { preset: amount };
  return { typed: amountText(amount, language).replace(/[^0-9.,]/g, '') };
}

/** Cents on the wire, or null when it is not an amount. */
export function amountOf(choice: AmountChoice): string | null {
  if ('preset' in choice) return choice.preset;
  const typed = parseTypedEuros(choice.typed);
  return typed === null ? null : centsToWire(typed);
}

type Props = {
  legend: string;
  choice: AmountChoice;
  /** Cents on the wire. */
  presets?: readonly string[];
  /** Why the amount can't be sent, or null. */
  problem: string | null;
  disabled?: boolean;
  onChoose: (choice: AmountChoice) => void;
};

export function AmountPresets({
  legend,
  choice,
  presets = PRESETS,
  problem,
  disabled = false,
  onChoose,
}: Props) {
  const { language } = useServices();
  const words = useWords();
  const group = useId();
  const other = 'typed' in choice;
  return (
    <fieldset class="amounts" disabled={disabled}>
      <legend>{legend}</legend>
      <div class="amount-choices">
        {presets.map((preset) => (
          <label key={preset} class="chip">
            <input
              type="radio"
              name={group}
              value={preset}
              checked={!other && choice.preset === preset}
              onChange={() => onChoose({ preset })}
            />
            <span>{shortEuros(preset, language)}</span>
          </label>
        ))}
        <label class="chip">
          <input
            type="radio"
            name={group}
            value="other"
            checked={other}
            onChange={() => onChoose({ typed: '' })}
          />
          <span>{words.pay.other}</span>
        </label>
      </div>
      {other ? (
        <OtherAmount typed={choice.typed} problem={problem} onType={(typed) => onChoose({ typed })} />
      ) : null}
      {!other && problem ? (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

/** "5 €", "€5": whole euros without their decimals. */
function shortEuros(minor: string, language: Language): string {
  return amountText(minor, language).replace(/[.,]00/, '');
}

function OtherAmount(props: { typed: string; problem: string | null; onType: (typed: string) => void }) {
  const words = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const startEmpty = useRef(props.typed === '');
  useEffect(() => {
    if (startEmpty.current) field.current?.focus();
  }, []);
  return (
    <div class="field">
      <label for={id}>{words.pay.otherAmount}</label>
      <input
        id={id}
        ref={field}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        maxLength={12}
        placeholder={words.pay.otherExample}
        value={props.typed}
        aria-invalid={props.problem !== null}
        aria-describedby={`${id}-problem`}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
      <p id={`${id}-problem`} class="field-problem" aria-live="polite">
        {props.problem}
      </p>
    </div>
  );
}
