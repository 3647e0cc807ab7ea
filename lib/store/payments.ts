/** The history in IndexedDB: what the event stream has told, newest first. Filled by the background alone. */
import type { Payment } from '../protocol/index.ts';
import { openStore } from './database.ts';

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

/** Keeps what is known of a payment; the newest word on it replaces the older. */
export async function putPayment(payment: Payment): Promise<void> {
  const store = await openStore();
  await store.put('payments', payment);
}
