/**
 * Where payments are carried out: many orders in one transaction, each accepted or refused on its own, whatever
 * becomes of the others. The only way by which a payment that exists moves on. What becomes of one order stands in
 * `judge.ts`; here is what all of them share: keys, locks, time, and writing it down.
 *
 * Order of locks, everywhere: idempotency keys, payments, devices, accounts, event counters; each by its id.
 */
import { type Pool, sentTogether, type Transaction } from '../db/pool.ts';
import { failpoint } from '../failpoints.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrders, keepAnswers, type Order } from '../http/idempotency.ts';
import type { Accounts, IssuerAccounts } from '../ledger/accounts.ts';
import { type AccountId, openBooks } from '../ledger/books.ts';
import { createExecutor, type ExecutorOptions } from '../ledger/executor.ts';
import { withSpan } from '../ops/tracing.ts';
import { lockDevices, revokedEvents, writeDevices } from '../people/devices.ts';
import { writeChanges } from './changes.ts';
import { insertConfirmations } from './confirmations.ts';
import { type Act, judge, type Verdict, type Workspace } from './judge.ts';
import { lockPayments } from './locks.ts';
import type { PaymentRow } from './payments.ts';
import { insertRefunds } from './refund-rows.ts';
import type { PaymentLimits } from './rules.ts';
import { readSpending } from './spending.ts';

/** One order: what is to be done with one payment, or with all payments of a split. */
export type DeskOrder = {
  readonly act: Act;
  /** As they were read before; what may have changed since is read again under the lock. */
  readonly payments: readonly PaymentRow[];
  /** Null when nobody asked by a key: the background work. */
  readonly order: Order | null;
  readonly requestId: string;
};

export type Desk = {
  /** Carries the order out. `unavailable` when too many are waiting. */
  run(order: DeskOrder): Promise<Answer>;
  waiting(): number;
  /** Resolves when everything under way has its answer. */
  idle(): Promise<void>;
};

export type DeskDependencies = {
  readonly pool: Pool;
  readonly accounts: Accounts;
  readonly limits: PaymentLimits;
  /** For how long money waits for a payee without a wallet. */
  /** Called after each batch that told somebody something. */
  readonly nudge: () => void;
  readonly observe?: ExecutorOptions<never, never>['observe'];
};

/** An order, the wallets of its people, and every account that it may need. */
type Entry = DeskOrder & {
  readonly wallets: ReadonlyMap<string, AccountId>;
  readonly issuer: IssuerAccounts;
  readonly accounts: readonly AccountId[];
};

const BATCH = 512;
const IN_FLIGHT = 2;
const MOST_WAITING = 4_096;

/** Opens the desk. One per process; several processes work on one database. */
export function openDesk(dependencies: DeskDependencies): Desk {
  const executor = createExecutor<Entry, Answer>(dependencies.pool, {
    sharedBy: (entry) => entry.accounts,
    ownedBy: ({ payments }) => payments.map(({ id }) => id),
    carryOut: (tx, entries) =>
      withSpan('payments.batch', { 'moineau.orders': entries.length }, () =>
        carryOut(tx, dependencies, entries),
      ),
    maxBatch: BATCH,
    inFlight: IN_FLIGHT,
    maxWaiting: MOST_WAITING,
    ...(dependencies.observe ? { observe: dependencies.observe } : {}),
  });
  return {
    async run(order) {
      const answer = await executor.run(await entryOf(dependencies.accounts, order));
      if (order.act.do === 'confirm') failpoint('confirm.after_commit');
      dependencies.nudge();
      return answer ?? problemAnswer({ code: 'unavailable', retryAfter: 1 }, order.requestId);
    },
    waiting: () => executor.waiting(),
    idle: () => executor.idle(),
  };
}

async function entryOf(accounts: Accounts, order: DeskOrder): Promise<Entry> {
  const { payments } = order;
  const people = payments.flatMap(({ payer_id, payee }) => (payee ? [payer_id, payee.id] : [payer_id]));
  const wallets = await accounts.wallets(people);
  const issuer = await accounts.issuer();
  const waits = payments.some(({ payee, state }) => payee === null || state === 'held');
  const charged = payments.some(({ fee }) => fee > 0n);
  const needed = [...wallets.values(), ...(waits ? [issuer.held] : []), ...(charged ? [issuer.fees] : [])];
  return { ...order, wallets, issuer, accounts: order.act.do === 'expire' ? [] : needed };
}

async function carryOut(
  tx: Transaction,
  dependencies: DeskDependencies,
  entries: readonly Entry[],
): Promise<Answer[]> {
  const answers = await answersOfEarlier(tx, entries);
  const open = entries.filter((_, i) => answers[i] === null);
  const verdicts = new Map<Entry, Verdict>();
  if (open.length > 0) {
    const workspace = await openWorkspace(tx, dependencies, open);
    for (const entry of open) verdicts.set(entry, judge(workspace, entry));
    // Sent together, carried out in this order.
    await sentTogether([
      workspace.books.post(),
      insertRefunds(tx, workspace.refunds),
      insertConfirmations(tx, workspace.confirmations),
      writeDevices(tx, workspace.devices),
      keepAnswers(tx, keptOf(verdicts)),
      writeChanges(tx, workspace.changes, revokedEvents(workspace.devices)),
    ]);
  }
  if (entries.some(({ act }) => act.do === 'confirm')) failpoint('confirm.before_commit');
  return entries.map((entry, i) => answers[i] ?? (verdicts.get(entry) as Verdict).answer);
}

/** The answers that must be repeated when their orders come again. */
function keptOf(verdicts: ReadonlyMap<Entry, Verdict>): { order: Order; answer: Answer }[] {
  return [...verdicts].flatMap(([{ order }, { answer, kept }]) => (order && kept ? [{ order, answer }] : []));
}

/** What has been answered before, or can't be taken now; null where there is something to do. */
async function answersOfEarlier(tx: Transaction, entries: readonly Entry[]): Promise<(Answer | null)[]> {
  const orders = entries.flatMap(({ order }) => (order ? [order] : []));
  const claims = new Map(
    (orders.length > 0 ? await claimOrders(tx, orders) : []).map((claim, i) => [orders[i], claim]),
  );
  return entries.map(({ order, requestId }) => {
    const claim = order ? claims.get(order) : undefined;
    if (!claim) return null;
    return claim.ok ? claim.value : problemAnswer(claim.error, requestId);
  });
}

/** Locks what the orders are about, in the one order of locks, and then reads the time and the money. */
async function openWorkspace(
  tx: Transaction,
  { limits }: DeskDependencies,
  entries: readonly Entry[],
): Promise<Workspace> {
  const [{ issuer }] = entries as readonly [Entry, ...Entry[]];
  // Sent together, carried out in this order: it is the order of locks.
  const [payments, devices, books] = await sentTogether([
    lockPayments(
      tx,
      entries.flatMap((entry) => entry.payments),
    ),
    lockDevices(
      tx,
      entries.flatMap(({ act }) => (act.do === 'confirm' ? [act.device.id] : [])),
    ),
    openBooks(
      tx,
      entries.flatMap((entry) => entry.accounts),
      { withSpending: true },
    ),
  ]);
  const wallets = new Map(entries.flatMap((entry) => [...entry.wallets]));
  const paying = entries.filter(({ act }) => act.do === 'confirm' || act.do === 'refund');
  const spending = await readSpending(tx, { books, wallets, limits }, paying);
  return {
    ...{ books, payments, devices, wallets, spending, holdDays: limits.holdDays },
    ...{ issuer, changes: [], refunds: [], confirmations: [] },
  };
}
