/**
 * Each person's stream of events: numbered without gaps, written in the transaction of what they tell. Reading
 * is by number, so a stream can be resumed anywhere. NOTIFY only wakes readers up; nothing depends on it.
 */
import type { Payment, RevokedDevice, TopUp, WalletEvent } from '../../lib/protocol/index.ts';
import { onlyRow, type Queryable, type Transaction } from '../db/pool.ts';

export const EVENTS_CHANNEL = 'moineau_events';

export type NewEvent = { readonly personId: string } & (
  | { readonly type: 'payment.updated' | 'payment.received'; readonly payload: { payment: Payment } }
  | { readonly type: 'topup.paid'; readonly payload: { topup: TopUp } }
  | { readonly type: 'device.revoked'; readonly payload: RevokedDevice }
);

/**
 * Appends events. At most once per transaction, with all of them: the counters are locked in the order of the
 * people's ids, so that transactions that tell the same people wait for each other instead of deadlocking.
 */
export async function appendEvents(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  const ordered = events.toSorted((a, b) => (a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : 0));
  for (const event of ordered) {
    const { last_seq } = onlyRow(
      await tx.query<{ last_seq: bigint }>(
        `insert into event_counters as c (person_id, last_seq) values ($1, 1)
          on conflict (person_id) do update set last_seq = c.last_seq + 1 returning last_seq`,
        [event.personId],
      ),
    );
    await tx.query('insert into events (person_id, seq, type, payload) values ($1, $2, $3, $4)', [
      event.personId,
      last_seq,
      event.type,
      event.payload,
    ]);
    await tx.query('select pg_notify($1, $2)', [EVENTS_CHANNEL, event.personId]);
  }
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
