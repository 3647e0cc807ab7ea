/** What must be true of the books at every moment: each query finds what is wrong, as text. Reads only. */
import type { Queryable } from '../../server/db/pool.ts';

const laws: readonly (readonly [law: string, query: string])[] = [
  ['sum 0', 'select sum(amount)::text as found from ledger.postings having sum(amount) <> 0'],
  [
    'each transfer sums to 0, and its postings are there',
    `select t.subject_id::text as found from ledger.transfers t
      where (select coalesce(sum(p.amount), 1) <> 0 or count(*) <> cardinality(t.accounts) from ledger.postings p
              where p.subject_id = t.subject_id and p.kind = t.kind)`,
  ],
  [
    'balances are the sums of their postings',
    `select a.id::text as found from ledger.accounts a
      where a.balance <> (select coalesce(sum(p.amount), 0) from ledger.postings p where p.account_id = a.id)`,
  ],
  [
    'never negative',
    "select id::text as found from ledger.accounts where balance < 0 and kind in ('wallet', 'held', 'pot')",
  ],
  [
    'one transfer for each payment that was settled, held, claimed or returned, and none for the others',
    `select p.id || ' ' || p.state as found from payments p left join ledger.transfers t on t.subject_id = p.id
      group by p.id having coalesce(string_agg(t.kind, ' ' order by t.kind), '') <> case
        when p.state = 'settled' and p.held_until is null then 'settle' when p.state = 'settled' then 'claim hold'
        when p.state = 'held' then 'hold' when p.state = 'returned' then 'hold return' else '' end`,
  ],
  [
    'held = open holds',
    `select a.balance::text as found from ledger.accounts a where a.kind = 'held'
        and a.balance <> (select coalesce(sum(amount), 0) from payments where state = 'held')`,
  ],
  [
    'refunds ≤ amount, each with its transfer',
    `select p.id::text as found from payments p cross join lateral (
        select coalesce(sum(r.amount), 0) as refunded, coalesce(sum(t.amounts[2]), 0) as moved
          from refunds r left join ledger.transfers t on t.subject_id = r.id and t.kind = 'refund' where r.payment_id = p.id) s
      where s.refunded > p.amount or s.refunded <> p.amount_refunded or s.moved <> s.refunded`,
  ],
  [
    'the rolling limits hold at every confirmation',
    `select p.id::text as found from payments p
      where p.state in ('settled', 'held')
        and (select sum(q.amount) from payments q where q.payer_id = p.payer_id and q.state in ('settled', 'held')
              and q.confirmed_at <= p.confirmed_at and q.confirmed_at > p.confirmed_at - interval '24 hours') > 60000`,
  ],
  [
    'what was confirmed was confirmed in time',
    'select id::text as found from payments where confirmed_at >= expires_at',
  ],
  [
    "everybody's events are numbered without gaps",
    'select person_id::text as found from events group by person_id having min(seq) <> 1 or max(seq) <> count(*)',
  ],
  [
    'all of a split are paid, or none',
    `select split_id::text as found from payments where split_id is not null group by split_id
      having count(*) filter (where confirmed_at is not null) not in (0, count(*))`,
  ],
];

/** The laws that are broken. */
export async function brokenLaws(queryable: Queryable): Promise<string[]> {
  const broken: string[] = [];
  for (const [law, query] of laws) {
    const { rows } = await queryable.query<{ found: string }>(`${query} limit 3`);
    broken.push(...rows.map(({ found }) => `${law}: ${found}`));
  }
  return broken;
}

const endStates = ['returned', 'refused', 'cancelled', 'expired'];

/** Sees the payments now and then: one that has ended stays as it is, and what is settled or refunded stays so. */
export function watchEnds(): (queryable: Queryable) => Promise<string[]> {
  const ends = new Map<string, string>();
  return async (queryable) => {
    const { rows } = await queryable.query<{ id: string; state: string; step: number; refunded: bigint }>(
      'select id, state, step, amount_refunded as refunded from payments',
    );
    return rows.flatMap(({ id, state, step, refunded }) => {
      const before = ends.get(id);
      const isEnd = endStates.includes(state);
      const now = isEnd ? `${state} ${step}` : state === 'settled' ? 'settled' : undefined;
      if (now !== undefined) ends.set(id, now);
      const refundedAgain = refunded > 0n && state !== 'settled' ? [`${id} is ${state} and refunded`] : [];
      return before !== undefined && before !== now
        ? [`${id} was ${before} and is ${state} ${step}`]
        : refundedAgain;
    });
  };
}

/** All that the books say, as one fingerprint for each part of them. */
export async function booksOf(queryable: Queryable): Promise<Readonly<Record<string, string>>> {
  const parts = {
    accounts: 'select * from ledger.accounts order by id',
    transfers: 'select * from ledger.transfers order by subject_id, kind',
    postings: 'select * from ledger.postings order by account_id, seq',
    payments: 'select * from payments order by id',
    steps: 'select * from payment_events order by payment_id, position',
    refunds: 'select * from refunds order by id',
    events: 'select * from events order by person_id, seq',
  };
  const books: Record<string, string> = {};
  for (const [part, query] of Object.entries(parts)) {
    const { rows } = await queryable.query<{ count: bigint; print: string }>(
      `select count(*), md5(coalesce(string_agg(r::text, '|'), '')) as print from (${query}) r`,
    );
    books[part] = `${rows[0]?.count} ${rows[0]?.print}`;
  }
  return books;
}
