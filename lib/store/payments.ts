/**
 * The history in IndexedDB: what pages and events have told, newest first. Whatever a payment changes (its words, the totals
 * of its month) is written in the transaction that writes the payment. Filled by the background alone.
 */
import type { IDBPTransaction } from 'idb';
import type { Payment } from '../protocol/index.ts';
import { openStore, type StoreSchema } from './database.ts';
import { addToMonths, fileAway, type KeptPayment, type MonthTotal } from './filing.ts';

type Writing = IDBPTransaction<StoreSchema, ('payments' | 'months' | 'singletons')[], 'readwrite'>;

/** At most `limit` payments, newest first, older than the payment `beforeId` when given. */
export async function listPayments(page: { limit: number; beforeId?: string }): Promise<Payment[]> {
  const store = await openStore();
  // Ids are UUIDv7: their order is the order of creation.
  const range = page.beforeId === undefined ? null : IDBKeyRange.upperBound(page.beforeId, true);
  const found: Payment[] = [];
  let cursor = await store.transaction('payments').store.openCursor(range, 'prev');
  while (cursor && found.length < page.limit) {
    found.push(cursor.value);
    cursor = await cursor.continue();
  }
  return found;
}

/** The payments of each of these posts, oldest first. Posts without any are not in it. */
export async function paymentsOfTweets(tweetIds: readonly string[]): Promise<Map<string, Payment[]>> {
  const index = (await openStore()).transaction('payments').store.index('tweet');
  const found = await Promise.all(
    tweetIds.map(async (tweetId) => [tweetId, await index.getAll(tweetId)] as const),
  );
  return new Map(found.filter(([, payments]) => payments.length > 0));
}

/** At most `limit` posts that have any payment, the last in the order of their ids as text; first the last. */
export async function latestTweets(limit: number): Promise<string[]> {
  const found: string[] = [];
  const index = (await openStore()).transaction('payments').store.index('tweet');
  let cursor = await index.openKeyCursor(null, 'prevunique');
  while (cursor && found.length < limit) {
    found.push(cursor.key);
    cursor = await cursor.continue();
  }
  return found;
}

/** Keeps what is known of a payment; the newest word on it replaces the older. */
export async function putPayment(payment: Payment): Promise<void> {
  const transaction = (await openStore()).transaction(['payments', 'months', 'singletons'], 'readwrite');
  await filePayments(transaction, [payment], 'replace');
  await transaction.done;
}

/**
 * Files payments in an open transaction. `keep`: what is known already stays, for words that may be older.
 * @returns what was known of each before
 */
export async function filePayments(
  transaction: Writing,
  payments: readonly Payment[],
  known: 'replace' | 'keep',
): Promise<(KeptPayment | undefined)[]> {
  const history = transaction.objectStore('payments');
  const totals = transaction.objectStore('months');
  const befores = await Promise.all(payments.map(({ id }) => history.get(id)));
  const months = new Map<string, MonthTotal>();
  for (const [place, payment] of payments.entries()) {
    const before = befores[place];
    if (before && known === 'keep') continue;
    const after = fileAway(payment, before);
    const { month } = after.filed;
    if (!months.has(month)) {
      const total = await totals.get(month);
      if (total) months.set(month, total);
    }
    addToMonths(months, before, after);
    void history.put(after).catch(toldByTheEnd);
  }
  for (const total of months.values()) void totals.put(total).catch(toldByTheEnd);
  return befores;
}

/** What fails undoes its transaction, whose end is waited for. */
function toldByTheEnd(): void {}
