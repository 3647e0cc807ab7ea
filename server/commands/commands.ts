/**
 * Commands as rows: texts on X that ask for payments. What takes them in stands in `inbox.ts`, what carries them out in
 * `order.ts`; here they are read, shown and moved on.
 */
import type { Command } from '../../lib/protocol/index.ts';
import type { Queryable, Transaction } from '../db/pool.ts';
import type { NewEvent } from '../events/events.ts';
import { toWireId } from '../ids.ts';

export type CommandRow = {
  id: string;
  channel: 'tweet' | 'dm';
  x_author_id: string;
  /** The first id of its edit history: what it is known by for ever. */
  x_first_id: string;
  /** Every version that was seen; `text` is of the last one. */
  x_versions: string[];
  text: string;
  /** Handle in lower case → numeric id. */
  mentions: Record<string, string>;
  replied_to_x_user_id: string | null;
  uncertain_lead: string[];
  written_at: Date;
  language: 'fr' | 'en';
  state: 'new' | 'ordered' | 'refused' | 'ignored';
  problem: string | null;
  tries: number;
  person_id: string | null;
  edited_at: Date | null;
  revise: boolean;
  deleted_at: Date | null;
};

/** Locks it against other processes until the transaction ends. */
export async function lockCommand(tx: Transaction, id: string): Promise<CommandRow | null> {
  const { rows } = await tx.query<CommandRow>('select * from commands where id = $1 for update', [id]);
  return rows[0] ?? null;
}

export async function findCommand(queryable: Queryable, id: string): Promise<CommandRow | null> {
  const { rows } = await queryable.query<CommandRow>('select * from commands where id = $1', [id]);
  return rows[0] ?? null;
}

/** Its payments, the first of them first. */
export async function paymentsOfCommand(queryable: Queryable, id: string): Promise<string[]> {
  const { rows } = await queryable.query<{ payment_id: string }>(
    'select payment_id from command_payments where command_id = $1 order by payment_id',
    [id],
  );
  return rows.map(({ payment_id }) => payment_id);
}

export type Verdict =
  | { readonly state: 'ordered'; readonly personId: string }
  | { readonly state: 'refused'; readonly personId: string; readonly problem: string }
  | { readonly state: 'ignored'; readonly problem: string };

/** What came of it. Of somebody who has no wallet nothing is kept but that he wrote. */
export async function conclude(tx: Transaction, id: string, verdict: Verdict): Promise<void> {
  await tx.query(
    `update commands set state = $2, problem = $3, person_id = $4, revise = false,
        text = case when $2 = 'ignored' then '' else text end
      where id = $1`,
    [
      id,
      verdict.state,
      verdict.state === 'ordered' ? null : verdict.problem,
      verdict.state === 'ignored' ? null : verdict.personId,
    ],
  );
}

/** Tells its author's wallet. */
export function eventOf({ id }: Pick<CommandRow, 'id'>, verdict: Verdict): NewEvent[] {
  if (verdict.state === 'ignored') return [];
  const command = { id: toWireId('cmd', id), state: verdict.state };
  return [{ personId: verdict.personId, type: 'command.updated', payload: { command } }];
}

/** A command as its author sees it, if it is his. */
export async function viewCommands(
  queryable: Queryable,
  personId: string,
  { id, limit }: { id: string | null; limit: number },
): Promise<Command[]> {
  const { rows } = await queryable.query<CommandRow & { payments: string[]; split_id: string | null }>(
    `select c.*, coalesce(p.ids, '{}') as payments, p.split_id
      from commands c left join lateral (
        select array_agg(o.payment_id order by o.payment_id) as ids, (array_agg(y.split_id))[1] as split_id
          from command_payments o join payments y on y.id = o.payment_id where o.command_id = c.id) p on true
      where c.person_id = $1 and ($2::uuid is null or c.id = $2) and c.state <> 'ignored'
      order by c.taken_at desc, c.id desc limit $3`,
    [personId, id, limit],
  );
  return rows.map((row) => ({
    id: toWireId('cmd', row.id),
    channel: row.channel,
    tweet_id: row.channel === 'tweet' ? (row.x_versions.at(-1) ?? null) : null,
    text: row.text,
    state: row.state === 'ignored' ? 'refused' : row.state,
    problem: row.problem,
    payment_ids: row.payments.map((payment) => toWireId('pay', payment)),
    split_id: row.split_id && toWireId('spl', row.split_id),
    written_at: row.written_at.toISOString(),
    edited_at: row.edited_at?.toISOString() ?? null,
    deleted_at: row.deleted_at?.toISOString() ?? null,
  }));
}
