/**
 * Asking somebody for money. Against spam (T51): so many open requests to one person, so many a day; and whoever is
 * blocked is answered as everybody else, but never shown.
 */
import type { z } from 'zod';
import { centsFromWire } from '../../lib/money.ts';
import type { MoneyRequestOrder } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer, type Order } from '../http/idempotency.ts';
import { newId } from '../ids.ts';
import { limitOfOne, type PaymentLimits } from '../payments/rules.ts';
import type { PersonRow } from '../people/people.ts';
import type { Refusal } from '../result.ts';
import { eventsOf, findRequests, viewRequest } from './requests.ts';

export type RequestSettings = {
  /** For how long one can be answered. */
  readonly days: number;
  /** How many of one person may be open to another, and how many he may make in 24 hours. */
  readonly openToOne: number;
  readonly aDay: number;
};

export type AskDependencies = {
  readonly pool: Pool;
  readonly limits: PaymentLimits;
  readonly requests: RequestSettings;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
};

type AskInput = {
  readonly personId: string;
  readonly body: z.output<typeof MoneyRequestOrder>;
  readonly order: Order;
  readonly requestId: string;
};

/** Makes a request, once per key. A refused one has no effect, so its key may be used for a better one. */
export async function createRequest(dependencies: AskDependencies, input: AskInput): Promise<Answer> {
  const { pool, nudge } = dependencies;
  const { order, requestId } = input;
  const answer = await withTransaction(pool, async (tx): Promise<Answer> => {
    const claim = await claimOrder(tx, order);
    if (!claim.ok) return problemAnswer(claim.error, requestId);
    if (claim.value) return claim.value;
    const made = await make(tx, dependencies, input);
    if ('code' in made) return problemAnswer(made, requestId);
    const [request] = await findRequests(tx, [made.id]);
    if (!request) throw new Error('a request just made is gone');
    await announce(tx, eventsOf(request, true));
    const answered: Answer = { status: 201, body: viewRequest(request, input.personId) };
    await keepAnswer(tx, order, answered);
    return answered;
  });
  nudge();
  return answer;
}

async function make(
  tx: Transaction,
  { limits, requests }: AskDependencies,
  { personId, body }: AskInput,
): Promise<{ id: string } | Refusal> {
  const amount = centsFromWire(body.amount.amount);
  if (amount <= 0n) {
    const errors = [{ pointer: '/body/amount/amount', message: 'at least 0.01 €' }];
    return { code: 'invalid_request', errors };
  }
  // His row is locked, so that of many requests at once so many are made as may be, and none of one who leaves now.
  const payee = await lockMember(tx, 'id', personId, 'no key update');
  if (!payee) return { code: 'unauthenticated' };
  if (payee.x_user_id === body.payer_x_user_id) return { code: 'payee_is_payer' };
  const payer = await lockMember(tx, 'x_user_id', body.payer_x_user_id, 'key share');
  if (!payer) return { code: 'payer_without_wallet' };
  const limit = limitOfOne(limits, payee.kind);
  if (amount > limit) return { code: 'limit_exceeded', limit };
  const tooMany = await passedQuota(tx, requests, { payee, payer });
  if (tooMany) return tooMany;
  return onlyRow(
    await tx.query<{ id: string }>(
      `insert into money_requests (id, payer_id, payee_id, amount, memo, hidden, expires_at)
        select $1, $2, $3, $4, $5, exists (select from blocks where person_id = $2 and x_user_id = $6),
               date_trunc('milliseconds', moineau_now()) + make_interval(days => $7)
        returning id`,
      [newId(), payer.id, payee.id, amount, body.memo, payee.x_user_id, requests.days],
    ),
  );
}

async function lockMember(
  tx: Transaction,
  by: 'id' | 'x_user_id',
  value: string,
  strength: 'no key update' | 'key share',
): Promise<PersonRow | null> {
  const { rows } = await tx.query<PersonRow>(
    `select * from people where ${by} = $1 and erased_at is null for ${strength}`,
    [value],
  );
  return rows[0] ?? null;
}

/** Hidden ones count like all others: a quota must not tell who is blocked. */
async function passedQuota(
  tx: Transaction,
  { openToOne, aDay }: RequestSettings,
  { payee, payer }: { payee: PersonRow; payer: PersonRow },
): Promise<Refusal | null> {
  const { open, made, wait } = onlyRow(
    await tx.query<{ open: number; made: number; wait: number | null }>(
      `select count(*) filter (where r.payer_id = $2 and r.state = 'open' and r.expires_at > moineau_now())::int as open,
          count(*) filter (where r.created_at > moineau_now() - interval '24 hours')::int as made,
          ceil(extract(epoch from min(r.created_at) filter (where r.created_at > moineau_now() - interval '24 hours')
                                  + interval '24 hours' - moineau_now()))::int as wait
        from money_requests r where r.payee_id = $1 and (r.created_at > moineau_now() - interval '24 hours'
          or (r.payer_id = $2 and r.state = 'open'))`,
      [payee.id, payer.id],
    ),
  );
  if (open >= openToOne) return { code: 'too_many_open_requests' };
  return made >= aDay ? { code: 'rate_limited', retryAfter: Math.max(1, wait ?? 1) } : null;
}
