/**
 * A passkey in the place of the code. The popup closes when the authenticator's dialog takes the focus, so from there it
 * goes on in a window of the wallet, which asks by itself.
 */
import { useEffect, useRef } from 'preact/hooks';
import { useRoute } from '../hooks.ts';
import { useServices, useWords } from '../services.ts';
import { Button } from './Button.tsx';

type Props = {
  /** Where a window of its own goes on, asking without another click: each use has a route, so that none is taken for another. */
  route: string;
  busy: boolean;
  disabled?: boolean;
  onUse: () => void;
};

export function PasskeyButton({ route, busy, disabled = false, onUse }: Props) {
  const words = useWords().codeWays;
  const { surface, gestures, openWindow, close } = useServices();
  const shown = useRoute();
  const asked = useRef(false);
  const here = surface !== 'popup' && gestures !== null;
  useEffect(() => {
    if (shown !== route || asked.current || !here || disabled) return;
    asked.current = true;
    onUse();
  }, [shown, route, here, disabled, onUse]);
  if (!gestures) return null;
  const press = () => {
    if (here) return onUse();
    openWindow(`#${route}`);
    close();
  };
  return (
    <Button kind="quiet" busy={busy} disabled={disabled} onClick={press}>
      {words.passkey}
    </Button>
  );
}
