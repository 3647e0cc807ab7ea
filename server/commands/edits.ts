/**
 * What its author does to a command afterwards. An edit of amount or memo changes the order, which he must then confirm
 * anew; any other edit ends it: no edit ever makes a payment to somebody else (T02). A deletion changes nothing and is
 * shown (T03).
 */
import { type Pool, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import type { Desk } from '../payments/desk.ts';
import { findPayments, type PaymentRow } from '../payments/payments.ts';
import { reviseTerms } from '../payments/revise.ts';
import { findSplit } from '../payments/split-views.ts';
import { findByXUserId } from '../people/people.ts';
import { type XService, XUnavailableError } from '../x/port.ts';
import { answerCommand } from './answers.ts';
import {
  type CommandRow,
  conclude,
  eventOf,
  findCommand,
  lockCommand,
  paymentsOfCommand,
} from './commands.ts';
import { type InboxSettings, keepPosts } from './inbox.ts';
import type { OrderDependencies } from './order.ts';
import { findPayees, findRepliedTo } from './payees.ts';
import { readingOf } from './reading.ts';

export type EditDependencies = OrderDependencies & { readonly desk: Desk };

/** An order that nobody has confirmed for so long is looked at once: is its post still there? */
const LOOK_AFTER_SECONDS = 120;
/** X's most for one request. */
const POSTS = 100;

export async function findRevised(pool: Pool, most: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select id from commands where revise and next_try_at <= moineau_now() order by next_try_at limit $1',
    [most],
  );
  return rows.map(({ id }) => id);
}

/** Does to its order what the edit of a command means. */
export async function reviseCommand(dependencies: EditDependencies, id: string): Promise<void> {
  const { pool } = dependencies;
  const command = await findCommand(pool, id);
  if (!command?.revise || command.state !== 'ordered') return;
  const payments = await findPayments(pool, await paymentsOfCommand(pool, id));
  const waiting = payments.filter(({ state }) => state === 'awaiting_confirmation');
  if (waiting.length === 0) return marked(pool, command);
  try {
    const wish = await wishOf(dependencies, command);
    const [payment, another] = payments;
    const isSame = wish && payment && !another && wish.payees.join() === payment.payee_x_user_id;
    if (!isSame) return await endOrder(dependencies, command, waiting);
    const revised = await withTransaction(pool, async (tx) => {
      await tx.query('update commands set revise = false where id = $1', [id]);
      return reviseTerms(tx, dependencies, payment.id, wish);
    });
    if (!revised.ok && revised.error.code !== 'payment_not_awaiting')
      await endOrder(dependencies, command, waiting);
    dependencies.nudge();
  } catch (error) {
    if (!(error instanceof XUnavailableError)) throw error;
    await pool.query(
      `update commands set next_try_at = moineau_now() + interval '30 seconds' where id = $1`,
      [id],
    );
  }
}

/** What the text asks for now, or null when it is no payment any more. */
async function wishOf(dependencies: EditDependencies, command: CommandRow) {
  const person = await findByXUserId(dependencies.pool, command.x_author_id);
  if (!person) return null;
  const replyTo = await findRepliedTo(dependencies, command);
  const { serviceHandle } = dependencies;
  const reading = readingOf(command, { author: person.handle, replyTo, serviceHandle });
  if (reading?.kind !== 'payment') return null;
  const payees = await findPayees(dependencies, command, reading.payees);
  const { amountMinor, memo } = reading;
  return payees && { amount: amountMinor, memo, payees: payees.map(({ xUserId }) => xUserId) };
}

/** The text is another order than the one that waits: that one ends, and its author is told to write anew. */
async function endOrder(
  { pool, desk, nudge }: EditDependencies,
  command: CommandRow,
  waiting: readonly PaymentRow[],
): Promise<void> {
  const [first] = waiting;
  if (!first) return;
  const personId = first.payer_id;
  const found = first.split_id === null ? null : await findSplit(pool, first.split_id);
  const act = { do: 'cancel', personId, split: found?.split ?? null } as const;
  await desk.run({ act, payments: found?.payments ?? [first], order: null, requestId: 'edited command' });
  const verdict = { state: 'refused', personId, problem: 'not_one_order' } as const;
  await withTransaction(pool, async (tx) => {
    const locked = await lockCommand(tx, command.id);
    if (locked?.state !== 'ordered') return;
    await conclude(tx, command.id, verdict);
    await answerCommand(tx, locked, verdict.problem);
    await announce(tx, eventOf(command, verdict));
  });
  nudge();
}

/** Its payments have ended: that it was edited is shown, and nothing else. */
async function marked(pool: Pool, command: CommandRow): Promise<void> {
  await withTransaction(pool, async (tx) => {
    await tx.query('update commands set revise = false where id = $1', [command.id]);
    if (command.person_id !== null)
      await announce(tx, eventOf(command, { state: 'ordered', personId: command.person_id }));
  });
}

export type LookDependencies = {
  readonly pool: Pool;
  readonly service: Pick<XService, 'readPosts'>;
  readonly inbox: InboxSettings;
  readonly nudge: () => void;
};

/**
 * Looks once whether the posts of orders that wait for long are still there, and as they were: one request for all of
 * them. @returns how many it looked at.
 */
export async function lookAtWaiting({ pool, service, inbox, nudge }: LookDependencies): Promise<number> {
  const { rows } = await pool.query<CommandRow>(
    `select c.* from commands c
      where c.state = 'ordered' and c.answered_at is null and c.channel = 'tweet' and c.looked_at is null
        and c.taken_at < moineau_now() - make_interval(secs => $1) and exists (
          select from command_payments o join payments p on p.id = o.payment_id
            where o.command_id = c.id and p.state = 'awaiting_confirmation' and p.expires_at > moineau_now())
      order by c.taken_at limit $2`,
    [LOOK_AFTER_SECONDS, POSTS],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ x_versions, x_first_id }) => x_versions.at(-1) ?? x_first_id);
  const posts = await service.readPosts(ids);
  await keepPosts(pool, posts, inbox);
  const there = new Set(posts.flatMap(({ versions }) => versions));
  const gone = rows.filter(({ x_versions }) => !x_versions.some((id) => there.has(id)));
  await withTransaction(pool, async (tx) => {
    await tx.query('update commands set looked_at = moineau_now() where id = any($1::uuid[])', [
      rows.map(({ id }) => id),
    ]);
    await tx.query('update commands set deleted_at = moineau_now() where id = any($1::uuid[])', [
      gone.map(({ id }) => id),
    ]);
    await announce(
      tx,
      gone.flatMap((command) =>
        command.person_id === null ? [] : eventOf(command, { state: 'ordered', personId: command.person_id }),
      ),
    );
  });
  nudge();
  return rows.length;
}
