/**
 * Money from a card into the wallet. The row is durable before the acquirer is asked, and the wallet is credited
 * once, when the acquirer says paid. A lost answer decides nothing: the top-up stays `processing` and the same
 * charge is asked for again, with the same key. No transaction is open while the acquirer works.
 */
import type { FastifyBaseLogger } from 'fastify';
import type { z } from 'zod';
import { type Cents, cents, centsFromWire, centsToWire } from '../../lib/money.ts';
import type { TopUp, TopUpOrder } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { type Answer, problemAnswer } from '../http/answer.ts';
import { findAnswer, keepAnswer, type Order } from '../http/idempotency.ts';
import { newId, toWireId } from '../ids.ts';
import { type Accounts, walletAccount } from '../ledger/accounts.ts';
import type { AccountId } from '../ledger/books.ts';
import { postTransfers } from '../ledger/post.ts';
import { accept, type Result, refuse } from '../result.ts';
import { AcquirerRefusedError, AcquirerUnavailableError, type CardAcquirer, type Charge } from './port.ts';

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
  created_at > moineau_now() - make_interval(hours => ${CHARGE_AGAIN_HOURS}) as young`;

/** `refused`: there is no charge and will be none. Null: the acquirer did not say. */
type Verdict = Charge | 'refused' | null;

export type FundingDependencies = {
  readonly pool: Pool;
  readonly accounts: Accounts;
  readonly cards: CardAcquirer;
  /** Called when somebody was told something. */
  readonly nudge: () => void;
  readonly log: Pick<FastifyBaseLogger, 'warn' | 'error'>;
};

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
  dependencies: FundingDependencies & { readonly topUpLimit: Cents },
  input: { personId: string; body: z.output<typeof TopUpOrder>; order: Order; requestId: string },
): Promise<Answer> {
  const { pool, topUpLimit } = dependencies;
  const amount = centsFromWire(input.body.amount.amount);
  if (amount > topUpLimit)
    return problemAnswer({ code: 'limit_exceeded', limit: topUpLimit }, input.requestId);
  if (amount <= 0n) {
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
  const verdict = row.state === 'processing' ? await askAcquirer(dependencies, row) : null;
  const wallet = await walletOf(dependencies.accounts, row.person_id);
  const answer = await withTransaction(pool, async (tx): Promise<Answer> => {
    const topUp = await record(tx, wallet, row.id, verdict);
    if (topUp.state === 'processing') return { status: 201, body: viewTopUp(topUp) };
    const ended: Answer =
      topUp.state === 'paid'
        ? { status: 201, body: viewTopUp(topUp) }
        : problemAnswer({ code: 'card_declined' }, input.requestId);
    await keepAnswer(tx, input.order, ended);
    return ended;
  });
  dependencies.nudge();
  return answer;
}

/** One top-up of this person; asks the acquirer when it is still under way. */
export async function getTopUp(
  dependencies: FundingDependencies,
  personId: string,
  topUpId: string,
): Promise<Result<TopUp, 'not_found'>> {
  const { pool } = dependencies;
  const { rows } = await pool.query<TopUpRow>(
    `select ${columns} from topups where id = $1 and person_id = $2`,
    [topUpId, personId],
  );
  const [row] = rows;
  if (!row) return refuse('not_found');
  const verdict = row.state === 'processing' ? await askAcquirer(dependencies, row) : null;
  if (!verdict) return accept(viewTopUp(row));
  const wallet = await walletOf(dependencies.accounts, personId);
  const ended = await withTransaction(pool, (tx) => record(tx, wallet, row.id, verdict));
  dependencies.nudge();
  return accept(viewTopUp(ended));
}

/**
 * Asks the acquirer for top-ups that nobody has come back for, at most `most` of them. Each is taken by one process
 * for `patienceSeconds`, by the mark `looked_at` and not by a lock: no transaction is open while the acquirer works.
 * The older a top-up, the less often it is asked for. @returns how many have ended.
 */
export async function sweepTopUps(
  dependencies: FundingDependencies,
  { patienceSeconds, most }: { patienceSeconds: number; most: number },
): Promise<number> {
  const { pool, accounts, log } = dependencies;
  const { rows } = await pool.query<TopUpRow>(
    `update topups set looked_at = moineau_now() where id in (
       select id from topups
        where state = 'processing' and created_at < moineau_now() - make_interval(secs => $1)
          and (looked_at is null or looked_at <
               moineau_now() - greatest(make_interval(secs => $1), (moineau_now() - created_at) / 10))
        order by coalesce(looked_at, created_at) limit $2 for update skip locked)
      returning ${columns}`,
    [patienceSeconds, most],
  );
  const ended = await Promise.all(
    rows.map(async (row) => {
      try {
        const verdict = await askAcquirer(dependencies, row);
        const wallet = await walletOf(accounts, row.person_id);
        const ended = await withTransaction(pool, (tx) => record(tx, wallet, row.id, verdict));
        return ended.state !== 'processing';
      } catch (error) {
        // One that cannot be ended must not hold up the others.
        log.error({ err: error, topUpId: toWireId('top', row.id) }, 'a top-up was not ended');
        return false;
      }
    }),
  );
  dependencies.nudge();
  return ended.filter(Boolean).length;
}

/** How many top-ups have waited for the acquirer's word for longer than this. */
export async function countUnresolved(pool: Pool, patienceSeconds: number): Promise<number> {
  const { count } = onlyRow(
    await pool.query<{ count: number }>(
      `select count(*)::int as count from topups
        where state = 'processing' and created_at < moineau_now() - make_interval(secs => $1)`,
      [patienceSeconds],
    ),
  );
  return count;
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

/** What the acquirer says of this top-up. */
async function askAcquirer({ cards, log }: FundingDependencies, row: TopUpRow): Promise<Verdict> {
  const topUpId = toWireId('top', row.id);
  try {
    if (row.acquirer_id !== null) return await cards.find(row.acquirer_id);
    if (!row.young) {
      log.error({ topUpId }, 'the acquirer never said what became of this top-up: look for its id there');
      return null;
    }
    // Our id is the acquirer's key: asked a hundred times, the card is charged once.
    return await cards.charge({
      amount: cents(row.amount),
      paymentMethod: row.payment_method,
      topUpId,
      idempotencyKey: topUpId,
    });
  } catch (error) {
    const refused = error instanceof AcquirerRefusedError;
    if (!refused && !(error instanceof AcquirerUnavailableError)) throw error;
    log.warn({ err: error, topUpId }, refused ? 'a top-up was refused' : 'the acquirer is not available');
    return refused ? 'refused' : null;
  }
}

type Funded = { readonly wallet: AccountId; readonly receivable: AccountId };

/** Asked before the transaction: inside it, a question to the pool could wait for a connection for ever. */
async function walletOf(accounts: Accounts, personId: string): Promise<Funded> {
  const { card_receivable } = await accounts.issuer();
  return { wallet: await walletAccount(accounts, personId), receivable: card_receivable };
}

/** Writes down what the acquirer said, and credits the wallet when that is `paid` for the first time. */
async function record(
  tx: Transaction,
  { wallet, receivable }: Funded,
  id: string,
  verdict: Verdict,
): Promise<TopUpRow> {
  const row = onlyRow(
    await tx.query<TopUpRow>(`select ${columns} from topups where id = $1 for no key update`, [id]),
  );
  if (verdict === null) return row;
  const charge: Pick<Charge, 'state'> & { acquirerId: string | null; amount: bigint } =
    verdict === 'refused' ? { state: 'failed', acquirerId: null, amount: row.amount } : verdict;
  if (row.state === 'failed' && charge.state === 'paid')
    throw new Error(`top-up ${id} has failed here and is paid at the acquirer`);
  if (row.state !== 'processing') return row;
  if (charge.amount !== row.amount) throw new Error(`top-up ${id}: the acquirer charged another amount`);
  const updated = onlyRow(
    await tx.query<TopUpRow>(
      `update topups set state = $2, acquirer_id = $3 where id = $1 returning ${columns}`,
      [id, charge.state, charge.acquirerId],
    ),
  );
  if (updated.state !== 'paid') return updated;
  const [posted] = await postTransfers(tx, [
    { kind: 'topup', subjectId: id, from: receivable, to: wallet, amount: cents(row.amount) },
  ]);
  if (!posted?.ok) throw new Error(`top-up ${id} was not posted: ${posted?.error}`);
  await announce(tx, [
    { personId: row.person_id, type: 'topup.paid', payload: { topup: viewTopUp(updated) } },
  ]);
  return updated;
}
