/**
 * A confirmation left and its answer did not come back. Asks again, more and more slowly, until the outcome is
 * known. It must never offer to pay again: the first payment may well have happened (T33, T37).
 */
import { useEffect } from 'preact/hooks';
import type { Draft } from '../../lib/messages.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Notice } from '../ui/Notice.tsx';
import { AtHandle, Name } from '../ui/PersonCard.tsx';
import type { Wallet } from '../wallet.ts';

/** Milliseconds between two questions; the last one goes on. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

function useChecks(check: () => Promise<boolean>) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const ask = async (round: number) => {
      await check();
      if (over) return;
      timer = setTimeout(() => void ask(round + 1), PAUSES_MS[Math.min(round, PAUSES_MS.length - 1)]);
    };
    void ask(0);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [check]);
}

type Props = { wallet: Wallet; draft: Draft; onLeave: (() => void) | undefined };

/** `onLeave` closes the window and nothing else: the draft stays until its outcome is known. */
export function Checking({ wallet, draft, onLeave }: Props) {
  const words = useWords();
  const { language } = useServices();
  useChecks(wallet.check);
  const { payment } = draft;
  return (
    <>
      <Header
        title={words.checking.title}
        documentTitle={words.checking.title}
        {...(onLeave ? { onClose: onLeave } : {})}
      />
      <main class="screen screen-centred">
        <span class="spinner spinner-large" aria-hidden="true" />
        {payment ? (
          <p class="checking-what">
            <span class="amount amount-large">{amountText(payment.amount.amount, language)}</span>
            <span>
              <Name name={payment.payee.name} handle={payment.payee.handle} />{' '}
              <AtHandle handle={payment.payee.handle} />
            </span>
          </p>
        ) : null}
        <p>{words.checking.text}</p>
        <Notice tone="calm">
          <p>{words.checking.calm}</p>
        </Notice>
        <p class="muted">{words.checking.closing}</p>
        <Button kind="quiet" busy={wallet.busy === 'check'} onClick={() => void wallet.check()}>
          {words.checking.again}
        </Button>
      </main>
    </>
  );
}
