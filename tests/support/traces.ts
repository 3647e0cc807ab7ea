/** Everything that a running product keeps and says, as text, to look through for what must not be in it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import pg from 'pg';

/**
 * Whether these digits stand somewhere as a number of their own. Within a longer number, a hash or the fraction of a second
 * they stand by chance.
 */
export function holds(text: string, digits: string): boolean {
  return new RegExp(`(?<![0-9a-f.])${digits}(?![0-9a-f])`).test(text);
}

/** All rows of all tables, those of the journal too. One text a table, which begins with its name. */
export async function databaseText(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(`${name}\n${rows.map(({ row }) => row).join('\n')}`);
    }
    return texts;
  } finally {
    await client.end();
  }
}

/** The extension's storage areas and all its IndexedDB databases. `page`: one of its own. */
export async function extensionText(worker: Worker, page: Page): Promise<string> {
  const areas = await worker.evaluate(async () => {
    const { local, session, sync } = chrome.storage;
    return JSON.stringify([await local.get(null), await session.get(null), await sync.get(null)]);
  });
  return areas + (await page.evaluate(readDatabases));
}

/** In the page: every value of every store. */
async function readDatabases(): Promise<string> {
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const texts: string[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await answer(database.transaction(store).objectStore(store).getAll());
      // JSON has no words for amounts in cents.
      const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      texts.push(JSON.stringify(values, plain));
    }
    database.close();
  }
  return texts.join('\n');
}

/** What a page shows and holds: its document, and what stands in its fields. */
export function pageText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    );
    const kept = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]);
    return [document.documentElement.outerHTML, location.href, kept, ...fields].join('\n');
  });
}

/** What a browser says from now on: requests, and what is written to consoles or told between windows. */
export type Heard = {
  /** Method, address, headers. */
  readonly requests: string[];
  /** `POST https://…` and its body, for each request that has one. */
  readonly bodies: { readonly to: string; readonly body: string }[];
  readonly said: string[];
};

export async function listen(context: BrowserContext): Promise<Heard> {
  const heard: Heard = { requests: [], bodies: [], said: [] };
  context.on('request', (request) => {
    const to = `${request.method()} ${request.url()}`;
    heard.requests.push(`${to}\n${JSON.stringify(request.headers())}`);
    const body = request.postData();
    if (body !== null) heard.bodies.push({ to, body });
  });
  context.on('console', (message) => heard.said.push(message.text()));
  await context.exposeBinding('windowWasTold', (_source, text: string) => void heard.said.push(text));
  await context.addInitScript(() => {
    addEventListener('message', ({ data }) => {
      const tell: unknown = Reflect.get(window, 'windowWasTold');
      if (typeof tell === 'function') void tell(JSON.stringify(data) ?? '');
    });
  });
  return heard;
}

/** The files below this directory that hold the digits. Lock files and sockets that can't be read hold nothing. */
export function filesWith(directory: string, digits: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => {
    try {
      return statSync(join(directory, file)).isFile();
    } catch {
      return false;
    }
  });
  return files.filter((file) => {
    const bytes = readFileSync(join(directory, file));
    // As eight bits a character, and as sixteen: so browsers keep what is not Latin.
    return holds(bytes.toString('latin1'), digits) || holds(bytes.toString('utf16le'), digits);
  });
}
