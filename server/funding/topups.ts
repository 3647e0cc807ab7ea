/**
 * Money from a card into the wallet. The row is durable before the acquirer is asked, and the wallet is credited
 * once, when the acquirer says paid. A lost answer decides nothing: the top-up stays `processing` and the same
 * charge is asked for again, with the same key. No transaction is open while the acquirer works.
 */
import type { z } from 'zod';
import { cents, centsFromWire, centsToWire } from '../../lib/money.ts';
import type { TopUp, TopUpOrder } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { appendEvents } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { findAnswer, keepAnswer, type Order } from '../http/idempotency.ts';
import { newId, toWireId } from '../ids.ts';
import { move, postTransfer } from '../ledger/ledger.ts';
import { accept, type Result, refuse } from '../result.ts';
import { AcquirerUnavailableError, type CardAcquirer, type Charge } from './port.ts';

/** Acquirers forget a key after 24 hours and would charge again: after 23 only a look-up is safe. */
const CHARGE_AGAIN_HOURS = 23;

type TopUpRow = {
  id: string;
  person_id: string;
  amount: bigint;
  payment_method: string;
  state: 'processing' | 'paid' | 'failed';
  request_hash: Buffer;
  acquirer_id: string | null;
  created_at: Date;
  young: boolean;
};

const columns = `id, person_id, amount, payment_method, state, request_hash, acquirer_id, created_at,
  created_at > clock_timestamp() - make_interval(hours => ${CHARGE_AGAIN_HOURS}) as young`;

export type FundingDependencies = { readonly pool: Pool; readonly cards: CardAcquirer };

function viewTopUp(row: TopUpRow): TopUp {
  return {
    id: toWireId('top', row.id),
    state: row.state,
    amount: { amount: centsToWire(cents(row.amount)), currency: 'EUR' },
    created_at: row.created_at.toISOString(),
  };
}

/** Orders a top-up, once per key; with the key of one under way, looks what became of it. */
export async function createTopUp(
  dependencies: FundingDependencies,
  input: { personId: string; body: z.output<typeof TopUpOrder>; order: Order; requestId: string },
): Promise<Answer> {
  const { pool } = dependencies;
  if (centsFromWire(input.body.amount.amount) <= 0n) {
    const errors = [{ pointer: '/body/amount/amount', message: 'at least 0.01 €' }];
    return problemAnswer({ code: 'invalid_request', errors }, input.requestId);
  }
  const earlier = await findAnswer(pool, input.order);
  if (!earlier.ok) return problemAnswer(earlier.error, input.requestId);
  if (earlier.value) return earlier.value;
  const row = await openTopUp(pool, input);
  if (!row.request_hash.equals(input.order.requestHash)) {
    return problemAnswer({ code: 'idempotency_key_reused' }, input.requestId);
  }
  const charge = row.state === 'processing' ? await askAcquirer(dependencies.cards, row) : null;
  return withTransaction(pool, async (tx) => {
    const topUp = await record(tx, row.id, charge);
    if (topUp.state === 'processing') return { status: 201, body: viewTopUp(topUp) };
    const answer: Answer =
      topUp.state === 'paid'
        ? { status: 201, body: viewTopUp(topUp) }
        : problemAnswer({ code: 'card_declined' }, input.requestId);
    await keepAnswer(tx, input.order, answer);
    return answer;
  });
}

/** One top-up of this person; asks the acquirer when it is still under way. */
export async function getTopUp(
  { pool, cards }: FundingDependencies,
  personId: string,
  topUpId: string,
): Promise<Result<TopUp, 'not_found'>> {
  const { rows } = await pool.query<TopUpRow>(
    `select ${columns} from topups where id = $1 and person_id = $2`,
    [topUpId, personId],
  );
  const [row] = rows;
  if (!row) return refuse('not_found');
  const charge = row.state === 'processing' ? await askAcquirer(cards, row) : null;
  if (!charge) return accept(viewTopUp(row));
  return accept(viewTopUp(await withTransaction(pool, (tx) => record(tx, row.id, charge))));
}

/** The row of this key, made now or before. Committed before any money is asked for. */
async function openTopUp(
  pool: Pool,
  input: { personId: string; body: z.output<typeof TopUpOrder>; order: Order },
): Promise<TopUpRow> {
  await pool.query(
    `insert into topups (id, person_id, amount, payment_method, idempotency_key, request_hash)
      values ($1, $2, $3, $4, $5, $6) on conflict (person_id, idempotency_key) do nothing`,
    [
      newId(),
      input.personId,
      centsFromWire(input.body.amount.amount),
      input.body.payment_method,
      input.order.key,
      input.order.requestHash,
    ],
  );
  return onlyRow(
    await pool.query<TopUpRow>(
      `select ${columns} from topups where person_id = $1 and idempotency_key = $2`,
      [input.personId, input.order.key],
    ),
  );
}

/** What the acquirer says of this top-up; null when it does not say. */
async function askAcquirer(cards: CardAcquirer, row: TopUpRow): Promise<Charge | null> {
  const topUpId = toWireId('top', row.id);
  try {
    if (row.acquirer_id !== null) return await cards.find(row.acquirer_id);
    if (!row.young) return null;
    // Our id is the acquirer's key: asked a hundred times, the card is charged once.
    return await cards.charge({
      amount: cents(row.amount),
      paymentMethod: row.payment_method,
      topUpId,
      idempotencyKey: topUpId,
    });
  } catch (error) {
    if (error instanceof AcquirerUnavailableError) return null;
    throw error;
  }
}

/** Writes down what the acquirer said, and credits the wallet when that is `paid` for the first time. */
async function record(tx: Transaction, id: string, charge: Charge | null): Promise<TopUpRow> {
  const row = onlyRow(
    await tx.query<TopUpRow>(`select ${columns} from topups where id = $1 for no key update`, [id]),
  );
  if (row.state !== 'processing' || charge === null) return row;
  if (charge.amount !== row.amount) throw new Error(`top-up ${id}: the acquirer charged another amount`);
  const updated = onlyRow(
    await tx.query<TopUpRow>(
      `update topups set state = $2, acquirer_id = $3 where id = $1 returning ${columns}`,
      [id, charge.state, charge.acquirerId],
    ),
  );
  if (updated.state !== 'paid') return updated;
  const transfer = await postTransfer(tx, {
    kind: 'topup',
    subjectId: id,
    postings: move('card_receivable', { wallet: row.person_id }, cents(row.amount)),
  });
  if (!transfer.ok) throw new Error(`top-up ${id} was not posted: ${transfer.error}`);
  await appendEvents(tx, [
    { personId: row.person_id, type: 'topup.paid', payload: { topup: viewTopUp(updated) } },
  ]);
  return updated;
}
