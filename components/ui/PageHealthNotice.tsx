/** Says where on X's pages € is off because X has changed, and what to do instead. Nothing while all is well. */
import { useEffect, useState } from 'preact/hooks';
import type { HealthPart } from '../../lib/messages.ts';
import { useServices, useWords } from '../services.ts';
import { Notice } from './Notice.tsx';

export function PageHealthNotice() {
  const words = useWords();
  const { send } = useServices();
  const [off, setOff] = useState<readonly HealthPart[]>([]);
  useEffect(() => {
    let isShown = true;
    void send('wallet.page_health', {}).then((answer) => {
      if (answer.ok && isShown) setOff(answer.value.off);
    });
    return () => {
      isShown = false;
    };
  }, [send]);
  if (off.length === 0) return null;
  return (
    <Notice tone="calm" title={words.home.xChanged}>
      <p>{words.home.offOn(off.map((part) => words.home.places[part]).join(', '))}</p>
    </Notice>
  );
}
