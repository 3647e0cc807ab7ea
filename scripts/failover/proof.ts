/** Reads the books of the server that people trust now, all of them. Reads only. */
import pg from 'pg';
import type { Books } from './tally.ts';

/** The books, as far as these subjects and all wallets go. */
export async function readBooks(databaseUrl: string, subjects: readonly string[]): Promise<Books> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const transfers = await client.query<{ subject_id: string; count: number }>(
      `select subject_id, count(*)::int as count from ledger.transfers
        where kind = 'settle' and subject_id = any($1::uuid[]) group by subject_id`,
      [subjects],
    );
    const wallets = await client.query<{ owner_id: string; balance: string }>(
      "select owner_id, balance::text from ledger.accounts where kind = 'wallet'",
    );
    const off = await client.query<{ accounts: number; sum: string }>(
      `select count(*) filter (where a.balance <> coalesce(p.sum, 0))::int as accounts,
              coalesce(sum(p.sum), 0)::text as sum
         from ledger.accounts a
         left join (select account_id, sum(amount) as sum from ledger.postings group by account_id) p
           on p.account_id = a.id`,
    );
    return {
      transfers: new Map(transfers.rows.map((row) => [row.subject_id, row.count])),
      balances: new Map(wallets.rows.map((row) => [row.owner_id, BigInt(row.balance)])),
      accountsOff: off.rows[0]?.accounts ?? -1,
      sumOfPostings: BigInt(off.rows[0]?.sum ?? '1'),
    };
  } finally {
    await client.end();
  }
}
