/**
 * Each person's stream of events: numbered without gaps, written in the transaction of what they tell. Reading
 * is by number, so a stream can be resumed anywhere. Who wakes the readers up stands in `relay.ts`.
 */
import type {
  MoneyRequest,
  Payment,
  ReadCommandNotice,
  RevokedDevice,
  SecurityChange,
  TopUp,
  WalletEvent,
} from '../../lib/protocol/index.ts';
import type { Queryable, Transaction } from '../db/pool.ts';

export type NewEvent = { readonly personId: string } & (
  | {
      readonly type: 'payment.updated' | 'payment.received' | 'payment.thanked';
      readonly payload: { payment: Payment };
    }
  | { readonly type: 'topup.paid'; readonly payload: { topup: TopUp } }
  | { readonly type: 'device.revoked'; readonly payload: RevokedDevice }
  | { readonly type: 'command.updated'; readonly payload: ReadCommandNotice }
  | { readonly type: 'security.changed'; readonly payload: SecurityChange }
  | { readonly type: 'request.received' | 'request.updated'; readonly payload: { request: MoneyRequest } }
);

/**
 * Tells people of something: their events, and a row in the outbox for those who tell the world. At most once per
 * transaction, with all of them: the counters are locked in the order of the people's ids, so that transactions that
 * tell the same people wait for each other instead of deadlocking.
 */
export async function announce(
  tx: Transaction,
  events: readonly NewEvent[],
  paymentIds: readonly string[] = [],
): Promise<void> {
  if (events.length === 0) return;
  const people = await appendEvents(tx, events);
  await tx.query({
    name: 'insert-outbox',
    text: 'insert into outbox (people, payments) values ($1, $2)',
    values: [people, paymentIds],
  });
}

/** Appends to each person's stream. @returns the people. */
async function appendEvents(tx: Transaction, events: readonly NewEvent[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { personId } of events) counts.set(personId, (counts.get(personId) ?? 0) + 1);
  const people = [...counts.keys()].sort();
  const { rows } = await tx.query<{ person_id: string; last_seq: bigint }>({
    name: 'count-events',
    text: `insert into event_counters as c (person_id, last_seq)
        select person_id, added from unnest($1::uuid[], $2::bigint[]) with ordinality n (person_id, added, nr) order by nr
      on conflict (person_id) do update set last_seq = c.last_seq + excluded.last_seq
      returning person_id, last_seq`,
    values: [people, people.map((id) => counts.get(id))],
  });
  const last = new Map(rows.map(({ person_id, last_seq }) => [person_id, Number(last_seq)]));
  const seqs = events.map(({ personId }) => {
    const left = counts.get(personId) ?? 0;
    counts.set(personId, left - 1);
    return (last.get(personId) ?? 0) - left + 1;
  });
  await tx.query({
    name: 'insert-events',
    text: `insert into events (person_id, seq, at, type, payload)
      select person_id, seq, date_trunc('milliseconds', moineau_now()), type, payload
        from unnest($1::uuid[], $2::bigint[], $3::text[], $4::jsonb[]) e (person_id, seq, type, payload)`,
    values: [
      events.map(({ personId }) => personId),
      seqs,
      events.map(({ type }) => type),
      events.map(({ payload }) => JSON.stringify(payload)),
    ],
  });
  return people;
}

/** The number of a person's last event; 0 when there was none yet. */
export async function lastSeqOf(queryable: Queryable, personId: string): Promise<number> {
  const { rows } = await queryable.query<{ last_seq: bigint }>({
    name: 'last-seq',
    text: 'select last_seq from event_counters where person_id = $1',
    values: [personId],
  });
  return Number(rows[0]?.last_seq ?? 0);
}

type EventRow = { seq: bigint; at: Date; type: string; payload: Record<string, unknown> };

/** The events of a person after `seq`, oldest first. */
export async function readEvents(
  queryable: Queryable,
  personId: string,
  afterSeq: number,
  limit: number,
): Promise<WalletEvent[]> {
  const { rows } = await queryable.query<EventRow>(
    'select seq, at, type, payload from events where person_id = $1 and seq > $2 order by seq limit $3',
    [personId, afterSeq, limit],
  );
  return rows.map(
    (row) =>
      ({ seq: Number(row.seq), at: row.at.toISOString(), type: row.type, ...row.payload }) as WalletEvent,
  );
}
