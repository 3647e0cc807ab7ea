/**
 * Sends what subscribed devices have not been told yet. The relay of the outbox says who has something new (`due_at`); here
 * it is read from that person's stream, sent, and marked as read. Sent again after a crash, never lost: a browser shows a
 * message with the same `seq` once.
 */
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from '../db/pool.ts';
import { readEvents } from '../events/events.ts';
import { messagesOf } from './messages.ts';
import type { PushGateway, PushOutcome } from './port.ts';

const PATROL_MS = 1_000;
/** Taken at a time, each by one process: whoever dies with them leaves them to others when this has passed. */
const TAKEN = { most: 20, seconds: 60 };
/** Events of one person that are looked at. */
const EVENTS = 100;
const FIRST_WAIT_SECONDS = 5;
const LAST_WAIT_SECONDS = 3_600;
/** With the waits above about half a day: a push service that is away for longer has lost its subscriptions. */
const MOST_FAILURES = 20;

export type PushDependencies = {
  readonly pool: Pool;
  readonly push: PushGateway;
  readonly log: Pick<FastifyBaseLogger, 'warn'>;
};

type Due = {
  device_id: string;
  person_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  hide_amounts: boolean;
  read_seq: bigint;
  failures: number;
  /** Until when it is ours: the mark by which is seen whether something new came meanwhile. As text: to the microsecond. */
  mark: string;
  /** Somebody is signed in on this device. */
  open: boolean;
};

/** Sends to everyone who is due. @returns how many were. */
export async function pushOnce(dependencies: PushDependencies): Promise<number> {
  const due = await takeDue(dependencies.pool);
  await Promise.all(due.map((subscription) => tell(dependencies, subscription)));
  return due.length;
}

async function takeDue(pool: Pool): Promise<Due[]> {
  const { rows } = await pool.query<Due>(
    `with taken as (
       update push_subscriptions set due_at = moineau_now() + $2 * interval '1 second'
        where device_id = any(array(select device_id from push_subscriptions where due_at <= moineau_now()
                                     order by due_at limit $1 for update skip locked))
       returning *)
     select t.*, t.due_at::text as mark,
            exists (select from sessions s join devices d on d.id = s.device_id
                     where s.device_id = t.device_id and s.ended_at is null and s.expires_at > moineau_now()
                       and d.revoked_at is null) as open
       from taken t`,
    [TAKEN.most, TAKEN.seconds],
  );
  return rows;
}

async function tell({ pool, push, log }: PushDependencies, due: Due): Promise<void> {
  if (!due.open) return remove(pool, due);
  const readSeq = Number(due.read_seq);
  const events = await readEvents(pool, due.person_id, readSeq, EVENTS);
  const target = { endpoint: due.endpoint, keys: { p256dh: due.p256dh, auth: due.auth } };
  let told = readSeq;
  for (const message of messagesOf(events, due.hide_amounts)) {
    const outcome = await push.send(target, JSON.stringify(message));
    if (outcome.kind === 'gone') return remove(pool, due);
    if (outcome.kind === 'later') return putOff({ pool, log }, due, told, outcome);
    if (outcome.kind === 'refused') log.warn({ deviceId: due.device_id }, 'a push service refused a message');
    told = message.seq;
  }
  const last = events.at(-1)?.seq ?? readSeq;
  await pool.query(
    `update push_subscriptions set read_seq = greatest(read_seq, $2), failures = 0,
        due_at = case when due_at = $3::timestamptz and not $4 then null else moineau_now() end
      where device_id = $1`,
    // While it was put off, nothing said that something new had come.
    [due.device_id, last, due.mark, events.length === EVENTS || due.failures > 0],
  );
}

/** What was told stays told; the rest is tried again, ever later. */
async function putOff(
  { pool, log }: Pick<PushDependencies, 'pool' | 'log'>,
  due: Due,
  told: number,
  { afterSeconds }: Extract<PushOutcome, { kind: 'later' }>,
): Promise<void> {
  const failures = due.failures + 1;
  if (failures >= MOST_FAILURES) {
    log.warn({ deviceId: due.device_id }, 'a push service was away for too long: its subscription goes');
    return remove(pool, due);
  }
  const wait = Math.min(LAST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** due.failures);
  await pool.query(
    `update push_subscriptions set read_seq = greatest(read_seq, $2), failures = $3,
        due_at = moineau_now() + $4 * interval '1 second'
      where device_id = $1`,
    [due.device_id, told, failures, Math.min(LAST_WAIT_SECONDS, Math.max(wait, afterSeconds ?? 0))],
  );
}

/** Not one that was made meanwhile. */
async function remove(pool: Pool, { device_id, endpoint }: Due): Promise<void> {
  await pool.query('delete from push_subscriptions where device_id = $1 and endpoint = $2', [
    device_id,
    endpoint,
  ]);
}

/** Sends for ever, never two rounds at once. `stop` waits for the one under way, which has a deadline. */
export function startPushing(dependencies: PushDependencies): { stop(): Promise<void> } {
  let round: Promise<void> | null = null;
  const work = async () => {
    while ((await pushOnce(dependencies)) === TAKEN.most);
  };
  const timer = setInterval(() => {
    round ??= work()
      .catch((error: unknown) => dependencies.log.warn({ err: error }, 'pushing failed'))
      .finally(() => {
        round = null;
      });
  }, PATROL_MS);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
