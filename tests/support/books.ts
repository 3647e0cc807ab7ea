/** Looks into the books of a running product, to compare them before and after. Reads only. */
import pg from 'pg';

export type Books = {
  /** Always 0. */
  readonly sumOfPostings: bigint;
  /** Cents by handle. */
  readonly wallets: Readonly<Record<string, bigint>>;
  readonly settledPayments: number;
};

/** The books as they stand. */
export async function books(databaseUrl: string): Promise<Books> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const sum = await client.query<{ sum: string }>(
      'select coalesce(sum(amount), 0)::text as sum from ledger.postings',
    );
    const wallets = await client.query<{ handle: string; balance: string }>(
      `select p.handle, a.balance::text as balance from ledger.accounts a join people p on p.id = a.owner_id
        where a.kind = 'wallet'`,
    );
    const settled = await client.query<{ count: string }>(
      "select count(*)::text as count from payments where state = 'settled'",
    );
    return {
      sumOfPostings: BigInt(sum.rows[0]?.sum ?? '0'),
      wallets: Object.fromEntries(wallets.rows.map(({ handle, balance }) => [handle, BigInt(balance)])),
      settledPayments: Number(settled.rows[0]?.count ?? '0'),
    };
  } finally {
    await client.end();
  }
}
