/** Money from a card into the wallet. In the sandbox the card is a test card, and the screen says so. */
import { useState } from 'preact/hooks';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { type AmountChoice, AmountPresets, amountOf } from '../ui/AmountPresets.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { ErrorNotice } from '../ui/Notice.tsx';
import type { Wallet } from '../wallet.ts';

/** Cents. A first top-up pays a few small payments, not one large one. */
const TOP_UPS = ['1000', '2000', '5000'] as const;

/** The form alone, for onboarding and for its own screen. `onAdded` is called when the card has paid. */
export function TopUpForm({ wallet, onAdded }: { wallet: Wallet; onAdded: () => void }) {
  const words = useWords();
  const { language } = useServices();
  const [choice, setChoice] = useState<AmountChoice>({ preset: '2000' });
  const [tried, setTried] = useState(false);
  const amountMinor = amountOf(choice);
  const busy = wallet.busy === 'top_up';
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (amountMinor === null || busy) return;
    if (await wallet.topUp(amountMinor)) onAdded();
  };
  return (
    <form class="top-up" onSubmit={(event) => void submit(event)} noValidate>
      <p class="sandbox-card">
        <svg viewBox="0 0 32 24" aria-hidden="true">
          <rect x="1" y="1" width="30" height="22" rx="4" />
          <path d="M1 8H31" />
        </svg>
        <span>
          <strong>{words.onboarding.card}</strong>
          <span class="muted">{words.onboarding.sandbox}</span>
        </span>
      </p>
      <AmountPresets
        legend={words.onboarding.topUpAmount}
        presets={TOP_UPS}
        choice={choice}
        problem={tried && amountMinor === null ? words.pay.badAmount : null}
        disabled={busy}
        onChoose={(next) => {
          setTried(false);
          setChoice(next);
        }}
      />
      {wallet.failure ? <ErrorNotice error={wallet.failure} /> : null}
      <Button type="submit" busy={busy}>
        {amountMinor === null
          ? words.common.addMoney
          : words.onboarding.topUp(amountText(amountMinor, language))}
      </Button>
    </form>
  );
}

export function AddMoney({ wallet, onBack }: { wallet: Wallet; onBack: () => void }) {
  const words = useWords();
  return (
    <>
      <Header title={words.onboarding.addMoney} documentTitle={words.onboarding.addMoney} onBack={onBack} />
      <main class="screen">
        <TopUpForm wallet={wallet} onAdded={onBack} />
      </main>
    </>
  );
}
