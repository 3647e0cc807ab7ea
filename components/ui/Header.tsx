/** The head of a screen: its title as the one h1, where one can go back to, and ✕. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useFocusOnShow } from '../hooks.ts';
import { useWords } from '../services.ts';

type Props = {
  title: ComponentChildren;
  /** The window's title, as text. */
  documentTitle: string;
  onBack?: () => void;
  onClose?: () => void;
  /** What ✕ does, in words. */
  closeLabel?: string;
  /** False where a field of the screen takes the focus. */
  focus?: boolean;
  disabled?: boolean;
};

export function Header({
  title,
  documentTitle,
  onBack,
  onClose,
  closeLabel,
  focus = true,
  disabled = false,
}: Props) {
  const words = useWords();
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <header class="header">
      {onBack ? (
        <button
          type="button"
          class="icon-button"
          aria-label={words.common.back}
          disabled={disabled}
          onClick={onBack}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M15 5 8 12l7 7" />
          </svg>
        </button>
      ) : null}
      {focus ? <FocusedTitle>{title}</FocusedTitle> : <h1>{title}</h1>}
      {onClose ? (
        <button
          type="button"
          class="icon-button"
          aria-label={closeLabel ?? words.common.close}
          disabled={disabled}
          onClick={onClose}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6 6 18" />
          </svg>
        </button>
      ) : null}
    </header>
  );
}

function FocusedTitle(props: { children: ComponentChildren }) {
  const ref = useFocusOnShow<HTMLHeadingElement>();
  return (
    <h1 ref={ref} tabIndex={-1}>
      {props.children}
    </h1>
  );
}
