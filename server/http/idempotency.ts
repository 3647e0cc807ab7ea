/**
 * Idempotency-Key: an order is carried out once, and asked again answers the same. The row is written in the
 * transaction of the effect, so it exists exactly when the effect does. A 5xx, a failed authentication or a
 * refusal without effect is never kept. A code or signature must never enter the hash of a request.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Queryable, Transaction } from '../db/pool.ts';
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

/** The kept answer to this order, null when there is none yet. */
export async function findAnswer(
  queryable: Queryable,
  order: Order,
): Promise<Result<Answer | null, 'idempotency_key_reused'>> {
  const { rows } = await queryable.query<StoredRow>(
    'select request_hash, status, body from idempotency where key = $1 and person_id = $2',
    [order.key, order.personId],
  );
  const [row] = rows;
  if (!row) return accept(null);
  if (!row.request_hash.equals(order.requestHash)) return refuse('idempotency_key_reused');
  return accept({ status: row.status, body: JSON.parse(row.body) as unknown, replayed: true });
}

/**
 * Takes the order for this transaction: the same key at the same time is refused, not queued, so that a client
 * that sends twice learns it at once (T36).
 */
export async function claimOrder(
  tx: Transaction,
  order: Order,
): Promise<Result<Answer | null, 'idempotency_key_reused' | 'request_in_flight'>> {
  const { rows } = await tx.query<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken',
    [`${order.personId}:${order.key}`],
  );
  if (!rows[0]?.taken) return refuse('request_in_flight', { retryAfter: 1 });
  return findAnswer(tx, order);
}

/** Keeps the answer with the effect. Call it only where something was written. */
export async function keepAnswer(tx: Transaction, order: Order, answer: Answer): Promise<void> {
  await tx.query(
    `insert into idempotency (person_id, key, request_hash, status, body) values ($1, $2, $3, $4, $5)
      on conflict (key, person_id) do nothing`,
    [order.personId, order.key, order.requestHash, answer.status, JSON.stringify(answer.body)],
  );
}
