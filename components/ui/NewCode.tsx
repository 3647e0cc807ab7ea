/** A new code, typed twice: the second time so that a slip of the finger locks nobody out. */
import { useState } from 'preact/hooks';
import type { WalletError } from '../../lib/messages.ts';
import { isTrivialPin } from '../../lib/protocol/pin.ts';
import { useSecurityWords } from '../security-words.ts';

import { ErrorNotice, Notice } from './Notice.tsx';
import { PinPad } from './PinPad.tsx';

type Props = {
  busy: boolean;
  failure: WalletError | null;
  onTyping: () => void;
  onChosen: (pin: string) => void;
};

export function NewCode({ busy, failure, onTyping, onChosen }: Props) {
  const words = useSecurityWords().code;
  const [first, setFirst] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (pin: string) => {
    onTyping();
    setProblem(isTrivialPin(pin) ? words.tooSimple : null);
    if (!isTrivialPin(pin)) setFirst(pin);
  };
  const repeat = (pin: string) => {
    setFirst(null);
    setProblem(pin === first ? null : words.different);
    if (pin === first) onChosen(pin);
  };
  const repeating = first !== null || busy;
  return (
    <>
      <h2>{repeating ? words.again : words.newTitle}</h2>
      {problem ? (
        <Notice>
          <p>{problem}</p>
        </Notice>
      ) : failure && !repeating ? (
        <ErrorNotice error={failure} />
      ) : null}
      <PinPad
        key={repeating ? 'repeat' : 'choose'}
        label={repeating ? words.repeatPin : words.newPin}
        hint={repeating ? '' : words.rules}
        busy={busy}
        onPin={repeating ? repeat : choose}
      />
    </>
  );
}
