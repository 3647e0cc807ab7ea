/** Payments that await their confirmation, put into the database at once, and the confirmations that settle them. */
import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { canonicalConfirmation, type Terms } from '../../../lib/protocol/index.ts';
import { toWireId } from '../../../server/ids.ts';
import { ask } from '../support/cluster.ts';
import type { BenchPerson } from './people.ts';
import { requestBytes, signAs } from './signing.ts';

const CHUNK = 10_000;
const LIFETIME_MS = 3_600_000;
/** Proofs hold for a minute before and after what they say; signing takes long, so they say a little later. */
const SIGNED_AHEAD_SECONDS = 45;

type Order = {
  readonly id: string;
  readonly payer: BenchPerson;
  readonly payee: BenchPerson;
  readonly amount: number;
  readonly nonce: string;
  readonly expiresAt: string;
};

/**
 * For each client so many confirmations, to be sent one after the other. A client has people of its own: two
 * confirmations of one device at once could overtake each other, and its counter must rise.
 */
export async function prepareConfirmations(
  databaseUrl: string,
  people: readonly BenchPerson[],
  { clients, each, pin }: { clients: number; each: number; pin: string },
): Promise<Buffer[][]> {
  const expiresAt = new Date(Date.now() + LIFETIME_MS).toISOString();
  const orders = Array.from({ length: clients }, (_, client) => {
    const own = people.filter((_, number) => number % clients === client);
    return Array.from({ length: each }, (_, turn) => orderOf(own[turn % own.length], people, expiresAt));
  });
  const all = orders.flat();
  for (let start = 0; start < all.length; start += CHUNK) {
    await insertOrders(databaseUrl, all.slice(start, start + CHUNK));
  }
  await ask(databaseUrl, 'vacuum analyze payments');
  const issuedAt = Math.floor(Date.now() / 1_000) + SIGNED_AHEAD_SECONDS;
  return orders.map((own) => own.map((order) => confirmationOf(order, pin, issuedAt)));
}

function orderOf(payer: BenchPerson | undefined, people: readonly BenchPerson[], expiresAt: string): Order {
  const payee = people[randomInt(people.length)];
  if (!payer || !payee) throw new Error('fewer people than clients');
  if (payee === payer) return orderOf(payer, people, expiresAt);
  const amount = randomInt(1, 21);
  return { id: v7(), payer, payee, amount, nonce: randomBytes(16).toString('base64url'), expiresAt };
}

async function insertOrders(databaseUrl: string, orders: readonly Order[]): Promise<void> {
  const column = <Value>(of: (order: Order) => Value) => orders.map(of);
  const ids = column(({ id }) => id);
  await ask(
    databaseUrl,
    `insert into payments (id, payer_id, payee_id, payee_x_user_id, payee_handle, payee_name, payee_label, amount,
                           fee, visibility, origin, state, step, nonce, expires_at)
       select o.id, payer_id, e.id, e.x_user_id, e.handle, e.name, e.name || ' (@' || e.handle || ')', amount,
              0, 'private', 'popup', 'awaiting_confirmation', 2, nonce, $6
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[]) o (id, payer_id, payee_id, amount, nonce)
         join people e on e.id = o.payee_id`,
    [
      ids,
      column(({ payer }) => payer.id),
      column(({ payee }) => payee.id),
      column(({ amount }) => amount),
      column(({ nonce }) => nonce),
      orders[0]?.expiresAt,
    ],
  );
  await ask(
    databaseUrl,
    `insert into payment_events (payment_id, position, from_state, to_state)
       select id, position, from_state, to_state from unnest($1::uuid[]) o (id),
         (values (1, null, 'created'), (2, 'created', 'awaiting_confirmation')) step (position, from_state, to_state)`,
    [ids],
  );
}

function confirmationOf(order: Order, pin: string, issuedAt: number): Buffer {
  const { payer } = order;
  payer.useCounter++;
  const bytes = canonicalConfirmation(termsOf(order), {
    deviceId: toWireId('dev', payer.deviceId),
    useCounter: payer.useCounter,
  });
  const body = { version: 1, pin, signature: signAs(payer.key, bytes), use_counter: payer.useCounter };
  const path = `/v1/payments/${toWireId('pay', order.id)}/confirm`;
  return requestBytes(payer, { method: 'POST', path, body, idempotent: true }, issuedAt);
}

function termsOf({ id, payee, amount, nonce, expiresAt }: Order): Terms {
  return {
    ...{ v: 1, version: 1, currency: 'EUR', fee_minor: '0', purpose: '', nonce },
    payment_id: toWireId('pay', id),
    amount_minor: String(amount),
    payee_id: toWireId('per', payee.id),
    payee_x_user_id: payee.xUserId,
    payee_label: `${payee.name} (@${payee.handle})`,
    expires_at: expiresAt,
  };
}
