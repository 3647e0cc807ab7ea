/**
 * Carrying commands out: read, find whom they mean, order. What comes of it is a payment that awaits its author's
 * confirmation, never more; command, payments, event and answer are written in one transaction, so a crash leaves either
 * all of it or a command that is still to be done.
 */
import type { Cents } from '../../lib/money.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { failpoint } from '../failpoints.ts';
import { announceChanges } from '../payments/changes.ts';
import { type CreateDependencies, orderPayments } from '../payments/create.ts';
import type { PaymentRow } from '../payments/payments.ts';
import { findOrdersOfTweet, isTweetTaken, lockTweet } from '../payments/tweets.ts';
import { findByXUserId, type PersonRow } from '../people/people.ts';
import { type XAccount, XUnavailableError } from '../x/port.ts';
import { answerCommand, inviteAuthor } from './answers.ts';
import { type CommandRow, conclude, eventOf, findCommand, lockCommand, type Verdict } from './commands.ts';
import { findPayees, findRepliedTo, type PayeeSources } from './payees.ts';
import { readingOf } from './reading.ts';

export type OrderDependencies = PayeeSources &
  CreateDependencies & {
    readonly serviceHandle: string;
    /** Commands of one author in an hour: more are not read (T51). */
    readonly anHour: number;
    /** For how long X may fail to say whom a command means. */
    readonly hours: number;
    /** What became of one: `ordered`, or why not. */
    readonly observe: (outcome: string) => void;
  };

/** The longest wait between two tries, in seconds. */
const LONGEST_WAIT = 300;

/** Commands that are to be read now, the oldest first. */
export async function findNew(pool: Pool, most: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from commands where state = 'new' and next_try_at <= moineau_now() order by next_try_at limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/** Reads one and carries it out. Where X is needed and away, it is tried again later (T56). */
export async function handleCommand(dependencies: OrderDependencies, id: string): Promise<void> {
  const command = await findCommand(dependencies.pool, id);
  if (command?.state !== 'new') return;
  try {
    const person = await findByXUserId(dependencies.pool, command.x_author_id);
    if (!person || person.erased_at !== null) return await end(dependencies, command, ignored('not_linked'));
    if (await isFlood(dependencies, command)) return await end(dependencies, command, ignored('too_many'));
    await carryOut(dependencies, command, person);
  } catch (error) {
    if (!(error instanceof XUnavailableError)) throw error;
    await putOff(dependencies, command);
  }
}

const ignored = (problem: string): Verdict => ({ state: 'ignored', problem });

async function isFlood({ pool, anHour }: OrderDependencies, command: CommandRow): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from commands where x_author_id = $1 and id < $2 and taken_at > moineau_now() - interval '1 hour' limit $3`,
    [command.x_author_id, command.id, anHour],
  );
  return (rowCount ?? 0) >= anHour;
}

async function carryOut(
  dependencies: OrderDependencies,
  command: CommandRow,
  person: PersonRow,
): Promise<void> {
  const { serviceHandle } = dependencies;
  const replyTo = await findRepliedTo(dependencies, command);
  const reading = readingOf(command, { author: person.handle, replyTo, serviceHandle });
  if (!reading) return end(dependencies, command, ignored('no_command'));
  const refused = (problem: string): Verdict => ({ state: 'refused', personId: person.id, problem });
  if (reading.kind !== 'payment') {
    return end(dependencies, command, refused(reading.kind === 'ask' ? reading.question : reading.reason));
  }
  const payees = await findPayees(dependencies, command, reading.payees);
  if (!payees) return end(dependencies, command, refused('payee_unknown'));
  // Under another handle one is still oneself (T13).
  if (payees.some(({ xUserId }) => xUserId === person.x_user_id))
    return end(dependencies, command, refused('oneself'));
  const wish = { amount: reading.amountMinor, memo: reading.memo, payees: once(payees) };
  const attempt = () => order(dependencies, command, person, wish);
  // The page ordered by the same tweet at the same moment: now its order is found (T01).
  await attempt().catch((error: unknown) => (isTweetTaken(error) ? attempt() : Promise.reject(error)));
}

/** Two handles of one account are one payee. */
const once = (payees: readonly XAccount[]) => [...new Map(payees.map((one) => [one.xUserId, one])).values()];

type Wish = {
  readonly amount: Cents;
  readonly memo: string | null;
  readonly payees: readonly XAccount[];
};

async function order(
  dependencies: OrderDependencies,
  { id }: CommandRow,
  person: PersonRow,
  wish: Wish,
): Promise<void> {
  failpoint('commands.before_order');
  const outcome = await withTransaction(dependencies.pool, async (tx) => {
    const command = await lockCommand(tx, id);
    if (command?.state !== 'new') return null;
    const found = await ordersOfPage(tx, command, person, wish);
    const made = found.length > 0 ? found : await orderNow(tx, dependencies, command, person, wish);
    if ('code' in made) {
      const verdict: Verdict = { state: 'refused', personId: person.id, problem: made.code };
      await writeVerdict(tx, command, verdict);
      return made.code;
    }
    const verdict: Verdict = { state: 'ordered', personId: person.id };
    await tx.query('insert into command_payments (payment_id, command_id) select unnest($1::uuid[]), $2', [
      made.map((payment) => payment.id),
      id,
    ]);
    await conclude(tx, id, verdict);
    const changes = found.length > 0 ? [] : made;
    await announceChanges(
      tx,
      changes.map((payment) => ({ payment, from: 'created', at: payment.created_at })),
      eventOf(command, verdict),
    );
    return 'ordered';
  });
  failpoint('commands.after_order');
  if (outcome === null) return;
  dependencies.observe(outcome);
  dependencies.nudge();
}

/** What the page has ordered already by the same tweet, under any of its ids. */
async function ordersOfPage(
  tx: Transaction,
  command: CommandRow,
  person: PersonRow,
  { payees }: Wish,
): Promise<PaymentRow[]> {
  if (command.channel === 'dm') return [];
  await lockTweet(tx, person.id, command.x_versions);
  const ids = payees.map(({ xUserId }) => xUserId);
  return findOrdersOfTweet(tx, { payerId: person.id, tweetIds: command.x_versions }, ids);
}

async function orderNow(
  tx: Transaction,
  dependencies: OrderDependencies,
  command: CommandRow,
  person: PersonRow,
  { amount, memo, payees }: Wish,
): Promise<PaymentRow[] | { code: string }> {
  const isTweet = command.channel === 'tweet';
  const body = {
    memo,
    visibility: 'private',
    origin: isTweet ? 'command_tweet' : 'command_dm',
    tweet_id: isTweet ? command.x_first_id : null,
  } as const;
  const wanted = payees.map(({ xUserId }) => ({ xUserId, amount }));
  const made = await orderPayments(tx, dependencies, { payerId: person.id, body }, wanted);
  return made.ok ? made.value : made.error;
}

async function end(dependencies: OrderDependencies, { id }: CommandRow, verdict: Verdict): Promise<void> {
  const done = await withTransaction(dependencies.pool, async (tx) => {
    const command = await lockCommand(tx, id);
    if (command?.state !== 'new') return false;
    await writeVerdict(tx, command, verdict);
    return true;
  });
  if (!done) return;
  dependencies.observe(verdict.state === 'ordered' ? 'ordered' : verdict.problem);
  dependencies.nudge();
}

async function writeVerdict(tx: Transaction, command: CommandRow, verdict: Verdict): Promise<void> {
  await conclude(tx, command.id, verdict);
  if (verdict.state === 'refused') await answerCommand(tx, command, verdict.problem);
  if (verdict.state === 'ignored' && verdict.problem === 'not_linked') await inviteAuthor(tx, command);
  await announce(tx, eventOf(command, verdict));
}

/** X is away: later, and after a day not at all. */
async function putOff(dependencies: OrderDependencies, command: CommandRow): Promise<void> {
  const age = Date.now() - command.written_at.getTime();
  const person = await findByXUserId(dependencies.pool, command.x_author_id);
  if (person && age > dependencies.hours * 3_600_000) {
    return end(dependencies, command, { state: 'refused', personId: person.id, problem: 'too_old' });
  }
  await dependencies.pool.query(
    `update commands set tries = tries + 1,
        next_try_at = moineau_now() + make_interval(secs => least($2, power(2, least(tries, 10))))
      where id = $1`,
    [command.id, LONGEST_WAIT],
  );
  dependencies.observe('x_unavailable');
}
