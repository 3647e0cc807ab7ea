/** After each run: whether the books are whole. A fast ledger that is wrong is worth nothing, so a bench ends here if they are not. */
import { ask } from './cluster.ts';

type Books = {
  sum_of_postings: string;
  wrong_balances: string;
  below_zero: string;
  unequal_counts: string;
  transfers: string;
};

/**
 * The postings sum to 0, every balance is the sum of its postings, no wallet is negative, every transfer has its
 * postings, and there are as many transfers of this kind as were acknowledged.
 * @throws Error that names what is wrong.
 */
export async function checkBooks(databaseUrl: string, kind: string, acknowledged: number): Promise<void> {
  const [books] = await ask<Books>(
    databaseUrl,
    `with by_account as (
       select account_id, sum(amount) as amount, count(*) as legs, max(seq) as last from ledger.postings group by account_id)
     select
       (select coalesce(sum(amount), 0) from by_account)::text as sum_of_postings,
       (select count(*) from ledger.accounts a left join by_account b on b.account_id = a.id
         where a.balance <> coalesce(b.amount, 0) or a.version <> coalesce(b.legs, 0)
            or a.version <> coalesce(b.last, 0))::text as wrong_balances,
       (select count(*) from ledger.accounts where kind in ('wallet', 'held', 'pot') and balance < 0)::text as below_zero,
       ((select coalesce(sum(legs), 0) from by_account)
         - (select coalesce(sum(cardinality(accounts)), 0) from ledger.transfers))::text as unequal_counts,
       (select count(*) from ledger.transfers where kind = $1)::text as transfers`,
    [kind],
  );
  const expected: Books = {
    ...{ sum_of_postings: '0', wrong_balances: '0', below_zero: '0', unequal_counts: '0' },
    transfers: String(acknowledged),
  };
  for (const [name, value] of Object.entries(expected)) {
    const found = books?.[name as keyof Books];
    if (found !== value)
      throw new Error(`the books are wrong: ${name} is ${found}, and must be ${value} (${kind})`);
  }
}
