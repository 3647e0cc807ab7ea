/** The wallet's buttons: one main action on a screen, quiet ones beside it. */
import type { ComponentChildren } from 'preact';

type Props = {
  children: ComponentChildren;
  onClick?: () => void;
  kind?: 'main' | 'quiet' | 'text';
  type?: 'button' | 'submit';
  disabled?: boolean;
  /** Says to readers, too, that it is at work; a second press does nothing. */
  busy?: boolean;
  /** What it does, where the text alone does not tell: it must contain the text. */
  label?: string;
};

export function Button({
  children,
  onClick,
  kind = 'main',
  type = 'button',
  disabled = false,
  busy = false,
  label,
}: Props) {
  return (
    <button
      type={type}
      class={`button button-${kind}`}
      disabled={disabled}
      // Not disabled while it is at work: it would lose the focus, and who pressed it his place.
      aria-disabled={busy || undefined}
      aria-busy={busy}
      aria-label={label}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : null}
      <span>{children}</span>
    </button>
  );
}
