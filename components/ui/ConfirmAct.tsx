/** A button that asks once more before it does what can't be undone. The question takes the focus, Escape leaves it. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useFocusOnShow } from '../hooks.ts';
import { Button } from './Button.tsx';

type Props = {
  children: ComponentChildren;
  question: string;
  yes: string;
  no: string;
  busy: boolean;
  /** What it does, where its text alone does not tell. */
  label?: string;
  onYes: () => void;
};

export function ConfirmAct({ children, question, yes, no, busy, label, onYes }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const leave = () => {
    setIsAsking(false);
    // Back to where it began: the button is drawn anew.
    requestAnimationFrame(() => place.current?.querySelector('button')?.focus());
  };
  return (
    <div class="confirm-act" ref={place}>
      {isAsking ? (
        <Question question={question} onLeave={leave}>
          <Button kind="quiet" busy={busy} onClick={onYes}>
            {yes}
          </Button>
          <Button kind="text" onClick={leave}>
            {no}
          </Button>
        </Question>
      ) : (
        <Button kind="text" busy={busy} {...(label ? { label } : {})} onClick={() => setIsAsking(true)}>
          {children}
        </Button>
      )}
    </div>
  );
}

function Question(props: { question: string; onLeave: () => void; children: ComponentChildren }) {
  const text = useFocusOnShow<HTMLParagraphElement>();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape, for whoever is in it by keyboard
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        props.onLeave();
      }}
    >
      <p ref={text} tabIndex={-1}>
        {props.question}
      </p>
      {props.children}
    </div>
  );
}
