/**
 * Reading a long history piece by piece: how much there is, the payments at some places of it, and what a filter leaves. No
 * question reads more than it answers: the first screen costs the same with a hundred payments and a hundred thousand.
 */
import type { Payment } from '../protocol/index.ts';
import { type Export, openStore } from './database.ts';
import type { MonthTotal } from './filing.ts';
import { type Filter, wantedOf } from './search.ts';

/** A payment whose place is known: the way to others from there is short. */
export type Anchor = { readonly place: number; readonly id: string };

/** The totals of all months, the newest first. Together their counts are the length of the history. */
export async function monthTotals(): Promise<MonthTotal[]> {
  return (await (await openStore()).getAll('months')).reverse();
}

/** The payments at places `from` … `from + count - 1` of the whole history, newest first. */
export async function paymentsAt(from: number, count: number, anchor: Anchor | null): Promise<Payment[]> {
  const { store } = (await openStore()).transaction('payments');
  const near = anchor && anchor.place < from ? anchor : null;
  const range = near ? IDBKeyRange.upperBound(near.id, true) : null;
  const skipped = near ? from - near.place - 1 : from;
  let cursor = await store.openKeyCursor(range, 'prev');
  if (cursor && skipped > 0) cursor = await cursor.advance(skipped);
  if (!cursor) return [];
  const newest = cursor.primaryKey;
  const oldest = count > 1 ? await cursor.advance(count - 1) : cursor;
  // One question for all of them, where a cursor would ask for each.
  const found = await store.getAll(
    oldest ? IDBKeyRange.bound(oldest.primaryKey, newest) : IDBKeyRange.upperBound(newest),
  );
  return found.reverse();
}

/** These payments, in this order. One that is gone is left out. */
export async function paymentsOf(ids: readonly string[]): Promise<Payment[]> {
  const { store } = (await openStore()).transaction('payments');
  const found = await Promise.all(ids.map((id) => store.get(id)));
  return found.filter((payment) => payment !== undefined);
}

/** The ids of the payments that the filter leaves, newest first. By the index alone: no payment is read. */
export async function matching(filter: Filter): Promise<string[]> {
  const wanted = wantedOf(filter);
  const index = (await openStore()).transaction('payments').store.index('words');
  const keys = await Promise.all(
    wanted.map(({ word, whole }) =>
      index.getAllKeys(whole ? IDBKeyRange.only(word) : IDBKeyRange.bound(word, `${word}\uffff`)),
    ),
  );
  const [first = [], ...others] = keys.sort((a, b) => a.length - b.length).map((ids) => new Set(ids));
  const found = [...first].filter((id) => others.every((ids) => ids.has(id)));
  return found.sort().reverse();
}

/** The file that was fetched last, once: whoever takes it has it. */
export async function takeExport(): Promise<Export | null> {
  const transaction = (await openStore()).transaction('singletons', 'readwrite');
  const file = (await transaction.store.get('export')) as Export | undefined;
  await transaction.store.delete('export');
  await transaction.done;
  return file ?? null;
}
