/** What a screen asks of the background for itself: one question at a time, the last answer, what failed. */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Answer, GestureAim, PersonalProof, WalletError } from '../lib/messages.ts';
import { type Services, useServices } from './services.ts';

export type Asking<T> = {
  /** Null until the first answer. */
  readonly value: T | null;
  readonly busy: boolean;
  readonly failure: WalletError | null;
  /** Asks, and keeps the answer. Whether there was one. */
  readonly ask: (question: () => Promise<Answer<T>>) => Promise<boolean>;
  readonly forgetFailure: () => void;
};

export function useAsking<T>(): Asking<T> {
  const [value, setValue] = useState<T | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<WalletError | null>(null);
  const asking = useRef(false);
  const ask = useCallback(async (question: () => Promise<Answer<T>>) => {
    if (asking.current) return false;
    asking.current = true;
    setBusy(true);
    setFailure(null);
    const answer = await question();
    if (answer.ok) setValue(answer.value);
    else setFailure(answer.error);
    setBusy(false);
    asking.current = false;
    return answer.ok;
  }, []);
  const forgetFailure = useCallback(() => setFailure(null), []);
  return { value, busy, failure, ask, forgetFailure };
}

const GIVEN_UP: WalletError = {
  code: 'passkey_cancelled',
  attemptsLeft: null,
  retryAtMs: null,
  limitMinor: null,
};

/** A gesture for this aim, as the proof of the person; or why there is none. */
async function gestureFor(
  { send, gestures }: Pick<Services, 'send' | 'gestures'>,
  aim: GestureAim,
): Promise<Answer<Extract<PersonalProof, { useCounter: number }>>> {
  const gesture = await send('wallet.gesture', { aim });
  if (!gesture.ok) return gesture;
  const passkey = (await gestures?.use(gesture.value)) ?? null;
  return passkey
    ? { ok: true, value: { passkey, useCounter: gesture.value.useCounter } }
    : { ok: false, error: GIVEN_UP };
}

/** Asks for a gesture and hands it over to `then`. */
export function usePasskey() {
  const services = useServices();
  return useCallback(
    async <T>(
      aim: GestureAim,
      then: (proof: Extract<PersonalProof, { useCounter: number }>) => Promise<Answer<T>>,
    ): Promise<Answer<T>> => {
      const proof = await gestureFor(services, aim);
      return proof.ok ? then(proof.value) : proof;
    },
    [services],
  );
}

/** What a page answers when the person has closed the authenticator's dialog. */
export function givenUp(): Answer<never> {
  return { ok: false, error: GIVEN_UP };
}
