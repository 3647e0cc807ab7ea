/** Offers to tell this phone of what comes in. Nothing where it is told already, can't be, or the person has said no. */
import { useEffect, useState } from 'preact/hooks';
import { type PushState, useServices, useWords } from '../services.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

export function PushNotice() {
  const words = useWords();
  const { push } = useServices();
  const [state, setState] = useState<PushState | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let isShown = true;
    void push
      ?.state()
      .then((now) => isShown && setState(now))
      .catch(() => undefined);
    return () => {
      isShown = false;
    };
  }, [push]);

  const turnOn = async () => {
    setBusy(true);
    setState((await push?.turnOn().catch(() => null)) ?? state);
    setBusy(false);
  };
  if (state !== 'off') return null;
  return (
    <Notice tone="calm">
      <p>{words.phone.pushOffer}</p>
      <Button kind="quiet" busy={busy} onClick={() => void turnOn()}>
        {words.phone.pushOn}
      </Button>
    </Notice>
  );
}
