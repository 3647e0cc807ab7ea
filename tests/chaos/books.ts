/**
 * Holds PostgreSQL's books against what the clients were told, and against themselves. Reads only. Each finding is one
 * sentence; none means that all is well.
 */
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Tally } from './tally.ts';
import type { Told } from './told.ts';

/** The journal's lines with the names that people use. The one place here that knows how the journal is laid out. */
const lines = `lines as (
  select p.subject_id, p.kind, a.id as account_id, p.seq, p.amount,
      case when a.owner_id is null then a.kind else a.kind || ':' || a.owner_id end as account
    from ledger.postings p join ledger.accounts a on a.id = p.account_id)`;

/** What must never be true, whatever happened: each query finds what is wrong, as text. */
const laws: readonly (readonly [law: string, query: string])[] = [
  [
    'the postings do not sum to 0',
    `with ${lines} select sum(amount)::text as found from lines having sum(amount) <> 0`,
  ],
  [
    'a transfer does not sum to 0 or has not two postings',
    `with ${lines} select subject_id || ' ' || kind as found from lines group by subject_id, kind
      having sum(amount) <> 0 or count(*) < 2`,
  ],
  [
    'a transfer and its postings differ',
    `select t.subject_id || ' ' || t.kind as found
      from (select subject_id, kind, unnest(accounts) as account_id, unnest(amounts) as amount, unnest(seqs) as seq
              from ledger.transfers) t
      full join ledger.postings p using (subject_id, kind, account_id, amount, seq)
      where t.seq is null or p.created_at is null`,
  ],
  [
    "an account's postings have a gap",
    `select a.id || ' ' || a.kind || ': ' || count(p.seq) || ' postings, the last is ' || coalesce(max(p.seq), 0) as found
      from ledger.accounts a left join ledger.postings p on p.account_id = a.id
      group by a.id having count(p.seq) <> a.version or coalesce(max(p.seq), 0) <> a.version`,
  ],
  [
    'a balance is not the sum of its postings',
    `with ${lines}, sums as (select account_id, sum(amount) as total from lines group by account_id)
      select a.kind || ' ' || coalesce(a.owner_id::text, '') || ': ' || a.balance || ' <> ' || coalesce(total, 0) as found
        from ledger.accounts a left join sums on sums.account_id = a.id where a.balance <> coalesce(total, 0)`,
  ],
  [
    'somebody is below 0',
    `select kind || ' ' || coalesce(owner_id::text, '') || ': ' || balance as found from ledger.accounts
      where balance < 0 and kind in ('wallet', 'held', 'pot')`,
  ],
  [
    "a person's events have a gap",
    `select person_id || ': ' || count(*) || ' events, from ' || min(seq) || ' to ' || max(seq) as found from events
      group by person_id having min(seq) <> 1 or max(seq) <> count(*)`,
  ],
  [
    'a payment is in another state than its history says',
    `select p.id || ': ' || p.state || ', last step ' || coalesce(e.to_state, 'none') as found from payments p
      left join lateral (select to_state from payment_events where payment_id = p.id order by position desc limit 1) e on true
      where e.to_state is distinct from p.state`,
  ],
  [
    'a step of a payment is missing',
    `select p.id || ': ' || count(position) || ' of ' || p.step as found
      from payments p left join payment_events e on e.payment_id = p.id group by p.id
      having count(position) <> p.step or min(position) <> 1 or max(position) <> p.step`,
  ],
  [
    'a payment and its transfers disagree',
    `select p.id || ' ' || p.state || ': ' || coalesce(t.kinds, 'no transfer') as found from payments p
      left join (select subject_id, string_agg(kind, ' ' order by kind) as kinds from ledger.transfers group by 1) t
        on t.subject_id = p.id
      where coalesce(t.kinds, '') <> all (case p.state when 'settled' then array['settle', 'claim hold']
        when 'held' then array['hold'] when 'returned' then array['hold return'] else array[''] end)`,
  ],
  [
    'what was refunded is not the sum of its refunds',
    `select p.id || ': ' || p.amount_refunded || ' <> ' || coalesce(r.total, 0) as found from payments p
      left join (select f.payment_id, sum(t.amounts[2])::bigint as total
                   from refunds f join ledger.transfers t on t.subject_id = f.id and t.kind = 'refund'
                  group by 1) r on r.payment_id = p.id
      where p.amount_refunded <> coalesce(r.total, 0)`,
  ],
  [
    'the money that is held is not that of the held payments',
    `select a.balance || ' <> ' || h.total as found from ledger.accounts a,
        (select coalesce(sum(amount), 0) as total from payments where state = 'held') h
      where a.kind = 'held' and a.balance <> h.total`,
  ],
  [
    'the outbox is not carried',
    `select count(*) || ' rows, the oldest of ' || min(created_at) as found from outbox
      where created_at < clock_timestamp() - interval '10 seconds' having count(*) > 0`,
  ],
];

/** At most so many of each kind are told. */
const MOST = 5;

/** Everything of `recent` one by one, and the whole of it by its sums. */
export async function audit(client: pg.Client, tally: Tally, recent: readonly Told[]): Promise<string[]> {
  const findings: string[] = [];
  for (const [law, query] of laws) {
    const { rows } = await client.query<{ found: string }>(`${query} limit ${MOST}`);
    for (const { found } of rows) findings.push(`${law}: ${found}`);
  }
  findings.push(...(await checkAnswers(client, recent)));
  findings.push(...(await checkPayments(client, tally, recent)));
  findings.push(...(await checkTransfers(client, recent)));
  findings.push(...(await checkEvents(client, recent)));
  findings.push(...(await checkTotals(client, tally)));
  return findings;
}

/** Every payment that anybody was told of, at the end of all. */
export async function auditAllPayments(client: pg.Client, tally: Tally): Promise<string[]> {
  return comparePayments(client, tally, [...tally.payments.keys()]);
}

/** Idempotency rows agree with what was told: the very answer, or none where nothing was done. */
async function checkAnswers(client: pg.Client, recent: readonly Told[]): Promise<string[]> {
  const { rows } = await client.query<{ key: string; person_id: string; status: number; body: string }>(
    'select key, person_id, status, body from idempotency where key = any($1::uuid[])',
    [recent.map((told) => told.key)],
  );
  const kept = new Map(rows.map((row) => [row.key, row]));
  return recent.flatMap((told) => {
    const row = kept.get(told.key);
    const name = `${told.order} ${told.key}`;
    if (!told.kept)
      return row && told.unknown === 0 ? [`${name} was refused without effect, and is kept`] : [];
    if (!row) return [`${name} was acknowledged, and its answer is not kept`];
    const isSame =
      row.person_id === told.personId &&
      row.status === told.status &&
      isDeepStrictEqual(JSON.parse(row.body), told.body);
    return isSame
      ? []
      : [`${name}: another answer is kept than was told: ${row.status} ${row.body.slice(0, 200)}`];
  });
}

async function checkPayments(client: pg.Client, tally: Tally, recent: readonly Told[]): Promise<string[]> {
  const ids = recent.flatMap((told) => told.payments.map(({ id }) => id));
  return comparePayments(client, tally, [...new Set(ids)]);
}

async function comparePayments(client: pg.Client, tally: Tally, ids: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string; state: string }>(
    'select id, state from payments where id = any($1::uuid[])',
    [ids],
  );
  const states = new Map(rows.map((row) => [row.id, row.state]));
  return ids.flatMap((id) => {
    const [told, found] = [tally.payments.get(id), states.get(id) ?? 'lost'];
    // Time alone does this, and tells nobody's order of it.
    const hasExpired = told === 'awaiting_confirmation' && found === 'expired';
    return found === told || hasExpired ? [] : [`payment ${id} was told to be ${told} and is ${found}`];
  });
}

/** Every transfer told is there, once (its name is its key), with these postings and no others. */
async function checkTransfers(client: pg.Client, recent: readonly Told[]): Promise<string[]> {
  const told = recent.flatMap(({ transfers }) => transfers);
  const { rows } = await client.query<{ name: string; line: string }>(
    `with ${lines} select subject_id || '/' || kind as name, account || ' ' || amount as line from lines
      where subject_id = any($1::uuid[])`,
    [told.map((transfer) => transfer.subjectId)],
  );
  const found = Map.groupBy(rows, (row) => row.name);
  return told.flatMap((transfer) => {
    const name = `${transfer.subjectId}/${transfer.kind}`;
    const expected = transfer.lines.map(({ account, amount }) => `${account} ${amount}`).sort();
    const actual = (found.get(name) ?? []).map((row) => row.line).sort();
    return isDeepStrictEqual(actual, expected)
      ? []
      : [`transfer ${name}: told [${expected.join(', ')}], found [${actual.join(', ')}]`];
  });
}

/** Each step of a payment was told to its payer once, and to its payee once from when the money is his. */
async function checkEvents(client: pg.Client, recent: readonly Told[]): Promise<string[]> {
  const created = recent.flatMap(({ payments }) => payments.flatMap(({ isNew, id }) => (isNew ? id : [])));
  const { rows } = await client.query<{ found: string }>(
    `with steps as (
       select p.id, p.payer_id, p.payee_id, e.from_state, e.to_state
         from payments p join payment_events e on e.payment_id = p.id
        where p.id = any($1::uuid[]) and e.to_state <> 'created'),
     expected as (
       select id, person_id, type, to_state, count(*) as times from (
         select id, payer_id as person_id, 'payment.updated' as type, to_state from steps
         union all
         select id, payee_id, case from_state when 'settled' then 'payment.updated' else 'payment.received' end, to_state
           from steps where to_state = 'settled') each group by 1, 2, 3, 4),
     told as (
       select substr(payload->'payment'->>'id', 5)::uuid as id, person_id, type,
              payload->'payment'->>'state' as to_state, count(*) as times
         from events
        where at >= (select min(created_at) from payments where id = any($1::uuid[])) and payload ? 'payment'
        group by 1, 2, 3, 4)
     select 'payment ' || id || ': ' || type || ' ' || to_state || ' was told ' || coalesce(told.times, 0)
            || ' times and not ' || coalesce(expected.times, 0) as found
       from expected full join told using (id, person_id, type, to_state)
      where id = any($1::uuid[]) and told.times is distinct from expected.times limit ${MOST}`,
    [created],
  );
  return rows.map((row) => row.found);
}

/** Nothing lost and nothing added: as many transfers and payments as were told, and every balance to the cent. */
async function checkTotals(client: pg.Client, tally: Tally): Promise<string[]> {
  const findings: string[] = [];
  const transfers = await client.query<{ count: number }>('select count(*)::int from ledger.transfers');
  const count = transfers.rows[0]?.count;
  if (count !== tally.transfers.size)
    findings.push(`${count} transfers are in the journal, ${tally.transfers.size} were told`);
  findings.push(...(await findStrangeAnswers(client, tally)));
  const payments = await client.query<{ count: number }>('select count(*)::int from payments');
  const added = (payments.rows[0]?.count ?? 0) - tally.payments.size;
  if (added < 0 || added > tally.openKeys.size) findings.push(`${added} payments more than were told`);
  const accounts = await client.query<{ account: string; balance: string }>(
    `select case when owner_id is null then kind else kind || ':' || owner_id end as account, balance from ledger.accounts`,
  );
  for (const { account, balance } of accounts.rows) {
    const told = tally.balances.get(account) ?? 0n;
    if (BigInt(balance) !== told) findings.push(`${account} holds ${balance}, by what was told ${told}`);
  }
  return findings;
}

/** Answers under keys that no client has. Their number tells, nearly always, that there are none to look for. */
async function findStrangeAnswers(client: pg.Client, tally: Tally): Promise<string[]> {
  const { rows } = await client.query<{ count: number }>('select count(*)::int from idempotency');
  if (rows[0]?.count === tally.keptKeys.size) return [];
  const kept = await client.query<{ key: string }>('select key from idempotency');
  const isKnown = (key: string) => tally.keptKeys.has(key) || tally.openKeys.has(key);
  const strange = kept.rows.filter(({ key }) => !isKnown(key)).slice(0, MOST);
  return strange.map(({ key }) => `an answer is kept that nobody was told: ${key}`);
}
