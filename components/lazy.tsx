/** Screens that are read when they are first shown: what opens with every click should be small. */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from './services.ts';
import { Notice } from './ui/Notice.tsx';
import { Spinner } from './ui/Spinner.tsx';

/** A component that shows a spinner until its script is there; kept from then on. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P & JSX.IntrinsicAttributes) {
    const words = useWords();
    const [state, setState] = useState<'waiting' | 'there' | 'failed'>('waiting');
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          setState('there');
        },
        () => setState('failed'),
      );
    }, []);
    const Component = loaded;
    if (Component) return <Component {...props} />;
    return (
      <main class="screen screen-centred">
        {state === 'failed' ? (
          <Notice>
            <p>{words.common.notLoaded}</p>
          </Notice>
        ) : (
          <Spinner text={words.common.loading} />
        )}
      </main>
    );
  };
}
