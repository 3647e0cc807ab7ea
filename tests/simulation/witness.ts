/**
 * Sees every row that the product writes, in the order in which it was written, as soon as it is committed: what the
 * bank of the simulation is checked with. It never looks at what the product says of itself.
 */
import type { Pool } from '../../server/db/pool.ts';

/** A row as PostgreSQL tells it in JSON. Amounts are whole numbers far below 2^53. */
export type Row = Readonly<Record<string, unknown>>;

export type Seen = { readonly table: string; readonly isNew: boolean; readonly row: Row };

const watched: readonly (readonly [table: string, when: string])[] = [
  ['people', 'insert or update'],
  ['devices', 'insert or update'],
  ['payments', 'insert or update'],
  ['payment_events', 'insert'],
  ['refunds', 'insert'],
  ['topups', 'insert or update'],
  ['wallets', 'insert or update'],
  ['events', 'insert'],
  ['ledger.accounts', 'insert or update'],
  ['ledger.transfers', 'insert'],
];

/** Begins to watch. What was there before is not told. */
export async function callWitness(pool: Pool): Promise<void> {
  await pool.query(`create table public.witness (
      nr bigint generated always as identity primary key, seen_by xid8 not null default pg_current_xact_id(),
      source text not null, is_new boolean not null, content jsonb not null);
    create function public.bear_witness() returns trigger language plpgsql as $$
    begin
      insert into public.witness (source, is_new, content) values (tg_table_name, tg_op = 'INSERT', to_jsonb(new));
      return null;
    end $$`);
  for (const [table, when] of watched) {
    await pool.query(
      `create trigger witnessed after ${when} on ${table} for each row execute function public.bear_witness()`,
    );
  }
}

type WitnessRow = { tx: string; source: string; is_new: boolean; content: Row };

/** What was committed since this was last asked: one list for each transaction. */
export async function hearWitness(pool: Pool): Promise<Seen[][]> {
  const { rows } = await pool.query<WitnessRow>({
    name: 'hear-witness',
    text: `with heard as (delete from public.witness returning nr, seen_by, source, is_new, content)
      select seen_by::text as tx, source, is_new, content from heard order by nr`,
  });
  const transactions = new Map<string, Seen[]>();
  for (const { tx, source, is_new, content } of rows) {
    const seen = transactions.get(tx) ?? [];
    transactions.set(tx, seen);
    seen.push({ table: source, isNew: is_new, row: content });
  }
  return [...transactions.values()];
}
