/** The payer's words for the payee: at most 140 UTF-16 units, no control characters (T54), as the API wants it. */
import { useId } from 'preact/hooks';
import { useWords } from '../services.ts';

const MEMO_MAX = 140;
const COUNT_FROM = 100;

/** What the field holds, as the API takes it: null when there is nothing. */
export function memoOf(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  return plain === '' ? null : plain.slice(0, MEMO_MAX);
}

type Props = { value: string; disabled?: boolean; onType: (text: string) => void };

export function MemoField({ value, disabled = false, onType }: Props) {
  const words = useWords();
  const id = useId();
  const left = MEMO_MAX - value.length;
  return (
    <div class="field">
      <label for={id}>{words.pay.memo}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        autoComplete="off"
        maxLength={MEMO_MAX}
        value={value}
        disabled={disabled}
        aria-describedby={`${id}-left`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <p id={`${id}-left`} class="field-hint">
        {value.length >= COUNT_FROM ? words.pay.memoLeft(left) : null}
      </p>
    </div>
  );
}
