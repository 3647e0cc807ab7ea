/**
 * The extension's IndexedDB: the device key, the session, the history and how far the event stream was read.
 * Never holds a code. Everything here can be rebuilt by signing in again.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { Preferences } from '../messages.ts';
import type { Person, SecurityChange } from '../protocol/index.ts';
import { addToMonths, fileAway, type KeptPayment, type MonthTotal } from './filing.ts';

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
  /** When X last said who this is, milliseconds since 1970 by this computer's clock. */
  readonly signedInAt?: number;
};

/** How far the person's events have been read, and what of it he does not know yet. */
export type Sync = {
  readonly lastSeq: number;
  /** Incoming payments that were not looked at yet. */
  readonly unseen: number;
  /** Commands that ordered nothing, of which their author has not read why yet. Absent where there never was one. */
  readonly refused?: readonly string[] | undefined;
  /** What is still to be told by a notification, the oldest first. */
  readonly untold: readonly Untold[];
  /**
   * How much of the history before these events is here: all of it (null), the pages before `cursor`, or nothing yet:
   * then `lastSeq` means nothing either.
   */
  readonly fill: null | 'not_begun' | { readonly cursor: string };
};

export type Untold = { readonly what: 'received' | 'thanked'; readonly paymentId: string };

/** Something at the person's wallet that was done elsewhere: kept until he has said that it was he. */
export type SecurityAlert = {
  /** Of its event. */
  readonly seq: number;
  readonly at: string;
  readonly what: SecurityChange['what'];
  /** The name of the device that did it; null: none of his. */
  readonly device: string | null;
  /** From when it counts, where that was not at once. */
  readonly from: string | null;
  readonly isTold: boolean;
};

/** A file that was fetched for the person, until a page of ours hands it to him. */
export type Export = { readonly name: string; readonly content: Blob };

export type Singletons = {
  device: DeviceKey;
  useCounter: number;
  session: Session;
  sync: Sync;
  preferences: Preferences;
  export: Export;
  /** Ids of the person's passkeys that were made in pages of this origin. */
  passkeys: readonly string[];
  /** The oldest first. */
  alerts: readonly SecurityAlert[];
  /** The person's own words, by which he knows our windows. They leave this device nowhere. */
  phrase: string;
  /** The API has ended this device's session, and the person has not signed in since. */
  shutOut: true;
};

export interface StoreSchema extends DBSchema {
  payments: {
    key: string;
    value: KeptPayment;
    indexes: { tweet: string; payer: string; payee: string; words: string };
  };
  months: { key: string; value: MonthTotal };
  singletons: { key: keyof Singletons; value: Singletons[keyof Singletons] };
}

export type Store = IDBPDatabase<StoreSchema>;
type Upgrade = IDBPTransaction<StoreSchema, ('payments' | 'months' | 'singletons')[], 'versionchange'>;

const VERSION = 4;

let opened: Promise<Store> | undefined;

/** Opens the database once per context; a failed opening is tried again by the next call. */
export function openStore(): Promise<Store> {
  opened ??= openDB<StoreSchema>('moineau', VERSION, {
    async upgrade(database, from, _to, transaction) {
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
      if (from < 4) {
        payments.createIndex('words', 'filed.words', { multiEntry: true });
        database.createObjectStore('months', { keyPath: 'month' });
        await fileEverything(transaction);
      }
    },
    /** A newer version of us waits for this one to let go. */
    blocking: closeStore,
    terminated() {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Lets go of the database; the next call opens it again. */
export function closeStore(): void {
  void opened?.then((store) => store.close());
  opened = undefined;
}

/** From 3 to 4: what was kept without words, months and thanks. Versions before read every event from the first one on. */
async function fileEverything(transaction: Upgrade): Promise<void> {
  const months = new Map<string, MonthTotal>();
  let cursor = await transaction.objectStore('payments').openCursor();
  while (cursor) {
    const payment = fileAway({ ...cursor.value, thanked_at: cursor.value.thanked_at ?? null }, undefined);
    addToMonths(months, undefined, payment);
    await cursor.update(payment);
    cursor = await cursor.continue();
  }
  for (const total of months.values()) await transaction.objectStore('months').put(total);
  const singletons = transaction.objectStore('singletons');
  const sync = (await singletons.get('sync')) as Pick<Sync, 'lastSeq' | 'unseen'> | undefined;
  if (sync) await singletons.put({ ...sync, untold: [], fill: null }, 'sync');
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
