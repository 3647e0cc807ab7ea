import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bob, euros, samplePayment } from '../protocol/samples.fixture.ts';
import { closeStore, getSingleton, openStore } from './database.ts';
import { matching, monthTotals } from './history.ts';
import { listPayments, paymentsOfTweets } from './payments.ts';
import { everything } from './search.ts';

beforeEach(() => deleteDB('moineau'));
afterEach(() => closeStore());

/** As versions 1 to 3 kept a payment: without thanks, words and months. */
function asBefore(serial: number, more: Parameters<typeof samplePayment>[1] = {}) {
  const { thanked_at: _, ...payment } = samplePayment(serial, more);
  return payment;
}

const sync = { lastSeq: 41, unseen: 2 };
const session = {
  accessToken: 't',
  expiresAt: '2027-01-01T00:00:00Z',
  deviceId: 'dev_1',
  person: bob,
  pinSet: true,
};

/** What earlier versions made, word for word, with data in it. */
const makes: Record<number, (database: Awaited<ReturnType<typeof openDB>>) => void> = {
  1: (database) => {
    database.createObjectStore('payments', { keyPath: 'id' });
    database.createObjectStore('singletons');
  },
  2: (database) => {
    database.createObjectStore('payments', { keyPath: 'id' }).createIndex('tweet', 'tweet_id');
    database.createObjectStore('singletons');
  },
  3: (database) => {
    const payments = database.createObjectStore('payments', { keyPath: 'id' });
    payments.createIndex('tweet', 'tweet_id');
    payments.createIndex('payer', 'payer.x_user_id');
    payments.createIndex('payee', 'payee.x_user_id');
    database.createObjectStore('singletons');
  },
};

it.each([1, 2, 3])('opens what version %i kept, and finds everything in it', async (version) => {
  const old = await openDB('moineau', version, { upgrade: (database) => makes[version]?.(database) });
  await old.put('payments', asBefore(1, { memo: 'Gâteau', tweet_id: '20' }));
  await old.put('payments', asBefore(2, { direction: 'in', amount: euros('1250') }));
  await old.put('payments', asBefore(3, { state: 'expired', created_at: '2026-10-02T10:00:00Z' }));
  await old.put('singletons', sync, 'sync');
  await old.put('singletons', session, 'session');
  old.close();

  await openStore();
  expect((await listPayments({ limit: 9 })).map(({ id, thanked_at }) => [id, thanked_at])).toEqual(
    [3, 2, 1].map((serial) => [samplePayment(serial).id, null]),
  );
  expect([...(await paymentsOfTweets(['20'])).keys()]).toEqual(['20']);
  expect(await matching({ ...everything, text: 'gateau' })).toEqual([samplePayment(1).id]);
  expect(await monthTotals()).toEqual([
    { month: '2026-11', count: 2, came: 1250n, went: 500n },
    { month: '2026-10', count: 1, came: 0n, went: 0n },
  ]);
  expect(await getSingleton('sync')).toEqual({ ...sync, untold: [], fill: null });
  expect(await getSingleton('session')).toEqual(session);
});

it('lets a newer version of itself have the database', async () => {
  await openStore();
  const newer = await openDB('moineau', 99);
  expect(newer.version).toBe(99);
  newer.close();
});
