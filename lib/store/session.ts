/** The session, the device's counter and the reading of events: each change in one transaction. */
import type { HistoryPage, WalletEvent } from '../protocol/index.ts';
import {
  getSingleton,
  openStore,
  type SecurityAlert,
  type Session,
  type Singletons,
  type Sync,
  type Untold,
} from './database.ts';
import { filePayments } from './payments.ts';

const NOTHING_READ: Sync = { lastSeq: 0, unseen: 0, untold: [], fill: 'not_begun' };

/** More than these are told as one anyway; the icon counts to nine. */
const MOST_UNTOLD = 100;

/** Of more that nobody has looked at the newest are kept. */
const MOST_ALERTS = 20;

/** Takes the next value of the device's counter. It is used up even when the order fails: it must only rise. */
export async function takeUseCounter(): Promise<number> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const last = ((await transaction.store.get('useCounter')) as number | undefined) ?? 0;
  await transaction.store.put(last + 1, 'useCounter');
  await transaction.done;
  return last + 1;
}

/** The value that `takeUseCounter` would give now. */
export async function nextUseCounter(): Promise<number> {
  return ((await getSingleton('useCounter')) ?? 0) + 1;
}

/** Takes this very value, for which something was prepared. False when it is not the next one any more. */
export async function claimUseCounter(wanted: number): Promise<boolean> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const last = ((await transaction.store.get('useCounter')) as number | undefined) ?? 0;
  const claimed = last + 1 === wanted;
  if (claimed) await transaction.store.put(wanted, 'useCounter');
  await transaction.done;
  return claimed;
}

/**
 * Starts a session: another person's history and cursor go.
 * @param first the newest page of the history, if it could be read: the rest is filled in later (`takeInPage`).
 */
export async function beginSession(session: Session, first: HistoryPage | null): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments', 'months'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  await transaction.objectStore('payments').clear();
  await transaction.objectStore('months').clear();
  if (first) await filePayments(transaction, first.items, 'keep');
  // The same person, who has proved himself once more, has his alerts still to look at.
  const before = (await singletons.get('session')) as Session | undefined;
  if (before?.person.id !== session.person.id) await singletons.delete('alerts');
  await singletons.put(session, 'session');
  await singletons.delete('shutOut');
  await singletons.put(first ? begun(NOTHING_READ, first) : NOTHING_READ, 'sync');
  await transaction.done;
}

/**
 * Ends the session: token and history go, and the device key with its counter. The API takes no key again that it
 * has revoked, so that the next sign-in is another device to it.
 * @param how 'shut_out': the API has ended it, which the person is told where he signs in again.
 */
export async function endSession(how: 'left' | 'shut_out' = 'left'): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments', 'months'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  const wasOpen =
    (await singletons.get('session')) !== undefined || (await singletons.get('shutOut')) === true;
  for (const name of ['singletons', 'payments', 'months'] as const)
    await transaction.objectStore(name).clear();
  // Whoever has just left by himself was not shut out by the answer to a question of before.
  if (how === 'shut_out' && wasOpen) await singletons.put(true, 'shutOut');
  await transaction.done;
}

/** Events are read from where the first page stood: what it does not tell, they do. */
function begun(sync: Sync, first: HistoryPage): Sync {
  return { ...sync, lastSeq: first.as_of_seq, fill: restOf(first) };
}

function restOf({ next_cursor }: HistoryPage): Sync['fill'] {
  return next_cursor === null ? null : { cursor: next_cursor };
}

/**
 * Takes in one page of the past, which rings for nobody. What is known already came by an event and is newer than the page,
 * or will be told again by one: it stays. A page that was taken in before, or is not the next one, changes nothing.
 * @param asked where the page begins; null: the newest one
 * @returns what is left to be read
 */
export async function takeInPage(asked: string | null, page: HistoryPage): Promise<Sync['fill']> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments', 'months'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  const sync = ((await singletons.get('sync')) as Sync | undefined) ?? NOTHING_READ;
  const expected = sync.fill === 'not_begun' ? null : sync.fill?.cursor;
  if (expected !== asked) return sync.fill;
  await filePayments(transaction, page.items, 'keep');
  const after = sync.fill === 'not_begun' ? begun(sync, page) : { ...sync, fill: restOf(page) };
  await singletons.put(after, 'sync');
  await transaction.done;
  return after.fill;
}

/**
 * Takes in one event: payment, cursor, the count of unseen ones and what is to be told together, so that a worker killed
 * here has either all or nothing of it. An event that was taken in before changes nothing.
 */
export async function takeInEvent(event: WalletEvent): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(['singletons', 'payments', 'months'], 'readwrite');
  const singletons = transaction.objectStore('singletons');
  const sync = ((await singletons.get('sync')) as Sync | undefined) ?? NOTHING_READ;
  if (event.seq <= sync.lastSeq) return;

  let news: Untold | null = null;
  if ('payment' in event) {
    const { payment } = event;
    const [known] = await filePayments(transaction, [payment], 'replace');
    if (event.type === 'payment.received' && known?.state !== payment.state)
      news = { what: 'received', paymentId: payment.id };
    if (event.type === 'payment.thanked' && !known?.thanked_at)
      news = { what: 'thanked', paymentId: payment.id };
  }
  if (event.type === 'security.changed') {
    const session = (await singletons.get('session')) as Session | undefined;
    // What this very device did was done by whoever holds it, and he has seen it.
    if (event.device?.id !== session?.deviceId) {
      const alerts = ((await singletons.get('alerts')) as Singletons['alerts'] | undefined) ?? [];
      await singletons.put([...alerts, alertOf(event)].slice(-MOST_ALERTS), 'alerts');
    }
  }
  const unseen = sync.unseen + (news?.what === 'received' ? 1 : 0);
  const untold = news ? [...sync.untold, news].slice(-MOST_UNTOLD) : sync.untold;
  let { refused } = sync;
  if (event.type === 'command.updated') {
    const { id, state } = event.command;
    // One that was put right by an edit need not be read any more.
    refused = refused?.filter((one) => one !== id) ?? [];
    if (state === 'refused') refused = [...refused, id].slice(-MOST_UNTOLD);
  }
  await singletons.put({ ...sync, lastSeq: event.seq, unseen, untold, refused } satisfies Sync, 'sync');
  await transaction.done;
}

function alertOf(event: Extract<WalletEvent, { type: 'security.changed' }>): SecurityAlert {
  const { seq, at, what, device, from } = event;
  return { seq, at, what, device: device?.name ?? null, from, isTold: false };
}

/** Changes what is kept of what was done elsewhere. */
export async function changeAlerts(
  change: (alerts: readonly SecurityAlert[]) => readonly SecurityAlert[],
): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const alerts = ((await transaction.store.get('alerts')) as Singletons['alerts'] | undefined) ?? [];
  await transaction.store.put(change(alerts), 'alerts');
  await transaction.done;
}

/** What came in has been looked at: it need not be told any more. */
export function markSeen(): Promise<void> {
  return changeSync((sync) => ({ ...sync, unseen: 0, untold: [] }));
}

/** Why commands ordered nothing has been read. */
export function markRefusedRead(): Promise<void> {
  return changeSync((sync) => ({ ...sync, refused: [] }));
}

/** These have been told. */
export function markTold(told: readonly Untold[]): Promise<void> {
  const ids = new Set(told.map(({ what, paymentId }) => what + paymentId));
  return changeSync((sync) => ({
    ...sync,
    untold: sync.untold.filter(({ what, paymentId }) => !ids.has(what + paymentId)),
  }));
}

async function changeSync(change: (sync: Sync) => Sync): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction('singletons', 'readwrite');
  const sync = ((await transaction.store.get('sync')) as Sync | undefined) ?? NOTHING_READ;
  await transaction.store.put(change(sync), 'sync');
  await transaction.done;
}

/** The person's own words, or none. They never leave this device. */
export async function keepPhrase(phrase: string | null): Promise<void> {
  const store = await openStore();
  if (phrase === null) await store.delete('singletons', 'phrase');
  else await store.put('singletons', phrase, 'phrase');
}
