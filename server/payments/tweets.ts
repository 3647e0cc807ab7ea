/**
 * Tweets that order payments. A tweet orders one payment for each payee, for ever: the same tweet is seen by the
 * extension, by the server, and by both again (T01). The key is kept with its payer, so nobody can take it from him.
 */
import pg from 'pg';
import type { PaymentOrigin } from '../../lib/protocol/index.ts';
import type { Queryable } from '../db/pool.ts';
import { type PaymentRow, readPaymentRow, selectPayment } from './payments.ts';

/** Where a tweet's own text is the order. A button under it orders as often as it is clicked. */
const commands: readonly PaymentOrigin[] = ['command_tweet', 'composer'];

/** What this tweet has ordered already, the first of it; null when it has not, or is no command. */
export async function findOrderOfTweet(
  queryable: Queryable,
  { payerId, origin, tweet_id }: { payerId: string; origin: PaymentOrigin; tweet_id: string | null },
  payeeXUserIds: readonly string[],
): Promise<PaymentRow | null> {
  if (tweet_id === null || !commands.includes(origin)) return null;
  const { rows } = await queryable.query<PaymentRow>(
    `${selectPayment} where p.payer_id = $1 and p.tweet_id = $2 and p.payee_x_user_id = any($3::text[])
        and p.origin in ('command_tweet', 'composer')
      order by p.created_at, p.id limit 1`,
    [payerId, tweet_id, payeeXUserIds],
  );
  return rows.map(readPaymentRow)[0] ?? null;
}

/** Whether an order failed because its tweet had ordered already. */
export function isTweetTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'payments_once_per_tweet';
}
