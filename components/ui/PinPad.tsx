/**
 * Where the secret code is typed: ONE real field, and labelled keys in their usual order, never shuffled (a
 * shuffled pad is slower, worse for the blind, and no help against a camera). The code lives here from the first
 * digit to the sixth, is handed over once, and is then forgotten: it is kept in no draft, store or attribute.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { focusTitle } from '../hooks.ts';
import { useWords } from '../services.ts';

export const PIN_LENGTH = 6;

type Props = {
  label: string;
  hint?: string;
  /** The code was handed over and its answer is awaited. */
  busy?: boolean;
  /** Locked or too late. */
  disabled?: boolean;
  /** Ids of what the reader should hear with the field: who gets what. */
  describedBy?: string;
  onPin: (pin: string) => void;
};

export function PinPad({ label, hint, busy = false, disabled = false, describedBy, onPin }: Props) {
  const words = useWords();
  const id = useId();
  const [digits, setDigits] = useState('');
  // The sixth digit sends the code by itself, so ✓ and Enter can only come too early.
  const [tooShort, setTooShort] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const closed = busy || disabled;

  useEffect(() => {
    if (!closed) field.current?.focus({ preventScroll: true });
  }, [closed]);
  useEffect(() => {
    const { activeElement } = document;
    // A field that is shut can't keep the focus.
    if (disabled && (activeElement === document.body || activeElement === field.current)) focusTitle();
  }, [disabled]);

  const take = (text: string) => {
    if (closed) return;
    const pin = text.replace(/\D/g, '').slice(0, PIN_LENGTH);
    const complete = pin.length === PIN_LENGTH;
    // The field itself must forget, too, also when the state does not change.
    if (field.current) field.current.value = complete ? '' : pin;
    setDigits(complete ? '' : pin);
    setTooShort(false);
    if (complete) onPin(pin);
  };

  return (
    <div class={`pin${disabled ? ' pin-closed' : ''}`} aria-busy={busy}>
      <div class="pin-line">
        <label for={id}>{label}</label>
        <div class="pin-field">
          <Dots typed={busy ? PIN_LENGTH : digits.length} busy={busy} />
          <input
            id={id}
            ref={field}
            type="password"
            inputMode="numeric"
            autoComplete="off"
            data-1p-ignore
            data-lpignore="true"
            maxLength={PIN_LENGTH}
            value={digits}
            readOnly={busy}
            disabled={disabled}
            aria-describedby={[describedBy, `${id}-hint`].filter(Boolean).join(' ')}
            onInput={(event) => take(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') setTooShort(true);
            }}
          />
        </div>
      </div>
      <p id={`${id}-hint`} class="pin-hint">
        {tooShort && !closed ? <strong role="alert">{words.code.tooShort}</strong> : hint}
      </p>
      <p class="for-readers" role="status">
        {busy ? words.code.sending : digits.length > 0 ? words.code.digitsTyped(digits.length) : ''}
      </p>
      <Keys
        closed={closed}
        onDigit={(digit) => take(digits + digit)}
        onErase={() => take(digits.slice(0, -1))}
        onSubmit={() => setTooShort(true)}
      />
    </div>
  );
}

function Dots(props: { typed: number; busy: boolean }) {
  return (
    <span class={`dots${props.busy ? ' dots-busy' : ''}`} aria-hidden="true">
      {Array.from({ length: PIN_LENGTH }, (_, place) => (
        <span key={place} class={place < props.typed ? 'dot dot-full' : 'dot'} />
      ))}
    </span>
  );
}

type KeysProps = {
  closed: boolean;
  onDigit: (digit: string) => void;
  onErase: () => void;
  onSubmit: () => void;
};

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Pressing a key leaves the focus in the field, so that the keyboard goes on working. */
function Keys({ closed, onDigit, onErase, onSubmit }: KeysProps) {
  const words = useWords();
  const keepFocus = (event: Event) => event.preventDefault();
  const digit = (value: string) => (
    <button key={value} type="button" class="key" disabled={closed} onClick={() => onDigit(value)}>
      {value}
    </button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is
    <div class="keys" onPointerDown={keepFocus} onMouseDown={keepFocus}>
      {DIGITS.map(digit)}
      <button
        type="button"
        class="key key-side"
        aria-label={words.code.erase}
        disabled={closed}
        onClick={onErase}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5" />
        </svg>
      </button>
      {digit('0')}
      <button
        type="button"
        class="key key-side"
        aria-label={words.code.submit}
        disabled={closed}
        onClick={onSubmit}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 12.5 10 18 19 7" />
        </svg>
      </button>
    </div>
  );
}
