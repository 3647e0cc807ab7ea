/**
 * One wallet with a million payments and one with a hundred. Their payments are put straight into the table of
 * payments, as settled; the journal has none of them, so this database is of no use for anything but reading pages.
 */
import type { HistoryPage } from '../../../lib/protocol/index.ts';
import { ask } from '../support/cluster.ts';
import { type Contender, median } from '../support/rounds.ts';
import type { BenchApi } from './api.ts';
import { admitPeople, type BenchPerson } from './people.ts';
import { headersOf } from './signing.ts';

const BIG = 1_000_000;
const SMALL = 100;
const PAGE = 50;
const PARTNERS = 100;

/** Fills the database. The first of the two has a million payments, the second a hundred. */
export async function fillHistory(databaseUrl: string): Promise<[BenchPerson, BenchPerson]> {
  const [big, small, ...partners] = await admitPeople(databaseUrl, 2 + PARTNERS);
  if (!big || !small) throw new Error('no people');
  await insertSettled(databaseUrl, big, partners, BIG);
  await insertSettled(databaseUrl, small, partners, SMALL);
  await ask(databaseUrl, 'vacuum analyze');
  return [big, small];
}

/** Every second payment is one that he made, the others have reached him. */
async function insertSettled(
  databaseUrl: string,
  person: BenchPerson,
  partners: readonly BenchPerson[],
  count: number,
): Promise<void> {
  await ask(
    databaseUrl,
    `insert into payments (id, payer_id, payee_id, payee_x_user_id, payee_handle, payee_name, payee_label, amount,
                           fee, visibility, origin, state, step, nonce, created_at, expires_at, confirmed_at, settled_at)
       select uuidv7(), payer.id, payee.id, payee.x_user_id, payee.handle, payee.name,
              payee.name || ' (@' || payee.handle || ')', 1 + n % 2000, 0, 'private', 'popup', 'settled', 3, 'n' || n,
              at, at + interval '10 minutes', at + interval '1 second', at + interval '1 second'
         from generate_series(1, $3::integer) n
        cross join lateral (select date_trunc('milliseconds', now()) - n * interval '10 seconds' as at) t
        cross join lateral (select ($2::uuid[])[1 + n % cardinality($2::uuid[])] as partner) x
         join people payer on payer.id = case when n % 2 = 0 then $1::uuid else x.partner end
         join people payee on payee.id = case when n % 2 = 0 then x.partner else $1::uuid end`,
    [person.id, partners.map(({ id }) => id), count],
  );
}

/** Reads pages one after the other; `walks` goes on to the next page each time, else it is always the first. */
export function pageReader(
  { name, walks }: { name: string; walks: boolean },
  { api, person, requests }: { api: BenchApi; person: BenchPerson; requests: number },
): Contender {
  let cursor: string | null = null;
  return {
    ...{ name, unit: 'ms' },
    async run() {
      const latencies: number[] = [];
      for (let i = 0; i < requests; i++) {
        const path: string = `/v1/payments?limit=${PAGE}${cursor === null ? '' : `&cursor=${cursor}`}`;
        const { page, ms } = await readPage(api, person, path);
        if (page.items.length !== PAGE) throw new Error(`a page of ${page.items.length}`);
        latencies.push(ms);
        cursor = walks ? page.next_cursor : null;
      }
      return { value: median(latencies), n: requests };
    },
  };
}

async function readPage(
  { address }: BenchApi,
  person: BenchPerson,
  path: string,
): Promise<{ page: HistoryPage; ms: number }> {
  const headers = headersOf(person, { method: 'GET', path }, Math.floor(Date.now() / 1_000));
  const start = performance.now();
  const response = await fetch(`${address}${path}`, { headers });
  const text = await response.text();
  const ms = performance.now() - start;
  if (response.status !== 200) throw new Error(`a page was refused: ${response.status} ${text}`);
  return { page: JSON.parse(text) as HistoryPage, ms };
}
