/**
 * Makes what the product knows older than it is, in its database and in a browser's store: nobody waits for minutes and
 * days in a test.
 */
import type { Page } from '@playwright/test';
import pg from 'pg';

async function change(databaseUrl: string, statement: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

/** As if nobody had been at this person's sessions for so many seconds. */
export function nobodyThere(databaseUrl: string, handle: string, seconds: number): Promise<void> {
  return change(
    databaseUrl,
    `update sessions set active_at = moineau_now() - make_interval(secs => $2)
      where person_id = (select id from people where handle = $1)`,
    [handle, seconds],
  );
}

/** As if this person's devices had been linked so many hours ago. */
export function linkedBefore(databaseUrl: string, handle: string, hours: number): Promise<void> {
  return change(
    databaseUrl,
    `update devices set created_at = created_at - make_interval(hours => $2)
      where person_id = (select id from people where handle = $1)`,
    [handle, hours],
  );
}

/** As if the sign-in with X had been half an hour ago, for the API and for this browser. `tab`: one of the wallet's. */
export async function signedInBefore(databaseUrl: string, handle: string, tab: Page): Promise<void> {
  await change(
    databaseUrl,
    `update sessions set created_at = created_at - interval '30 minutes'
      where person_id = (select id from people where handle = $1)`,
    [handle],
  );
  await tab.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('moineau');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('singletons', 'readwrite');
          const singletons = transaction.objectStore('singletons');
          const asked = singletons.get('session');
          asked.onsuccess = () => {
            const session = asked.result as { signedInAt: number };
            singletons.put({ ...session, signedInAt: session.signedInAt - 30 * 60_000 }, 'session');
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
          transaction.onerror = () => reject(transaction.error);
        };
      }),
  );
}
