/** This version was switched off (T59): what can be read is shown, and how to get the next one. */
import type { WalletView } from '../../lib/messages.ts';
import { goTo } from '../hooks.ts';
import { useSecurityWords } from '../security-words.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from '../ui/Amount.tsx';
import { Button } from '../ui/Button.tsx';
import { Header } from '../ui/Header.tsx';
import { Notice } from '../ui/Notice.tsx';

export function Upgrade({ view }: { view: Extract<WalletView, { status: 'signed_in' }> }) {
  const words = useSecurityWords().upgrade;
  const { home } = useWords();
  const { language, update } = useServices();
  return (
    <>
      <Header title={words.title} documentTitle={words.title} />
      <main class="screen">
        <Notice tone="warning">
          <p>{words.why}</p>
        </Notice>
        {view.wallet ? (
          <section class="balance" aria-label={home.balance}>
            <p class="balance-name">{home.balance}</p>
            <p class="amount amount-huge">{amountText(view.wallet.balance.amount, language)}</p>
          </section>
        ) : null}
        <Button onClick={update}>{words.update}</Button>
        <Button kind="quiet" onClick={() => goTo('/history')}>
          {words.history}
        </Button>
        <Button kind="quiet" onClick={() => goTo('/devices')}>
          {words.devices}
        </Button>
      </main>
    </>
  );
}
