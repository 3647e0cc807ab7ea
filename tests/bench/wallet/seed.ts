/**
 * A wallet with a history of so many payments, put straight into the extension's own database, in the form in which it keeps
 * them. Nobody is signed in at the API, which can't be reached: what is measured is this device.
 */
import type { Page } from '@playwright/test';
import { alice, euros, samplePayment, samplePerson } from '../../../lib/protocol/samples.fixture.ts';
import { addToMonths, fileAway, type KeptPayment, type MonthTotal } from '../../../lib/store/filing.ts';

const BATCH = 2_000;
const NAMES = ['Bob Martin', 'Chloé Petit', 'Ünal Şahin', 'Zoé Lambert', 'Paul Legrand'];
const MEMOS = ['pour le pain', 'le cadeau', 'Crème brûlée', null, 'concert', 'essence'];
/** One every ten minutes: two years for a hundred thousand. */
const APART_MS = 600_000;
const NEWEST = Date.parse('2026-11-20T12:00:00Z');

function payment(serial: number, count: number) {
  const created_at = new Date(NEWEST - (count - serial) * APART_MS).toISOString();
  const person = samplePerson(
    10 + (serial % 500),
    `friend_${serial % 500}`,
    NAMES[serial % NAMES.length] ?? '',
  );
  const isIn = serial % 2 === 0;
  return samplePayment(serial, {
    direction: isIn ? 'in' : 'out',
    payer: isIn ? person : alice,
    payee: isIn ? alice : person,
    amount: euros(String(100 + (serial % 20_000))),
    memo: MEMOS[serial % MEMOS.length] ?? null,
    created_at,
    settled_at: created_at,
  });
}

/** Fills the database of the extension whose page this is. */
export async function seedHistory(page: Page, count: number): Promise<void> {
  const months = new Map<string, MonthTotal>();
  for (let first = 1; first <= count; first += BATCH) {
    const size = Math.min(BATCH, count - first + 1);
    const batch: KeptPayment[] = Array.from({ length: size }, (_, i) =>
      fileAway(payment(first + i, count), undefined),
    );
    for (const kept of batch) addToMonths(months, undefined, kept);
    await page.evaluate(putAll, { store: 'payments', rows: batch as unknown[] });
  }
  const totals = [...months.values()].map((total) => ({
    ...total,
    came: String(total.came),
    went: String(total.went),
  }));
  await page.evaluate(putAll, { store: 'months', rows: totals });
  const session = {
    ...{ accessToken: 'none', expiresAt: '2099-01-01T00:00:00Z', person: alice, pinSet: true },
    deviceId: 'dev_0190a000-0000-7000-8000-000000000003',
  };
  const sync = { lastSeq: 1, unseen: 0, untold: [], fill: null };
  await page.evaluate(putAll, { store: 'singletons', rows: [session, sync], keys: ['session', 'sync'] });
}

/** In the page. The wallet itself has made the database by then. */
async function putAll({
  store,
  rows,
  keys,
}: {
  store: string;
  rows: unknown[];
  keys?: string[];
}): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('moineau');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = database.transaction(store, 'readwrite');
  for (const [place, row] of rows.entries()) {
    const total = row as { came?: string; went?: string };
    if (store === 'months')
      Object.assign(total, { came: BigInt(total.came ?? 0), went: BigInt(total.went ?? 0) });
    transaction.objectStore(store).put(row, keys?.[place]);
  }
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}
