/** What a screen shows of an answer: waiting, why there is none and the way to ask again, or the answer. */
import type { ComponentChildren } from 'preact';
import type { Asked } from '../answers.ts';
import { useWords } from '../services.ts';
import { Button } from './Button.tsx';
import { ErrorNotice } from './Notice.tsx';
import { Spinner } from './Spinner.tsx';

export function Loaded<T>(props: { asked: Asked<T>; children: (value: T) => ComponentChildren }) {
  const words = useWords();
  const { value, error, reload } = props.asked;
  return (
    <>
      {error ? (
        <ErrorNotice error={error}>
          <Button kind="quiet" onClick={() => void reload()}>
            {words.common.retry}
          </Button>
        </ErrorNotice>
      ) : value === null ? (
        <Spinner text={words.common.loading} />
      ) : null}
      {value === null ? null : props.children(value)}
    </>
  );
}

/** Says what there is not, why, and offers the one thing to do. */
export function Empty(props: { title: string; text: string; children?: ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </section>
  );
}
