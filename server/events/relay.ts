/**
 * Carries what stands in the outbox to those who wait for it: wakes the streams of the people concerned, in every API
 * process. The events themselves are written with the change; a row that is lost here costs a delay, never an event.
 * NOTIFY stands outside the transactions that move money: it would make their commits wait for each other.
 */
import type { FastifyBaseLogger } from 'fastify';
import { type Pool, withTransaction } from '../db/pool.ts';

export const EVENTS_CHANNEL = 'moineau_events';

/** Rows at a time: each stands for a batch of changes. */
const ROWS = 100;
/** A notification's payload may be 8,000 bytes; a person's id with its comma takes 37. */
const PEOPLE_PER_NOTIFICATION = 200;
/** For rows whose process died before it could carry them. */
const PATROL_MS = 1_000;

export type Relay = {
  /** There is something new in the outbox: it is carried soon. */
  nudge(): void;
  close(): Promise<void>;
};

/** Takes what is there and tells everyone. @returns how many rows it took. */
export async function relayOnce(pool: Pool): Promise<number> {
  return withTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ people: string[] }>({
      name: 'take-outbox',
      text: `delete from outbox where id = any(array(
          select id from outbox order by id limit $1 for update skip locked)) returning people`,
      values: [ROWS],
    });
    const people = [...new Set(rows.flatMap((row) => row.people))];
    const payloads: string[] = [];
    for (let i = 0; i < people.length; i += PEOPLE_PER_NOTIFICATION) {
      payloads.push(people.slice(i, i + PEOPLE_PER_NOTIFICATION).join());
    }
    if (payloads.length > 0) {
      await tx.query({
        name: 'notify-people',
        // Those who want pushes have something new too: server/notifications looks what.
        text: `with due as (
            update push_subscriptions set due_at = least(due_at, moineau_now())
             where failures = 0 and device_id = any(array(
               select device_id from push_subscriptions where person_id = any($3::uuid[]) order by device_id for update)))
          select pg_notify($1, payload) from unnest($2::text[]) payload`,
        values: [EVENTS_CHANNEL, payloads, people],
      });
    }
    return rows.length;
  });
}

/** Starts carrying. A round that fails is done again by the next. */
export function startRelay(pool: Pool, log: Pick<FastifyBaseLogger, 'warn'>): Relay {
  let round: Promise<void> | null = null;
  let again = false;
  const carry = async () => {
    again = false;
    while ((await relayOnce(pool)) === ROWS);
  };
  const nudge = () => {
    again = true;
    round ??= carry()
      .catch((error: unknown) => {
        again = false;
        log.warn({ err: error }, 'the outbox was not carried');
      })
      .finally(() => {
        round = null;
        // Somebody called while this round was at work.
        if (again) nudge();
      });
  };
  const patrol = setInterval(nudge, PATROL_MS);
  patrol.unref();
  return {
    nudge,
    async close() {
      clearInterval(patrol);
      await round;
    },
  };
}
