/**
 * Idempotency-Key: an order is carried out once, and asked again answers the same. The row is written in the
 * transaction of the effect, so it exists exactly when the effect does. A 5xx, a failed authentication or a refusal
 * without effect is never kept; want of money is (an earlier try that hung must not pay after a later one was told that
 * there is none). A code or signature must never enter the hash of a request.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type Queryable, sentTogether, type Transaction } from '../db/pool.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Answer } from './answer.ts';

export type Order = {
  readonly personId: string;
  /** UUID made by the client. */
  readonly key: string;
  /** SHA-256 over route and body. */
  readonly requestHash: Buffer;
};

type StoredRow = { request_hash: Buffer; status: number; body: string };

/** Describes an order. `content` is what makes two requests the same one. */
export function orderOf(personId: string, key: string, route: string, content: unknown): Order {
  const text = canonicalize([route, content]) ?? '';
  return { personId, key: key.toLowerCase(), requestHash: createHash('sha256').update(text).digest() };
}

/** An earlier answer to an order, null: none. Or why the order can't be carried out now. */
export type Claim = Result<Answer | null, 'idempotency_key_reused' | 'request_in_flight'>;

/** The kept answers to these orders, in their order. */
export async function findAnswers(queryable: Queryable, orders: readonly Order[]): Promise<Claim[]> {
  const { rows } = await queryable.query<StoredRow & { nr: bigint }>({
    name: 'find-answers',
    text: `select o.nr, i.request_hash, i.status, i.body
      from unnest($1::uuid[], $2::uuid[]) with ordinality o (key, person_id, nr)
      join idempotency i on i.key = o.key and i.person_id = o.person_id`,
    values: [orders.map((order) => order.key), orders.map((order) => order.personId)],
  });
  const kept = new Map(rows.map((row) => [Number(row.nr) - 1, row]));
  return orders.map((order, i) => readAnswer(order, kept.get(i)));
}

/** The kept answer to this order, null when there is none yet. */
export async function findAnswer(queryable: Queryable, order: Order): Promise<Claim> {
  const [answer] = await findAnswers(queryable, [order]);
  return answer ?? accept(null);
}

function readAnswer(order: Order, row: StoredRow | undefined): Claim {
  if (!row) return accept(null);
  if (!row.request_hash.equals(order.requestHash)) return refuse('idempotency_key_reused');
  return accept({ status: row.status, body: JSON.parse(row.body) as unknown, replayed: true });
}

/**
 * Takes orders for this transaction: the same key at the same time is refused, not queued, so that a client that
 * sends twice learns it at once (T36). As many claims as orders; null: go on.
 */
export async function claimOrders(tx: Transaction, orders: readonly Order[]): Promise<Claim[]> {
  const names = orders.map((order) => `${order.personId}:${order.key}`);
  // Two statements, one after the other though sent together: the second sees what was committed before the lock was ours.
  const [{ rows: locks }, answers] = await sentTogether([
    tx.query<{ taken: boolean }>({
      name: 'lock-orders',
      text: `select pg_try_advisory_xact_lock(hashtextextended(name, 0)) as taken
        from unnest($1::text[]) with ordinality n (name, nr) order by nr`,
      values: [names],
    }),
    findAnswers(tx, orders),
  ]);
  const seen = new Set<string>();
  return orders.map((_, i): Claim => {
    const name = names[i] ?? '';
    // The lock is the transaction's: within it the first one of a key has it.
    if (!locks[i]?.taken || seen.has(name)) return refuse('request_in_flight', { retryAfter: 1 });
    seen.add(name);
    return answers[i] ?? accept(null);
  });
}

/** As `claimOrders`, for one. */
export async function claimOrder(tx: Transaction, order: Order): Promise<Claim> {
  const [claim] = await claimOrders(tx, [order]);
  if (!claim) throw new Error('an order without a claim');
  return claim;
}

/** Keeps answers with their effects. Call it only for those whose effect was written. */
export async function keepAnswers(
  tx: Transaction,
  kept: readonly { readonly order: Order; readonly answer: Answer }[],
): Promise<void> {
  if (kept.length === 0) return;
  await tx.query({
    name: 'keep-answers',
    text: `insert into idempotency (person_id, key, request_hash, status, body)
      select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::smallint[], $5::text[])
      on conflict (key, person_id) do nothing`,
    values: [
      kept.map(({ order }) => order.personId),
      kept.map(({ order }) => order.key),
      kept.map(({ order }) => order.requestHash),
      kept.map(({ answer }) => answer.status),
      kept.map(({ answer }) => JSON.stringify(answer.body)),
    ],
  });
}

/** As `keepAnswers`, for one. */
export async function keepAnswer(tx: Transaction, order: Order, answer: Answer): Promise<void> {
  await keepAnswers(tx, [{ order, answer }]);
}
