/** Transfers by themselves, many at once: each accepted or refused on its own. */
import { leaveRunning, type Pool, sentTogether, type Transaction } from '../db/pool.ts';
import { type Books, openBooks, type TransferError, type TransferOrder } from './books.ts';
import { createExecutor, type Executor } from './executor.ts';

export type TransferOutcome =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly error: TransferError };

/** The accounts that a transfer needs. */
export function accountsOf({ from, to, fee }: TransferOrder) {
  return fee ? [from, to, fee.to] : [from, to];
}

/**
 * Posts transfers in the caller's transaction; the accounts stay locked until it ends. `leave`: nothing follows in it, so
 * the writing goes with the commit.
 */
export async function postTransfers(
  tx: Transaction,
  orders: readonly TransferOrder[],
  { leave }: { leave: boolean } = { leave: false },
): Promise<TransferOutcome[]> {
  const [books, posted] = await sentTogether([
    openBooks(tx, orders.flatMap(accountsOf), { withSpending: false }),
    // Sent after the locks, so answered after them: another process may have posted one while we waited.
    alreadyPosted(tx, orders),
  ]);
  const outcomes = orders.map((order) => outcomeOf(books, order, posted));
  const posting = books.post();
  if (leave) leaveRunning(tx, posting);
  else await posting;
  return outcomes;
}

function outcomeOf(books: Books, order: TransferOrder, posted: ReadonlySet<string>): TransferOutcome {
  const error = posted.has(`${order.subjectId} ${order.kind}`) ? 'already_posted' : books.transfer(order);
  return error ? { ok: false, error } : { ok: true, at: books.at };
}

async function alreadyPosted(tx: Transaction, orders: readonly TransferOrder[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ subject_id: string; kind: string }>({
    name: 'already-posted',
    text: `select t.subject_id, t.kind from unnest($1::uuid[], $2::text[]) o (subject_id, kind)
      join ledger.transfers t on t.subject_id = o.subject_id and t.kind = o.kind`,
    values: [orders.map((order) => order.subjectId), orders.map((order) => order.kind)],
  });
  return new Set(rows.map(({ subject_id, kind }) => `${subject_id} ${kind}`));
}

/** Posts transfers that come one by one, together. */
export function createTransferExecutor(
  pool: Pool,
  limits: { readonly maxBatch: number; readonly inFlight: number },
): Executor<TransferOrder, TransferOutcome> {
  return createExecutor<TransferOrder, TransferOutcome>(pool, {
    ...limits,
    maxWaiting: 10_000,
    sharedBy: accountsOf,
    ownedBy: ({ subjectId, kind }) => [`${subjectId} ${kind}`],
    carryOut: (tx, orders) => postTransfers(tx, orders, { leave: true }),
  });
}
