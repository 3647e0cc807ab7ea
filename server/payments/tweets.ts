/**
 * Tweets that order payments. A tweet orders one payment for each payee, for ever: the same tweet is seen by the
 * extension, by the server, and by both again (T01), and after an edit under another id (T02). The key is kept with its
 * payer, so nobody can take it from him.
 */
import pg from 'pg';
import type { PaymentOrigin } from '../../lib/protocol/index.ts';
import type { Queryable, Transaction } from '../db/pool.ts';
import { type PaymentRow, readPaymentRow, selectPayment } from './payments.ts';

/** Where a tweet's own text is the order. A button under it orders as often as it is clicked. */
const commands: readonly PaymentOrigin[] = ['command_tweet', 'composer'];

type OfTweet = { readonly origin: PaymentOrigin; readonly tweet_id: string | null };

export function isOrderOfTweet<Body extends OfTweet>(body: Body): body is Body & { tweet_id: string } {
  return body.tweet_id !== null && commands.includes(body.origin);
}

/**
 * Whoever orders by this tweet, under whichever of its ids, waits for whoever does so now: a page that knows an edited
 * tweet by its new id and the server that knows all of them meet at that one.
 */
export async function lockTweet(
  tx: Transaction,
  payerId: string,
  tweetIds: readonly string[],
): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(name, 1))
      from unnest($1::text[]) with ordinality n (name, nr) order by nr`,
    [tweetIds.map((id) => `${payerId}:${id}`).sort()],
  );
}

/** Every id of a tweet that is known, the first one first: the order of an edited tweet is known by that. */
export async function versionsOf(queryable: Queryable, tweetId: string): Promise<[string, ...string[]]> {
  const { rows } = await queryable.query<{ first: string; later: string[] }>(
    `with first as (select coalesce((select x_first_id from x_post_versions where x_id = $1), $1) as id)
      select id as first, array(select x_id from x_post_versions where x_first_id = id) as later from first`,
    [tweetId],
  );
  const { first, later } = rows[0] ?? { first: tweetId, later: [] };
  return [first, ...later];
}

/** What this tweet has ordered already for these payees, under any of its ids; the first of it first. */
export async function findOrdersOfTweet(
  queryable: Queryable,
  { payerId, tweetIds }: { payerId: string; tweetIds: readonly string[] },
  payeeXUserIds: readonly string[],
): Promise<PaymentRow[]> {
  const { rows } = await queryable.query<PaymentRow>(
    `${selectPayment} where p.payer_id = $1 and p.tweet_id = any($2::text[]) and p.payee_x_user_id = any($3::text[])
        and p.origin in ('command_tweet', 'composer')
      order by p.created_at, p.id`,
    [payerId, tweetIds, payeeXUserIds],
  );
  return rows.map(readPaymentRow);
}

/** Whether an order failed because its tweet had ordered already. */
export function isTweetTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'payments_once_per_tweet';
}
