/**
 * What the code confirms, rendered from the terms that the server made and this device signs (RTS 2018/389 art. 5(1)):
 * never from the page, or from what was typed before.
 */
import type { Draft, WalletView } from '../../lib/messages.ts';
import { centsFromWire, centsToWire, negateCents, sumCents } from '../../lib/money.ts';
import type { Terms } from '../../lib/protocol/terms.ts';
import { safeName, safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from './Amount.tsx';
import { PayeeLine } from './PersonCard.tsx';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

/** What waits for the code, while it can be signed. */
export function termsOf(draft: Draft): Terms | null {
  return draft.payment?.terms ?? null;
}

/** The same in one sentence, for who can't see it: "5.00 € to Bob Martin (@bob)". */
export function useWhatInWords(draft: Draft): string {
  const words = useWords();
  const { language } = useServices();
  const terms = termsOf(draft);
  const payee = draft.payment?.payee;
  if (!payee || !terms) return '';
  const amount = amountText(terms.amount_minor, language);
  return `${words.code.title(amount, safeName(payee.name, payee.handle))} (@${payee.handle})`;
}

/** Amount, payee and all that follows from confirming. */
export function WhatIsConfirmed({ draft, view }: { draft: Draft; view: SignedIn }) {
  const { language } = useServices();
  const terms = termsOf(draft);
  const payee = draft.payment?.payee;
  if (!terms || !payee) return null;
  return (
    <section class="confirm">
      <p class="confirm-amount">
        <span class="amount amount-huge">{amountText(terms.amount_minor, language)}</span>
      </p>
      <PayeeLine payee={payee} small />
      <Facts terms={terms} view={view} />
    </section>
  );
}

/** The fee is the payee's: the payer pays the amount, an organisation receives it less the fee. */
function Facts({ terms, view }: { terms: Terms; view: SignedIn }) {
  const words = useWords();
  const { language } = useServices();
  const amount = centsFromWire(terms.amount_minor);
  const received = sumCents([amount, negateCents(centsFromWire(terms.fee_minor))]);
  const balance = view.wallet ? centsFromWire(view.wallet.balance.amount) : null;
  const after = balance === null ? null : sumCents([balance, negateCents(amount)]);
  return (
    <dl class="facts">
      {terms.purpose ? (
        <div class="fact fact-wide">
          <dt>{words.code.purpose}</dt>
          <dd dir="auto">{safeText(terms.purpose)}</dd>
        </div>
      ) : null}
      <Fact name={words.code.fee} value={amountText(terms.fee_minor, language)} />
      <Fact name={words.code.received} value={amountText(centsToWire(received), language)} />
      {after === null || after < 0n ? null : (
        <Fact name={words.code.balanceAfter} value={amountText(centsToWire(after), language)} />
      )}
    </dl>
  );
}

function Fact(props: { name: string; value: string }) {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd class="amount">{props.value}</dd>
    </div>
  );
}
