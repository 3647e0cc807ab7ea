/** What a screen asks of the background for itself, beside the wallet's view: an answer that is kept fresh, and acts. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Input, MessageKind, Output, WalletError } from '../lib/messages.ts';
import { useServices } from './services.ts';

type WalletKind = Extract<MessageKind, `wallet.${string}`>;

export type Asked<T> = {
  /** Null until the first answer; the last one stays while a newer is awaited. */
  readonly value: T | null;
  readonly error: WalletError | null;
  readonly reload: () => Promise<void>;
};

/** Asks when the screen appears, and again whenever the store has changed. */
export function useAnswer<K extends WalletKind>(kind: K, input: Input<K>): Asked<Output<K>> {
  const { send, subscribe } = useServices();
  const [value, setValue] = useState<Output<K> | null>(null);
  const [error, setError] = useState<WalletError | null>(null);
  const question = JSON.stringify(input);
  const latest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++latest.current;
    const answer = await send(kind, JSON.parse(question) as Input<K>);
    // An older answer must not cover a newer one.
    if (turn !== latest.current) return;
    if (answer.ok) setValue(answer.value);
    setError(answer.ok ? null : answer.error);
  }, [send, kind, question]);
  useEffect(() => {
    void reload();
    return subscribe(() => void reload());
  }, [reload, subscribe]);
  return { value, error, reload };
}

export type Acts = {
  /** Which act is under way, by the name its button gave it. */
  readonly doing: string | null;
  /** Why the last one failed. */
  readonly error: WalletError | null;
  /** Answers what it was answered, or null when it failed or another is under way. */
  readonly run: <T>(name: string, question: () => Promise<Answer<T>>) => Promise<T | null>;
};

/** One act at a time: a second press of any button waits for the first. */
export function useActs(): Acts {
  const [doing, setDoing] = useState<string | null>(null);
  const [error, setError] = useState<WalletError | null>(null);
  const isBusy = useRef(false);
  const run = useCallback(async <T>(name: string, question: () => Promise<Answer<T>>): Promise<T | null> => {
    if (isBusy.current) return null;
    isBusy.current = true;
    setDoing(name);
    setError(null);
    const answer = await question();
    isBusy.current = false;
    setDoing(null);
    if (answer.ok) return answer.value;
    setError(answer.error);
    return null;
  }, []);
  return { doing, error, run };
}
