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
};

export function Button({
  children,
  onClick,
  kind = 'main',
  type = 'button',
  disabled = false,
  busy = false,
}: Props) {
  return (
    <button
      type={type}
      class={`button button-${kind}`}
      disabled={disabled || busy}
      aria-busy={busy}
      onClick={onClick}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : null}
      <span>{children}</span>
    </button>
  );
}
