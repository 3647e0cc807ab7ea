/**
 * Sending what stands in the outbox to X, each at most once, whatever dies in the middle: it is reserved before it is
 * sent, and what may have been sent is looked for on X before it is sent again. X's limits are kept by counting in the
 * database, so that all processes together keep them.
 */
import { onlyRow, type Pool, withTransaction } from '../db/pool.ts';
import { failpoint } from '../failpoints.ts';
import { XLimitedError, XRefusedError, type XService, XUnavailableError } from '../x/port.ts';
import { idAt } from '../x/snowflakes.ts';
import { referenceOf } from './answers.ts';

export type OutboxLimits = {
  /** The app's own at X: posts in 15 minutes, direct messages in 15 minutes and in 24 hours. */
  readonly postsAQuarter: number;
  readonly messagesAQuarter: number;
  readonly messagesADay: number;
};

export type OutboxDependencies = {
  readonly pool: Pool;
  readonly service: Pick<
    XService,
    'post' | 'sendMessage' | 'deletePost' | 'readOwnPosts' | 'readMessagesWith'
  >;
  readonly limits: OutboxLimits;
  /** After how many seconds X shows for certain what was sent to it. */
  readonly lookAfterSeconds: number;
  /** What became of one: `sent`, `failed`, `limited`, `unknown`. */
  readonly observe: (outcome: string) => void;
};

type OutboxRow = {
  id: string;
  kind: 'reply' | 'post' | 'dm';
  command_id: string | null;
  payment_id: string | null;
  after_x_id: string;
  to_x_user_id: string | null;
  text: string;
  reserved_at: Date;
  x_id: string | null;
};

const COLUMNS = 'id, kind, command_id, payment_id, after_x_id, to_x_user_id, text, reserved_at, x_id';
/** After so many refusals of a deletion it is left to the operator. */
const MOST_TRIES = 8;
/** X's clock and ours. */
const CLOCKS_MS = 60_000;

/** Sends one that is due. @returns whether there was one. */
export async function sendNext(dependencies: OutboxDependencies): Promise<boolean> {
  const row = await reserve(dependencies);
  if (!row) return false;
  failpoint('outbox.after_reserve');
  const { service } = dependencies;
  await settle(dependencies, row, async () => {
    const replyTo = row.kind === 'reply' ? row.after_x_id : null;
    const xId =
      row.to_x_user_id === null
        ? await service.post(row.text, replyTo)
        : await service.sendMessage(row.to_x_user_id, row.text);
    failpoint('outbox.after_send');
    return xId;
  });
  return true;
}

/**
 * Takes the next one whose kind is within its limits: answers before invitations. Its time is counted from here. Who
 * sends first and counts afterwards would send more than he may.
 */
async function reserve({ pool, limits }: OutboxDependencies): Promise<OutboxRow | null> {
  return withTransaction(pool, async (tx) => {
    // One process counts at a time.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('x_outbox limits', 2))");
    const used = onlyRow(
      await tx.query<{ posts: number; messages: number; messages_a_day: number }>(
        `select count(*) filter (where kind <> 'dm' and reserved_at > moineau_now() - interval '15 minutes')::int as posts,
            count(*) filter (where kind = 'dm' and reserved_at > moineau_now() - interval '15 minutes')::int as messages,
            count(*) filter (where kind = 'dm')::int as messages_a_day
          from x_outbox where reserved_at > moineau_now() - interval '24 hours'`,
      ),
    );
    const mayPost = used.posts < limits.postsAQuarter;
    const mayWrite = used.messages < limits.messagesAQuarter && used.messages_a_day < limits.messagesADay;
    if (!mayPost && !mayWrite) return null;
    const { rows } = await tx.query<OutboxRow>(
      `update x_outbox set state = 'sending', reserved_at = moineau_now(), tries = tries + 1
        where id = (select id from x_outbox
          where state = 'waiting' and next_try_at <= moineau_now() and case kind when 'dm' then $1::boolean else $2::boolean end
          order by purpose = 'invitation', created_at limit 1 for update skip locked)
        returning ${COLUMNS}`,
      [mayWrite, mayPost],
    );
    return rows[0] ?? null;
  });
}

/** Looks for one that was given to X without an answer. @returns whether there was one. */
export async function lookForNext(dependencies: OutboxDependencies): Promise<boolean> {
  const { pool, lookAfterSeconds } = dependencies;
  const { rows } = await pool.query<OutboxRow>(
    `select ${COLUMNS} from x_outbox
      where state = 'sending' and reserved_at < moineau_now() - make_interval(secs => $1) and next_try_at <= moineau_now()
      order by reserved_at limit 1`,
    [lookAfterSeconds],
  );
  const [row] = rows;
  if (!row) return false;
  try {
    const found = await lookFor(dependencies, row);
    if (found) await write(pool, row, 'sent', { xId: found });
    else await write(pool, row, 'waiting');
    dependencies.observe(found ? 'sent' : 'not_sent');
  } catch (error) {
    if (!(error instanceof XUnavailableError)) throw error;
    await write(pool, row, 'sending', { nextTry: retryAt(error) });
  }
  return true;
}

/** By its reference, among what the service has written since. */
async function lookFor({ service }: OutboxDependencies, row: OutboxRow): Promise<string | null> {
  const reference = referenceOf(row.command_id ?? row.payment_id ?? '');
  if (row.to_x_user_id !== null) {
    const messages = await service.readMessagesWith(row.to_x_user_id);
    return messages.find(({ text }) => text.endsWith(reference))?.id ?? null;
  }
  const sinceId = String(idAt(new Date(row.reserved_at.getTime() - CLOCKS_MS)));
  for (let page: string | null = null; ; ) {
    const { items, next } = await service.readOwnPosts({ sinceId, page });
    const found = items.find(({ text }) => text.endsWith(reference));
    if (found || next === null) return found?.id ?? null;
    page = next;
  }
}

/** Deletes one public post that its people have taken back. @returns whether there was one. */
export async function removeNext(dependencies: OutboxDependencies): Promise<boolean> {
  const { rows } = await dependencies.pool.query<OutboxRow & { tries: number }>(
    `update x_outbox set next_try_at = moineau_now() + interval '1 minute', tries = tries + 1
      where id = (select id from x_outbox where state = 'removing' and next_try_at <= moineau_now()
                   order by next_try_at limit 1 for update skip locked)
      returning ${COLUMNS}, tries`,
  );
  const [row] = rows;
  if (row?.x_id == null) return false;
  try {
    // Deleting twice is the same as once.
    await dependencies.service.deletePost(row.x_id);
    await write(dependencies.pool, row, 'removed');
    dependencies.observe('removed');
  } catch (error) {
    if (error instanceof XRefusedError && row.tries < MOST_TRIES) return true;
    if (error instanceof XRefusedError)
      await write(dependencies.pool, row, 'removed', { failure: error.message });
    else if (!(error instanceof XUnavailableError)) throw error;
  }
  return true;
}

/** Sends, and writes down what came of it. After a plain absence of X nobody knows: it is looked for later. */
async function settle(
  { pool, observe }: OutboxDependencies,
  row: OutboxRow,
  send: () => Promise<string>,
): Promise<void> {
  try {
    await write(pool, row, 'sent', { xId: await send() });
    observe('sent');
  } catch (error) {
    if (error instanceof XRefusedError) {
      await write(pool, row, 'failed', { failure: error.message });
      observe('failed');
    } else if (error instanceof XLimitedError) {
      await write(pool, row, 'waiting', { nextTry: error.resetAt });
      observe('limited');
    } else if (error instanceof XUnavailableError) {
      observe('unknown');
    } else throw error;
  }
}

async function write(
  pool: Pool,
  { id }: OutboxRow,
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'removed',
  {
    xId = null,
    failure = null,
    nextTry = null,
  }: { xId?: string | null; failure?: string | null; nextTry?: Date | null } = {},
): Promise<void> {
  await pool.query(
    `update x_outbox set state = $2, x_id = coalesce($3, x_id), failure = $4, next_try_at = coalesce($5, next_try_at)
      where id = $1`,
    [id, state, xId, failure, nextTry],
  );
}

const retryAt = (error: XUnavailableError) =>
  error instanceof XLimitedError ? error.resetAt : new Date(Date.now() + 30_000);
