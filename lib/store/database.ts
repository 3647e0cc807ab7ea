/**
 * The extension's IndexedDB: the device key, the session, the history and how far the event stream was read.
 * Never holds a code. Everything here can be rebuilt by signing in again.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Payment, Person } from '../protocol/index.ts';

/** The device's key pair; the private key is non-extractable and never leaves this database. */
export type DeviceKey = { readonly privateKey: CryptoKey; readonly publicJwk: JsonWebKey };

/** A session with the API, bound to the device key (DPoP). */
export type Session = {
  readonly accessToken: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly deviceId: string;
  readonly person: Person;
  readonly pinSet: boolean;
};

/** How far the person's events have been read, and how many incoming payments were not looked at yet. */
export type Sync = { readonly lastSeq: number; readonly unseen: number };

export type Singletons = { device: DeviceKey; useCounter: number; session: Session; sync: Sync };

interface StoreSchema extends DBSchema {
  payments: { key: string; value: Payment; indexes: { tweet: string; payer: string; payee: string } };
  singletons: { key: keyof Singletons; value: Singletons[keyof Singletons] };
}

export type Store = IDBPDatabase<StoreSchema>;

let opened: Promise<Store> | undefined;

/** Opens the database once per context; a failed opening is tried again by the next call. */
export function openStore(): Promise<Store> {
  opened ??= openDB<StoreSchema>('moineau', 3, {
    upgrade(database, from, _to, transaction) {
      if (from < 1) {
        database.createObjectStore('payments', { keyPath: 'id' });
        database.createObjectStore('singletons');
      }
      // Payments without a post have no key in it, and are not in it.
      const payments = transaction.objectStore('payments');
      if (from < 2) payments.createIndex('tweet', 'tweet_id');
      // By X's numeric id: whoever was paid, or has paid.
      if (from < 3) {
        payments.createIndex('payer', 'payer.x_user_id');
        payments.createIndex('payee', 'payee.x_user_id');
      }
    },
    terminated() {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Reads one of the single values, or undefined when it was never kept. */
export async function getSingleton<K extends keyof Singletons>(key: K): Promise<Singletons[K] | undefined> {
  const store = await openStore();
  return (await store.get('singletons', key)) as Singletons[K] | undefined;
}

/** Keeps one of the single values. */
export async function putSingleton<K extends keyof Singletons>(key: K, value: Singletons[K]): Promise<void> {
  const store = await openStore();
  await store.put('singletons', value, key);
}
