/** Screens that are read when they are first shown: what opens with every click should be small. */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useWords } from './services.ts';
import { Notice } from './ui/Notice.tsx';
import { Spinner } from './ui/Spinner.tsx';

/**
 * A component that is read when it is first shown, and kept from then on. Until its script is there, a screen shows a spinner;
 * a part of a screen shows nothing, and goes on showing nothing when it can't be read.
 */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  what: 'screen' | 'part' = 'screen',
): ComponentType<P> {
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
    if (what === 'part') return null;
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
