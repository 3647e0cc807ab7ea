/** How requests end without a payment: declined, taken back, nobody has answered, or one of the two has left. */
import type { MoneyRequestState } from '../../lib/protocol/index.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce, type NewEvent } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { claimOrder, keepAnswer } from '../http/idempotency.ts';
import type { AnswerInput } from './accept.ts';
import { eventsOf, findRequests, lockRequest, viewRequest } from './requests.ts';

/** Says no to one, or takes one back. One that has ended in this way already is answered as it is. */
export async function endRequest(
  { pool, nudge }: { pool: Pool; nudge: () => void },
  { as, personId, id, order, requestId }: AnswerInput & { readonly as: 'declined' | 'cancelled' },
): Promise<Answer> {
  const answer = await withTransaction(pool, async (tx): Promise<Answer> => {
    const claim = await claimOrder(tx, order);
    if (!claim.ok) return problemAnswer(claim.error, requestId);
    if (claim.value) return claim.value;
    const request = await lockRequest(tx, id, personId);
    const who = as === 'declined' ? request?.payer_id : request?.payee_id;
    if (!request || who !== personId) return problemAnswer({ code: 'not_found' }, requestId);
    if (request.state === as) return { status: 200, body: viewRequest(request, personId) };
    if (request.state !== 'open') return problemAnswer({ code: 'request_not_open' }, requestId);
    await tx.query('update money_requests set state = $2, ended_at = moineau_now() where id = $1', [id, as]);
    const ended = { ...request, state: as };
    await announce(tx, eventsOf(ended));
    const answered: Answer = { status: 200, body: viewRequest(ended, personId) };
    await keepAnswer(tx, order, answered);
    return answered;
  });
  nudge();
  return answer;
}

/** Ends what nobody has answered in time; at most `most`. Twice changes nothing. @returns how many. */
export async function sweepRequests(
  { pool, nudge }: { pool: Pool; nudge: () => void },
  most: number,
): Promise<number> {
  const ended = await withTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `update money_requests set state = 'expired', ended_at = moineau_now()
        where id = any(array(select id from money_requests where state = 'open' and expires_at <= moineau_now()
                              order by expires_at limit $1 for no key update skip locked))
        returning id`,
      [most],
    );
    await announce(tx, await eventsOfAll(tx, rows));
    return rows.length;
  });
  if (ended > 0) nudge();
  return ended;
}

/** Ends all open requests of somebody who leaves. @returns what their people are to be told. */
export async function endRequestsOf(tx: Transaction, person: { readonly id: string }): Promise<NewEvent[]> {
  const asked = await endAll(tx, 'payer_id', person.id, 'declined');
  const own = await endAll(tx, 'payee_id', person.id, 'cancelled');
  return eventsOfAll(tx, [...asked, ...own]);
}

/** One that was accepted is open, too, once its payment has come to nothing. */
async function endAll(
  tx: Transaction,
  side: 'payer_id' | 'payee_id',
  personId: string,
  as: MoneyRequestState,
): Promise<{ id: string }[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update money_requests r set state = $2, ended_at = moineau_now()
      where ${side} = $1 and (r.state = 'open' or (r.state = 'accepted' and exists (
        select from payments p where p.id = r.payment_id and p.state in ('refused', 'cancelled', 'expired'))))
      returning id`,
    [personId, as],
  );
  return rows;
}

async function eventsOfAll(tx: Transaction, rows: readonly { id: string }[]): Promise<NewEvent[]> {
  const requests = await findRequests(
    tx,
    rows.map(({ id }) => id),
  );
  return requests.flatMap((request) => eventsOf(request));
}
