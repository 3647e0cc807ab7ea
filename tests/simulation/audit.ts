/**
 * The whole of the product's books, held against themselves and against the simulation's bank: once a simulated day.
 * Each finding is one sentence; none means that all is well. Reads only.
 */
import type { Queryable } from '../../server/db/pool.ts';
import type { Bank } from './book.ts';

/** What must never be true: each query finds what is wrong, as text. */
const laws: readonly (readonly [law: string, query: string])[] = [
  [
    'the postings do not sum to 0',
    'select sum(amount)::text as found from ledger.postings having sum(amount) <> 0',
  ],
  [
    'a transfer and its postings differ',
    `select t.subject_id || ' ' || t.kind as found from ledger.transfers t
      where (select coalesce(sum(amount), 1) <> 0 or count(*) <> cardinality(t.accounts) from ledger.postings p
              where p.account_id = any(t.accounts) and p.subject_id = t.subject_id and p.kind = t.kind)`,
  ],
  [
    'a balance is not the sum of its postings, or its statement has gaps',
    `select a.id::text as found from ledger.accounts a cross join lateral (
        select coalesce(sum(amount), 0) as sum, count(*) as count, coalesce(max(seq), 0) as last
          from ledger.postings p where p.account_id = a.id) s
      where a.balance <> s.sum or a.version <> s.count or a.version <> s.last`,
  ],
  [
    'somebody is below 0',
    "select id::text as found from ledger.accounts where balance < 0 and kind in ('wallet', 'held', 'pot')",
  ],
  [
    'what is held is not what is on the held account',
    `select h.sum || ' <> ' || a.balance as found
      from (select coalesce(sum(amount), 0) as sum from payments where state = 'held') h, ledger.accounts a
      where a.kind = 'held' and a.balance <> h.sum`,
  ],
  [
    'the transfers of a payment are not those of its state',
    `select p.id || ' ' || p.state || ' ' || coalesce(string_agg(t.kind, ' ' order by t.kind), '') as found
      from payments p left join ledger.transfers t on t.subject_id = p.id group by p.id, p.state, p.held_until
      having coalesce(string_agg(t.kind, ' ' order by t.kind), '') <> case
        when p.state = 'settled' and p.held_until is null then 'settle' when p.state = 'settled' then 'claim hold'
        when p.state = 'held' then 'hold' when p.state = 'returned' then 'hold return' else '' end`,
  ],
  [
    'the refunds of a payment are not what was refunded',
    `select p.id::text as found from payments p where p.amount_refunded > p.amount
        or p.amount_refunded <> (select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id)`,
  ],
  [
    'a refund without a transfer, or the other way',
    `select coalesce(r.id, t.subject_id)::text as found from refunds r
      full join (select * from ledger.transfers where kind = 'refund') t on t.subject_id = r.id
      where r.id is null or t.subject_id is null or t.amounts[2] <> r.amount`,
  ],
  [
    'a paid top-up without a transfer, or the other way',
    `select coalesce(u.id, t.subject_id)::text as found from (select * from topups where state = 'paid') u
      full join (select * from ledger.transfers where kind = 'topup') t on t.subject_id = u.id
      where u.id is null or t.subject_id is null or t.amounts[2] <> u.amount`,
  ],
  [
    'the steps of a payment have gaps, or end elsewhere',
    `select p.id::text as found from payments p cross join lateral (
        select count(*) as count, max(position) as last, (array_agg(to_state order by position desc))[1] as state
          from payment_events e where e.payment_id = p.id) s
      where p.step <> s.count or p.step <> s.last or p.state <> s.state`,
  ],
  [
    "a person's events have a gap",
    `select person_id::text as found from events group by person_id having min(seq) <> 1 or max(seq) <> count(*)`,
  ],
  [
    'events tell another end of a payment than it has',
    `select p.id::text as found from payments p left join lateral (
        select payload->'payment'->>'state' as state, (payload->'payment'->'amount_refunded'->>'amount')::bigint as refunded
          from events e where e.person_id = p.payer_id and payload->'payment'->>'id' = 'pay_' || p.id order by seq desc limit 1) last on true
      where (last.state, last.refunded) is distinct from (p.state, p.amount_refunded)`,
  ],
];

/** @param thorough also what takes long. */
export async function audit(pool: Queryable, bank: Bank, thorough: boolean): Promise<string[]> {
  const findings: string[] = [];
  const slow = laws.length - 1;
  for (const [i, [law, query]] of laws.entries()) {
    if (i === slow && !thorough) continue;
    const { rows } = await pool.query<{ found: string }>(`${query} limit 3`);
    findings.push(...rows.map(({ found }) => `${law}: ${found}`));
  }
  const accounts = await pool.query<{ id: bigint; balance: bigint }>(
    'select id, balance from ledger.accounts',
  );
  for (const { id, balance } of accounts.rows) {
    const foretold = bank.accounts.get(Number(id))?.balance;
    if (foretold !== balance) findings.push(`account ${id} holds ${balance}, foretold ${foretold}`);
  }
  const payments = await pool.query<{ id: string; state: string; refunded: bigint }>(
    'select id, state, amount_refunded as refunded from payments',
  );
  if (payments.rowCount !== bank.payments.size)
    findings.push(`there are ${payments.rowCount} payments, foretold ${bank.payments.size}`);
  for (const { id, state, refunded } of payments.rows) {
    const foretold = bank.payments.get(id);
    if (foretold?.state !== state || foretold.refunded !== refunded)
      findings.push(
        `payment ${id} is ${state} ${refunded}, foretold ${foretold?.state} ${foretold?.refunded}`,
      );
  }
  return findings;
}
