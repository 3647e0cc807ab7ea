/** Ordering payments. They await their payer's confirmation and move nothing. */
import type { z } from 'zod';
import { type Cents, cents, centsFromWire, divideCents, sumCents } from '../../lib/money.ts';
import type { PaymentOrder, SplitOrder } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer, type Order } from '../http/idempotency.ts';
import { newId } from '../ids.ts';
import { walletBalance } from '../ledger/accounts.ts';
import { findResolved } from '../people/payees.ts';
import { findByXUserIds, getPerson, type PersonRow } from '../people/people.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { XAccount } from '../x/port.ts';
import { announceChanges } from './changes.ts';
import { newNonce } from './nonce.ts';
import { findPayments, type PaymentRow, viewPayment } from './payments.ts';
import { type FeeSchedule, feesFor, limitOfOne, type PaymentLimits } from './rules.ts';
import { findSplit, type SplitRow, viewSplit } from './split-views.ts';
import { findOrdersOfTweet, isOrderOfTweet, isTweetTaken, lockTweet, versionsOf } from './tweets.ts';

export type CreateDependencies = {
  readonly pool: Pool;
  readonly limits: PaymentLimits;
  readonly fees: FeeSchedule;
  /** How long terms can be confirmed. */
  readonly lifetimeSeconds: number;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
};

type CreateInput<Body> = {
  readonly payerId: string;
  readonly body: Body;
  readonly order: Order;
  readonly requestId: string;
};

/** What of an order is the same for one payee and for several. */
type Common = Pick<z.output<typeof PaymentOrder>, 'memo' | 'visibility' | 'origin' | 'tweet_id'>;

/** One payment to be ordered: to somebody with a wallet, or to an X account that has none yet. */
type Part = {
  readonly payee: PersonRow | null;
  readonly account: XAccount;
  readonly amount: Cents;
};

type CreateError =
  | 'invalid_request'
  | 'payee_is_payer'
  | 'payee_unknown'
  | 'limit_exceeded'
  | 'insufficient_funds';

/** Orders a payment, once per key. A refused order has no effect, so its key may be used for a better one. */
export async function createPayment(
  dependencies: CreateDependencies,
  input: CreateInput<z.output<typeof PaymentOrder>>,
): Promise<Answer> {
  const { body } = input;
  const parts = [{ xUserId: body.payee_x_user_id, amount: centsFromWire(body.amount.amount) }];
  return create(dependencies, input, parts, async (tx, ready, tweet_id) => {
    const ordered = { payerId: input.payerId, body: { ...body, tweet_id }, split: null };
    const payments = await insertPayments(tx, dependencies, ordered, ready);
    const [payment] = payments;
    if (!payment) throw new Error('a payment just made is gone');
    return { payments, body: viewPayment(payment, input.payerId) };
  });
}

/** Orders payments to several payees, to be confirmed as one. */
export async function createSplit(
  dependencies: CreateDependencies,
  input: CreateInput<z.output<typeof SplitOrder>>,
): Promise<Answer> {
  const { body, requestId } = input;
  const amount = centsFromWire(body.amount.amount);
  const payees = [...new Set(body.payee_x_user_ids)];
  if (payees.length !== body.payee_x_user_ids.length) {
    const errors = [{ pointer: '/body/payee_x_user_ids', message: 'each payee once' }];
    return problemAnswer({ code: 'invalid_request', errors }, requestId);
  }
  const shares =
    body.division === 'each'
      ? payees.map(() => amount)
      : divideCents(
          amount,
          payees.map(() => 1n),
        );
  const parts = payees.map((xUserId, i) => ({ xUserId, amount: shares[i] ?? cents(0n) }));
  return create(dependencies, input, parts, async (tx, ready, tweet_id) => {
    const split = await insertSplit(tx, dependencies, input.payerId);
    const ordered = { payerId: input.payerId, body: { ...body, tweet_id }, split };
    const payments = await insertPayments(tx, dependencies, ordered, ready);
    return { payments, body: viewSplit(split, payments) };
  });
}

async function create(
  dependencies: CreateDependencies,
  input: CreateInput<Common>,
  wanted: readonly { xUserId: string; amount: Cents }[],
  write: (
    tx: Transaction,
    parts: readonly Part[],
    tweetId: string | null,
  ) => Promise<{ payments: readonly PaymentRow[]; body: unknown }>,
): Promise<Answer> {
  const { order, requestId } = input;
  const attempt = async (tx: Transaction): Promise<Answer> => {
    const claim = await claimOrder(tx, order);
    if (!claim.ok) return problemAnswer(claim.error, requestId);
    if (claim.value) return claim.value;
    const tweetIds = await lockItsTweet(tx, input);
    const first = await firstOfTweet(tx, input, tweetIds, wanted);
    if (first) {
      await keepAnswer(tx, order, first);
      return first;
    }
    const parts = await judge(tx, dependencies, input.payerId, wanted);
    if (!parts.ok) return problemAnswer(parts.error, requestId);
    const { payments, body } = await write(tx, parts.value, tweetIds[0] ?? input.body.tweet_id);
    await announceChanges(
      tx,
      payments.map((payment) => ({ payment, from: 'created', at: payment.created_at })),
    );
    const made: Answer = { status: 201, body };
    await keepAnswer(tx, order, made);
    return made;
  };
  const answer = await withTransaction(dependencies.pool, attempt).catch((error: unknown) => {
    // Two saw the tweet at the same moment, and the other was first: now his order is found.
    if (isTweetTaken(error)) return withTransaction(dependencies.pool, attempt);
    throw error;
  });
  dependencies.nudge();
  return answer;
}

/**
 * Every id of the tweet whose text is the order, the first one first, locked; none where it is no tweet's. An edited tweet
 * has another address, and is the same order (T02).
 */
async function lockItsTweet(tx: Transaction, { payerId, body }: CreateInput<Common>): Promise<string[]> {
  if (!isOrderOfTweet(body)) return [];
  await lockTweet(tx, payerId, await versionsOf(tx, body.tweet_id));
  // Read again under the lock: the server may just have learnt of more.
  return versionsOf(tx, body.tweet_id);
}

/** What this tweet has ordered already, as it is now: a tweet orders once, whoever saw it first (T01). */
async function firstOfTweet(
  tx: Transaction,
  { payerId }: CreateInput<Common>,
  tweetIds: readonly string[],
  wanted: readonly { xUserId: string }[],
): Promise<Answer | null> {
  if (tweetIds.length === 0) return null;
  const [first] = await findOrdersOfTweet(
    tx,
    { payerId, tweetIds },
    wanted.map(({ xUserId }) => xUserId),
  );
  if (!first) return null;
  const found = first.split_id === null ? null : await findSplit(tx, first.split_id);
  return {
    status: 201,
    body: found ? viewSplit(found.split, found.payments) : viewPayment(first, payerId),
  };
}

/** Makes one payment in the transaction of the caller, who tells its people (`announceChanges`). */
export async function orderPayment(
  tx: Transaction,
  dependencies: CreateDependencies,
  payerId: string,
  body: z.output<typeof PaymentOrder>,
): Promise<Result<PaymentRow, CreateError>> {
  const wanted = [{ xUserId: body.payee_x_user_id, amount: centsFromWire(body.amount.amount) }];
  const made = await orderPayments(tx, dependencies, { payerId, body }, wanted);
  if (!made.ok) return made;
  const [payment] = made.value;
  if (!payment) throw new Error('a payment just made is gone');
  return accept(payment);
}

/** The same for one payee or several, who then are one split. */
export async function orderPayments(
  tx: Transaction,
  dependencies: CreateDependencies,
  { payerId, body }: { payerId: string; body: Common },
  wanted: readonly { xUserId: string; amount: Cents }[],
): Promise<Result<PaymentRow[], CreateError>> {
  const parts = await judge(tx, dependencies, payerId, wanted);
  if (!parts.ok) return parts;
  const split = wanted.length > 1 ? await insertSplit(tx, dependencies, payerId) : null;
  return accept(await insertPayments(tx, dependencies, { payerId, body, split }, parts.value));
}

/** Whether the order may be made. Funds are judged again, under the lock, when it is confirmed. */
async function judge(
  tx: Transaction,
  { limits }: CreateDependencies,
  payerId: string,
  wanted: readonly { xUserId: string; amount: Cents }[],
): Promise<Result<Part[], CreateError>> {
  if (wanted.some(({ amount }) => amount <= 0n)) {
    return refuse('invalid_request', {
      errors: [{ pointer: '/body/amount/amount', message: 'at least 0.01 € for each payee' }],
    });
  }
  const payer = await getPerson(tx, payerId);
  if (wanted.some(({ xUserId }) => xUserId === payer.x_user_id)) return refuse('payee_is_payer');
  const xUserIds = wanted.map(({ xUserId }) => xUserId);
  const people = await findByXUserIds(tx, xUserIds);
  // X was asked when the payee was resolved: a payment to somebody we have seen needs no answer of X (T56).
  const strangers = await findResolved(tx, xUserIds);
  const parts: Part[] = [];
  for (const { xUserId, amount } of wanted) {
    const payee = people.get(xUserId) ?? null;
    const account = payee ? { ...payee, xUserId } : strangers.get(xUserId);
    if (!account) return refuse('payee_unknown');
    const limit = limitOfOne(limits, payee?.kind ?? 'person');
    if (amount > limit) return refuse('limit_exceeded', { limit });
    parts.push({ payee, account, amount });
  }
  const total = sumCents(parts.map(({ amount }) => amount));
  return (await walletBalance(tx, payerId)) < total ? refuse('insufficient_funds') : accept(parts);
}

async function insertSplit(
  tx: Transaction,
  { lifetimeSeconds }: CreateDependencies,
  payerId: string,
): Promise<SplitRow> {
  return onlyRow(
    await tx.query<SplitRow>(
      `insert into splits (id, payer_id, nonce, expires_at)
        values ($1, $2, $3, date_trunc('milliseconds', moineau_now()) + make_interval(secs => $4))
        returning id, payer_id, nonce, created_at, expires_at`,
      [newId(), payerId, newNonce(), lifetimeSeconds],
    ),
  );
}

async function insertPayments(
  tx: Transaction,
  { fees, lifetimeSeconds }: CreateDependencies,
  { payerId, body, split }: { payerId: string; body: Common; split: SplitRow | null },
  parts: readonly Part[],
): Promise<PaymentRow[]> {
  const ids = parts.map(() => newId());
  const charged = feesFor(
    fees,
    parts.map(({ payee, amount }) => ({
      amount,
      kind: payee?.kind ?? 'person',
      charity: payee?.charity ?? false,
    })),
  );
  await tx.query({
    name: 'insert-payments',
    text: `with added as (
        insert into payments (id, payer_id, payee_id, payee_x_user_id, payee_handle, payee_name, payee_label, amount, fee,
                              nonce, memo, visibility, origin, tweet_id, split_id, state, step, created_at, expires_at)
        select u.*, $10, $11, $12, $13, $14, 'awaiting_confirmation', 2, t.at,
               coalesce($15, t.at + make_interval(secs => $16))
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                      $9::bigint[], $17::text[]) u,
               (select date_trunc('milliseconds', moineau_now()) as at) t
        returning id, created_at)
      insert into payment_events (payment_id, position, from_state, to_state, at)
        select id, 1, null, 'created', created_at from added
        union all select id, 2, 'created', 'awaiting_confirmation', created_at from added`,
    values: [
      ids,
      parts.map(() => payerId),
      parts.map(({ payee }) => payee?.id ?? null),
      parts.map(({ account }) => account.xUserId),
      parts.map(({ account }) => account.handle),
      parts.map(({ account }) => account.name),
      parts.map(({ account }) => `${account.name} (@${account.handle})`),
      parts.map(({ amount }) => amount),
      charged,
      ...[body.memo, body.visibility, body.origin, body.tweet_id, split?.id ?? null],
      ...[split?.expires_at ?? null, lifetimeSeconds],
      parts.map(() => newNonce()),
    ],
  });
  return findPayments(tx, ids);
}
