/**
 * What becomes of one order, once everything it is about is locked and read: each function here decides, changes the
 * working copies of the batch, and says the answer. Nothing here reads or writes the database, so that the rules can
 * be read in one place: states and postings of PAYMENTS.md.
 */
import { type Cents, cents, sumCents } from '../../lib/money.ts';
import type { PaymentState, ProblemCode } from '../../lib/protocol/index.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import type { IssuerAccounts } from '../ledger/accounts.ts';
import type { AccountId, Books, TransferKind } from '../ledger/books.ts';
import { type LockedDevice, useDevice } from '../people/devices.ts';
import { genericFailure } from '../people/pins.ts';
import type { Refusal } from '../result.ts';
import type { Change } from './changes.ts';
import type { Evidence, NewConfirmation } from './confirmations.ts';
import { type PaymentRow, viewPayment } from './payments.ts';
import { type NewRefund, viewRefund } from './refund-rows.ts';
import { passedLimit } from './rules.ts';
import type { Spending } from './spending.ts';
import { type SplitRow, viewSplit } from './split-views.ts';

/** What is to be done, and by whom; null: by the service itself. */
export type Act =
  | {
      readonly do: 'confirm';
      readonly personId: string;
      readonly device: { readonly id: string };
      readonly useCounter: number;
      /** Of the terms that were signed; a split's never change. */
      readonly version: number | null;
      readonly split: SplitRow | null;
      readonly evidence: Evidence;
    }
  | { readonly do: 'cancel'; readonly personId: string; readonly split: SplitRow | null }
  | { readonly do: 'claim' | 'decline'; readonly personId: string }
  | { readonly do: 'refund'; readonly personId: string; readonly refundId: string; readonly amount: Cents }
  | { readonly do: 'return' | 'expire'; readonly personId: null };

/** The batch at work: what is locked, and what has been decided so far. */
export type Workspace = {
  readonly books: Books;
  readonly payments: Map<string, PaymentRow>;
  readonly devices: Map<string, LockedDevice>;
  readonly wallets: ReadonlyMap<string, AccountId>;
  readonly issuer: IssuerAccounts;
  readonly spending: ReadonlyMap<string, Spending>;
  readonly holdDays: number;
  readonly changes: Change[];
  readonly refunds: NewRefund[];
  readonly confirmations: NewConfirmation[];
};

/** `kept`: with an effect, so that the same key answers the same for ever. */
export type Verdict = { readonly answer: Answer; readonly kept: boolean };

type Asked = { readonly act: Act; readonly payments: readonly PaymentRow[]; readonly requestId: string };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Decides one order. */
export function judge(workspace: Workspace, { act, payments: asked, requestId }: Asked): Verdict {
  const payments = asked.map(({ id }) => {
    const payment = workspace.payments.get(id);
    if (!payment) throw new Error(`payment ${id} is gone`);
    return payment;
  });
  const refuse = (refusal: Refusal, kept = false): Verdict => ({
    answer: problemAnswer(refusal, requestId),
    kept,
  });
  switch (act.do) {
    case 'confirm':
      return confirm(workspace, act, payments, refuse);
    case 'cancel':
      return cancel(workspace, act, payments, refuse);
    case 'claim':
    case 'decline':
      return takeHeld(workspace, act, only(payments), refuse);
    case 'refund':
      return refund(workspace, act, only(payments), refuse);
    case 'return':
    case 'expire':
      return endOverdue(workspace, act.do, only(payments));
  }
}

type Refuse = (refusal: Refusal, kept?: boolean) => Verdict;
type Doing<Name extends Act['do']> = Extract<Act, { do: Name }>;

function confirm(
  workspace: Workspace,
  act: Doing<'confirm'>,
  payments: readonly PaymentRow[],
  refuse: Refuse,
): Verdict {
  const { books } = workspace;
  // A double click, or a second device: one effect, the same result (T17).
  if (payments.every(({ confirmed_at }) => confirmed_at !== null)) {
    return { answer: show(act, payments), kept: false };
  }
  if (payments.some(({ state }) => state === 'expired')) return refuse({ code: 'payment_expired' });
  if (payments.some(({ state }) => state !== 'awaiting_confirmation'))
    return refuse({ code: 'payment_not_awaiting' });
  // At exactly the end it is too late, by the database's clock alone (T18).
  if (payments.some(({ expires_at }) => expires_at <= books.at)) {
    for (const payment of payments) change(workspace, payment, { state: 'expired' });
    return refuse({ code: 'payment_expired' }, true);
  }
  if (act.version !== null && payments.some(({ version }) => version !== act.version))
    return refuse({ code: 'terms_changed' });
  // He has left since: his wallet is closed, and what was signed named it.
  if (payments.some(({ payee }) => payee != null && payee.erased_at !== null))
    return refuse({ code: 'payee_without_wallet' });
  // Before the counter: this refusal is not kept, and the same request sent again must not look like a cloned device.
  const standing = standingOf(workspace, act.personId, sumOf(payments));
  if (standing) return refuse(standing);
  const device = workspace.devices.get(act.device.id);
  if (!device || useDevice(device, act.useCounter) !== 'risen') return refuse(genericFailure);
  const refusal = whyNot(workspace, act.personId, sumOf(payments));
  if (refusal) {
    for (const payment of payments) change(workspace, payment, { state: 'refused', refusal: refusal.code });
    return refuse(refusal, true);
  }
  const subjectId = act.split?.id ?? only(payments).id;
  workspace.confirmations.push({ ...act.evidence, subjectId, at: books.at });
  return {
    answer: show(
      act,
      payments.map((payment) => pay(workspace, payment)),
    ),
    kept: true,
  };
}

/** What stops a payment without ending it: the wallet is frozen, or its money was claimed a moment ago. */
function standingOf(
  { books, spending, wallets }: Workspace,
  personId: string,
  amount: Cents,
): Refusal | null {
  const standing = spending.get(personId);
  if (standing?.frozen) return { code: 'wallet_frozen' };
  const balance = balanceOf(books, wallets, personId);
  if (!standing?.waiting || balance < amount || balance - amount >= standing.waiting.amount) return null;
  const seconds = Math.ceil((standing.waiting.until.getTime() - books.at.getTime()) / 1000);
  return { code: 'claimed_money_waits', retryAfter: Math.max(1, seconds) };
}

/** Why this much can't leave the wallet, or null. */
function whyNot({ books, spending, wallets }: Workspace, personId: string, amount: Cents): Refusal | null {
  const standing = spending.get(personId);
  if (!standing) throw new Error(`what ${personId} has spent was not read`);
  const limit = passedLimit(standing.limits, amount, standing.spent);
  if (limit !== null) return { code: 'limit_exceeded', limit };
  return balanceOf(books, wallets, personId) < amount ? { code: 'insufficient_funds' } : null;
}

/** Moves the money of one confirmed payment: to its payee, or aside when he has no wallet yet. */
function pay(workspace: Workspace, payment: PaymentRow): PaymentRow {
  const { books, issuer, spending, holdDays } = workspace;
  const { payee } = payment;
  const amount = cents(payment.amount);
  if (payee) {
    post(workspace, 'settle', payment, {
      from: walletOf(workspace, payment.payer_id),
      to: walletOf(workspace, payee.id),
    });
  } else {
    post(workspace, 'hold', payment, { from: walletOf(workspace, payment.payer_id), to: issuer.held });
  }
  const standing = spending.get(payment.payer_id);
  if (standing) {
    const { in24Hours, in30Days } = standing.spent;
    standing.spent = { in24Hours: sumCents([in24Hours, amount]), in30Days: sumCents([in30Days, amount]) };
  }
  return change(
    workspace,
    payment,
    payee
      ? { state: 'settled', payee_id: payee.id, confirmed_at: books.at, settled_at: books.at }
      : {
          state: 'held',
          confirmed_at: books.at,
          held_until: new Date(books.at.getTime() + holdDays * DAY_MS),
        },
  );
}

function cancel(
  workspace: Workspace,
  act: Doing<'cancel'>,
  payments: readonly PaymentRow[],
  refuse: Refuse,
): Verdict {
  if (payments.every(({ state }) => state === 'cancelled' || state === 'returned')) {
    return { answer: show(act, payments), kept: false };
  }
  const [first] = payments;
  if (payments.length === 1 && first?.state === 'held') {
    return { answer: show(act, [giveBack(workspace, first)]), kept: true };
  }
  if (payments.some(({ state }) => state === 'expired')) return refuse({ code: 'payment_expired' });
  if (payments.some(({ state }) => state !== 'awaiting_confirmation'))
    return refuse({ code: 'payment_not_awaiting' });
  const overdue = payments.some(({ expires_at }) => expires_at <= workspace.books.at);
  const ended = payments.map((payment) =>
    change(workspace, payment, { state: overdue ? 'expired' : 'cancelled' }),
  );
  return overdue ? refuse({ code: 'payment_expired' }, true) : { answer: show(act, ended), kept: true };
}

/** Money that is held: its payee takes it or sends it back. Against the worker and the payer, the lock decides (T45). */
function takeHeld(
  workspace: Workspace,
  act: Doing<'claim' | 'decline'>,
  payment: PaymentRow,
  refuse: Refuse,
): Verdict {
  const done = act.do === 'claim' ? payment.payee_id === act.personId : payment.state === 'returned';
  if (done) return { answer: showOne(payment, act.personId), kept: false };
  if (payment.state !== 'held') return refuse({ code: 'payment_not_held' });
  if (act.do === 'decline') {
    return { answer: showOne(giveBack(workspace, payment), act.personId), kept: true };
  }
  post(workspace, 'claim', payment, {
    from: workspace.issuer.held,
    to: walletOf(workspace, act.personId),
  });
  const claimed = change(workspace, payment, {
    state: 'settled',
    payee_id: act.personId,
    settled_at: workspace.books.at,
  });
  return { answer: showOne(claimed, act.personId), kept: true };
}

/** In full: for a payment that never arrived nothing is charged. */
function giveBack(workspace: Workspace, payment: PaymentRow): PaymentRow {
  post(workspace, 'return', payment, {
    from: workspace.issuer.held,
    to: walletOf(workspace, payment.payer_id),
  });
  return change(workspace, payment, { state: 'returned' });
}

function refund(workspace: Workspace, act: Doing<'refund'>, payment: PaymentRow, refuse: Refuse): Verdict {
  const { books, wallets } = workspace;
  if (payment.state !== 'settled') return refuse({ code: 'payment_not_refundable' });
  if (payment.amount_refunded + act.amount > payment.amount)
    return refuse({ code: 'refund_exceeds_payment', limit: cents(payment.amount - payment.amount_refunded) });
  const standing = standingOf(workspace, act.personId, act.amount);
  // What was claimed may go back to where it came from; other money must not leave in its place (T12).
  if (standing && (standing.code !== 'claimed_money_waits' || payment.held_until === null))
    return refuse(standing);
  // Kept: an earlier try that hung must not give money back after a later one was told that there is none.
  if (balanceOf(books, wallets, act.personId) < act.amount)
    return refuse({ code: 'insufficient_funds' }, true);
  const error = books.transfer({
    kind: 'refund',
    subjectId: act.refundId,
    from: walletOf(workspace, act.personId),
    to: walletOf(workspace, payment.payer_id),
    amount: act.amount,
  });
  if (error) throw new Error(`refund ${act.refundId} was not posted: ${error}`);
  const row: NewRefund = { id: act.refundId, paymentId: payment.id, amount: act.amount, at: books.at };
  workspace.refunds.push(row);
  const after = change(workspace, payment, { amount_refunded: payment.amount_refunded + act.amount });
  return { answer: { status: 201, body: viewRefund(row, after, act.personId) }, kept: true };
}

/** The background work: what nobody confirmed expires, what nobody claimed goes back. Twice changes nothing. */
function endOverdue(workspace: Workspace, what: 'return' | 'expire', payment: PaymentRow): Verdict {
  const { at } = workspace.books;
  const nothing: Verdict = { answer: { status: 204, body: undefined }, kept: false };
  if (what === 'expire') {
    if (payment.state === 'awaiting_confirmation' && payment.expires_at <= at)
      change(workspace, payment, { state: 'expired' });
    return nothing;
  }
  if (payment.state === 'held' && payment.held_until !== null && payment.held_until <= at)
    giveBack(workspace, payment);
  return nothing;
}

function post(
  workspace: Workspace,
  kind: TransferKind,
  payment: PaymentRow,
  { from, to }: { from: AccountId; to: AccountId },
): void {
  // A fee is for having received: not for what is put aside, or given back.
  const charged = payment.fee > 0n && (kind === 'settle' || kind === 'claim');
  const error = workspace.books.transfer({
    ...{ kind, subjectId: payment.id, from, to, amount: cents(payment.amount) },
    ...(charged ? { fee: { amount: cents(payment.fee), to: workspace.issuer.fees } } : {}),
  });
  if (error) throw new Error(`payment ${payment.id} was not posted: ${error}`);
}

/** Moves a payment on in the working copy, and keeps the change to be written. */
function change(
  workspace: Workspace,
  payment: PaymentRow,
  what: Partial<PaymentRow> & { state?: PaymentState; refusal?: ProblemCode },
): PaymentRow {
  const after: PaymentRow = { ...payment, ...what, step: payment.step + 1 };
  workspace.payments.set(payment.id, after);
  workspace.changes.push({ payment: after, from: payment.state, at: workspace.books.at });
  return after;
}

function show(
  { personId, split }: { personId: string; split: SplitRow | null },
  payments: readonly PaymentRow[],
): Answer {
  return split ? { status: 200, body: viewSplit(split, payments) } : showOne(only(payments), personId);
}

function showOne(payment: PaymentRow, viewerId: string): Answer {
  return { status: 200, body: viewPayment(payment, viewerId) };
}

function walletOf({ wallets }: Workspace, personId: string): AccountId {
  const account = wallets.get(personId);
  if (account === undefined) throw new Error(`${personId} has no wallet`);
  return account;
}

function balanceOf(books: Books, wallets: ReadonlyMap<string, AccountId>, personId: string): Cents {
  const account = wallets.get(personId);
  return (account === undefined ? null : books.balance(account)) ?? cents(0n);
}

function sumOf(payments: readonly PaymentRow[]): Cents {
  return sumCents(payments.map(({ amount }) => cents(amount)));
}

function only(payments: readonly PaymentRow[]): PaymentRow {
  const [payment] = payments;
  if (!payment || payments.length !== 1) throw new Error(`one payment was expected, not ${payments.length}`);
  return payment;
}
