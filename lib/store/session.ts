/** The session, the device's counter and the reading of events: each change in one transaction. */
import type { Payment, WalletEvent } from '../protocol/index.ts';
import { openStore, type Session, type Sync } from './database.ts';

const NOTHING_READ: Sync = { lastSeq: 0, unseen: 0 };

/** Takes the next value of the device's counter. It is used up even when the order fails: it must only rise. */
export async function takeUseCounter(): Promise<number> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const last = ((await transaction.store.get('useCounter')) as number | undefined) ?? 0;
  await transaction.store.put(last + 1, 'useCounter');
  await transaction.done;
  return last + 1;
}

/** Starts a session: another person's history and cursor go, with what is known of this one's payments kept. */
export async function beginSession(session: Session, payments: readonly Payment[]): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  const history = transaction.objectStore('payments');
  await history.clear();
  for (const payment of payments) await history.put(payment);
  await singletons.put(session, 'session');
  await singletons.put(NOTHING_READ, 'sync');
  await transaction.done;
}

/**
 * Ends the session: token and history go, and the device key with its counter. The API takes no key again that it
 * has revoked, so that the next sign-in is another device to it.
 */
export async function endSession(): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments'], 'readwrite');
  await transaction.objectStore('singletons').clear();
  await transaction.objectStore('payments').clear();
  await transaction.done;
}

/**
 * Takes in one event: payment, cursor and the count of unseen ones together, so that a worker killed here
 * has either all or nothing of it. An event that was taken in before changes nothing.
 * @returns the payment when it is money that came in and was not known yet, else null.
 */
export async function takeInEvent(event: WalletEvent): Promise<Payment | null> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  const history = transaction.objectStore('payments');
  const sync = ((await singletons.get('sync')) as Sync | undefined) ?? NOTHING_READ;
  if (event.seq <= sync.lastSeq) return null;

  let arrived: Payment | null = null;
  if ('payment' in event) {
    const known = await history.get(event.payment.id);
    if (event.type === 'payment.received' && known?.state !== event.payment.state) arrived = event.payment;
    await history.put(event.payment);
  }
  await singletons.put({ lastSeq: event.seq, unseen: sync.unseen + (arrived ? 1 : 0) }, 'sync');
  await transaction.done;
  return arrived;
}

/** What came in has been looked at. */
export async function markSeen(): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const sync = ((await transaction.store.get('sync')) as Sync | undefined) ?? NOTHING_READ;
  await transaction.store.put({ ...sync, unseen: 0 }, 'sync');
  await transaction.done;
}
