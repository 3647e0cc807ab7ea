/**
 * What the code confirms, rendered from the terms that the server made and this device signs (RTS 2018/389 art. 5(1)):
 * never from the page, or from what was typed before. What this device's history knows of a payee stands beside him.
 */
import type { Draft, WalletView } from '../../lib/messages.ts';
import { type Cents, centsFromWire, centsToWire, negateCents, sumCents } from '../../lib/money.ts';
import type { Party } from '../../lib/protocol/people.ts';
import type { SplitTerms, Terms } from '../../lib/protocol/terms.ts';
import { formatDate, formatMonth } from '../../lib/words/dates.ts';
import type { Language } from '../../lib/words/language.ts';
import { safeName, safeText } from '../names.ts';
import { useServices, useWords } from '../services.ts';
import { amountText } from './Amount.tsx';
import { Notice } from './Notice.tsx';
import { AtHandle, Avatar, Name } from './PersonCard.tsx';

type SignedIn = Extract<WalletView, { status: 'signed_in' }>;

/** One payee as the terms name him. */
type Part = {
  readonly id: string;
  readonly amount: string;
  readonly fee: string;
  readonly name: string;
  readonly handle: string;
  readonly xUserId: string;
  readonly hasWallet: boolean;
};

/** What waits for the code, while it can be signed. */
export function termsOf(draft: Draft): Terms | SplitTerms | null {
  return draft.split?.terms ?? draft.payment?.terms ?? null;
}

/** Terms name a payee as "Bob Martin (@bob)": the handle ends it, and is never part of the name. */
function named(label: string): { name: string; handle: string } {
  const [, name = label, handle = ''] = /^(.*) \(@([A-Za-z0-9_]{1,15})\)$/s.exec(label) ?? [];
  return { name, handle };
}

function partsOf(terms: Terms | SplitTerms): Part[] {
  const parts = 'payments' in terms ? terms.payments : [terms];
  return parts.map((part) => ({
    id: part.payment_id,
    amount: part.amount_minor,
    fee: part.fee_minor,
    ...named(part.payee_label),
    xUserId: part.payee_x_user_id,
    hasWallet: part.payee_id !== null,
  }));
}

const sum = (parts: readonly Part[], what: 'amount' | 'fee'): Cents =>
  sumCents(parts.map((part) => centsFromWire(part[what])));

/** "5.00 € to Bob Martin (@bob)": the terms in one sentence. */
function useInWords(): (terms: Terms | SplitTerms) => string {
  const words = useWords();
  const { language } = useServices();
  return (terms) =>
    partsOf(terms)
      .map(({ amount, name, handle }) => {
        const to = `${safeName(name, handle)} (@${handle})`;
        return words.code.title(amountText(amount, language), to);
      })
      .join(', ');
}

/** What is confirmed in one sentence, for who can't see it. */
export function useWhatInWords(draft: Draft): string {
  const inWords = useInWords();
  const terms = termsOf(draft);
  return terms ? inWords(terms) : '';
}

/** Amount, payees and all that follows from confirming. */
export function WhatIsConfirmed({ draft, view }: { draft: Draft; view: SignedIn }) {
  const { language } = useServices();
  const terms = termsOf(draft);
  if (!terms) return null;
  const parts = partsOf(terms);
  const total = centsToWire(sum(parts, 'amount'));
  return (
    <section class="confirm">
      {draft.formerTerms ? <Changed before={draft.formerTerms} after={terms} /> : null}
      <p class="confirm-amount">
        <span class="amount amount-huge">{amountText(total, language)}</span>
      </p>
      <Payees parts={parts} draft={draft} />
      <Held parts={parts} view={view} />
      <Facts parts={parts} purpose={terms.purpose} view={view} />
    </section>
  );
}

function Payees({ parts, draft }: { parts: readonly Part[]; draft: Draft }) {
  const words = useWords();
  const several = parts.length > 1;
  const list = parts.map((part) => (
    <li key={part.id}>
      <PayeeOfTerms part={part} draft={draft} several={several} />
    </li>
  ));
  if (!several) return <ul class="confirm-payees">{list}</ul>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard
    <section class="confirm-payees-several" tabIndex={0} aria-label={words.payees.several(parts.length)}>
      <ul class="confirm-payees">{list}</ul>
    </section>
  );
}

/** The terms were others a moment ago: both are named (T10). */
function Changed({ before, after }: { before: Terms; after: Terms | SplitTerms }) {
  const words = useWords();
  const inWords = useInWords();
  return (
    <Notice tone="warning" title={words.payees.changedTitle}>
      <p>{words.payees.changed(inWords(before), inWords(after))}</p>
    </Notice>
  );
}

/** The holder of this account as the API knows him. */
function partyOf(draft: Draft, paymentId: string): Party | null {
  const payments = draft.split?.payments ?? (draft.payment ? [draft.payment] : []);
  return payments.find(({ id }) => id === paymentId)?.payee ?? null;
}

function PayeeOfTerms({ part, draft, several }: { part: Part; draft: Draft; several: boolean }) {
  const words = useWords();
  const { language } = useServices();
  const since = partyOf(draft, part.id)?.linked_since ?? null;
  const known = draft.acquaintances.find(({ xUserId }) => xUserId === part.xUserId);
  const notes = [
    part.hasWallet && since ? words.common.linkedSince(formatMonth(since)) : words.payees.notLinked,
    known?.isNew ? words.payees.isNewShort : null,
    known?.formerHandle ? words.payees.renamed(`@${part.handle}`, `@${known.formerHandle}`) : null,
  ].filter((note) => note !== null);
  return (
    <div class="confirm-payee">
      <Avatar name={part.name} handle={part.handle} xUserId={part.xUserId} small />
      <p>
        <span class="confirm-name">
          <Name name={part.name} handle={part.handle} />
        </span>{' '}
        <AtHandle handle={part.handle} />
        <span class="confirm-notes">{notes.join(' · ')}</span>
      </p>
      {several ? <span class="amount">{amountText(part.amount, language)}</span> : null}
    </div>
  );
}

/** The day until which money is held that is sent now. */
export function useHeldUntil(holdDays: number): string {
  const { language, now } = useServices();
  const today = now();
  const until = new Date(today);
  until.setDate(today.getDate() + holdDays);
  return formatDate(until, today, language);
}

/** Money for an account without a wallet is kept apart for it, and comes back. */
function Held({ parts, view }: { parts: readonly Part[]; view: SignedIn }) {
  const words = useWords();
  const until = useHeldUntil(view.wallet?.hold_days ?? 0);
  const waiting = parts.filter(({ hasWallet }) => !hasWallet);
  if (!view.wallet || waiting.length === 0) return null;
  return (
    <p class="confirm-held">
      {words.payees.heldShort(waiting.map(({ handle }) => `@${handle}`).join(', '), until)}
    </p>
  );
}

/** The fee is the payee's: the payer pays the amount, an organisation receives it less the fee. */
function Facts(props: { parts: readonly Part[]; purpose: string; view: SignedIn }) {
  const { parts, purpose, view } = props;
  const words = useWords();
  const { language } = useServices();
  const total = sum(parts, 'amount');
  const fee = sum(parts, 'fee');
  const received = sumCents([total, negateCents(fee)]);
  const balance = view.wallet ? centsFromWire(view.wallet.balance.amount) : null;
  const after = balance === null ? null : sumCents([balance, negateCents(total)]);
  return (
    <dl class="facts">
      {purpose ? (
        <div class="fact fact-wide">
          <dt>{words.code.purpose}</dt>
          <dd dir="auto">{safeText(purpose)}</dd>
        </div>
      ) : null}
      <Fact name={words.code.fee} cents={fee} language={language} />
      <Fact name={words.code.received} cents={received} language={language} />
      <Fact name={words.payees.inAll} cents={total} language={language} />
      {after === null || after < 0n ? null : (
        <Fact name={words.code.balanceAfter} cents={after} language={language} />
      )}
    </dl>
  );
}

function Fact(props: { name: string; cents: Cents; language: Language }) {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd class="amount">{amountText(centsToWire(props.cents), props.language)}</dd>
    </div>
  );
}
