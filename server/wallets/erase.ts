/**
 * Leaving (T60). Refused with every reason while there is money or anything under way; else what is known of the person
 * goes, and his row stays as a pseudonym so that journal and payments stay whole. The numeric X id is free again:
 * whoever signs in with it is new here. What is kept, and why: docs/api/erasure.md.
 */
import { randomInt } from 'node:crypto';
import type { ErasureObstacle, SignedAct } from '../../lib/protocol/index.ts';
import { onlyRow, type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import type { NewEvent } from '../events/events.ts';
import type { Session } from '../http/authentication.ts';
import { type Accounts, closeWallet, walletAccount } from '../ledger/accounts.ts';
import { type Books, openBooks } from '../ledger/books.ts';
import { type Change, writeChanges } from '../payments/changes.ts';
import type { Desk } from '../payments/desk.ts';
import { lockPayments } from '../payments/locks.ts';
import { expireOverdue } from '../payments/overdue.ts';
import { findPayments } from '../payments/payments.ts';
import { lockDevices } from '../people/devices.ts';
import type { PersonRow } from '../people/people.ts';
import type { PersonalDependencies } from '../people/personal-proof.ts';
import { endRequestsOf } from '../requests/ends.ts';
import { accept, type Result, refuse } from '../result.ts';
import { countUse, type ProofDependencies, proveActPersonally } from './proof.ts';

export type EraseDependencies = ProofDependencies &
  PersonalDependencies & {
    readonly pool: Pool;
    readonly accounts: Accounts;
    readonly desk: Desk;
    /** Called when somebody was told something. */
    readonly nudge: () => void;
  };

/** All sessions have ended when it is done: asked again, the answer is `unauthenticated`. */
export async function eraseWallet(
  dependencies: EraseDependencies,
  session: Session,
  body: SignedAct,
): Promise<Result<null>> {
  const { pool, accounts, nudge } = dependencies;
  const { personId } = session;
  const proved = await proveActPersonally(dependencies, session, { action: 'wallet.erase' }, body);
  if (!proved.ok) return proved;
  // What can't be confirmed any more is no obstacle, and would tell him of its end after he has gone.
  await expireOverdue(dependencies, personId);
  const account = await walletAccount(accounts, personId);
  const erased = await withTransaction(pool, async (tx): Promise<Result<null>> => {
    const person = await lockPerson(tx, personId);
    if (!person) return refuse('unauthenticated');
    const unpaid = await lockOrdersTo(tx, person);
    const devices = await lockDevices(tx, [session.device.id]);
    const books = await openBooks(tx, [account], { withSpending: false });
    const obstacles = await obstaclesOf(tx, person, books.balance(account) !== 0n);
    if (obstacles.length > 0) return refuse('wallet_not_empty', { obstacles });
    const used = await countUse(tx, devices, session, body.use_counter);
    if (!used.ok) return used;
    const told = await endRequestsOf(tx, person);
    await writeChanges(tx, cancelled(unpaid, books), toOthers(told, personId));
    await forget(tx, person);
    await closeWallet(tx, personId);
    return accept(null);
  });
  nudge();
  return erased;
}

/** Top-ups and requests that begin at this moment wait for this lock, and then find that he has left. */
async function lockPerson(tx: Transaction, personId: string): Promise<PersonRow | null> {
  const { rows } = await tx.query<PersonRow>(
    'select * from people where id = $1 and erased_at is null for update',
    [personId],
  );
  return rows[0] ?? null;
}

/** What others have ordered to him and not confirmed: it ends with him. A confirmation at this moment is waited for. */
async function lockOrdersTo(tx: Transaction, { id, x_user_id }: PersonRow) {
  const { rows } = await tx.query<{ id: string }>(
    `select id from payments
      where state = 'awaiting_confirmation' and payee_x_user_id = $2 and payer_id <> $1`,
    [id, x_user_id],
  );
  const payments = await findPayments(
    tx,
    rows.map((row) => row.id),
  );
  const locked = await lockPayments(tx, payments);
  return [...locked.values()].filter(({ state }) => state === 'awaiting_confirmation');
}

function cancelled(payments: Awaited<ReturnType<typeof lockOrdersTo>>, { at }: Books): Change[] {
  return payments.map((payment) => ({
    payment: { ...payment, state: 'cancelled', step: payment.step + 1 },
    from: payment.state,
    at,
  }));
}

function toOthers(events: readonly NewEvent[], personId: string): NewEvent[] {
  return events.filter((event) => event.personId !== personId);
}

/** Read after the locks, so that nothing slips in between. */
async function obstaclesOf(
  tx: Transaction,
  { id, x_user_id }: PersonRow,
  hasMoney: boolean,
): Promise<ErasureObstacle[]> {
  const found = onlyRow(
    await tx.query<Record<Exclude<ErasureObstacle, 'balance'>, boolean>>(
      `select exists (select from payments where payer_id = $1 and state = 'awaiting_confirmation') as payments_awaiting,
          exists (select from payments where payer_id = $1 and state = 'held') as held_sent,
          exists (select from payments where payee_x_user_id = $2 and state = 'held') as held_received,
          exists (select from topups where person_id = $1 and state = 'processing') as topups_under_way`,
      [id, x_user_id],
    ),
  );
  const obstacles: [ErasureObstacle, boolean][] = [
    ['balance', hasMoney],
    ['payments_awaiting', found.payments_awaiting],
    ['held_sent', found.held_sent],
    ['held_received', found.held_received],
    ['topups_under_way', found.topups_under_way],
  ];
  return obstacles.flatMap(([obstacle, stands]) => (stands ? [obstacle] : []));
}

/** Everything that is only his. Answers kept for his keys go by themselves, thirty days after they were given. */
const goes: readonly string[] = [
  'delete from push_subscriptions where person_id = $1',
  'delete from sessions where device_id in (select id from devices where person_id = $1)',
  'delete from devices where person_id = $1',
  'delete from pins where person_id = $1',
  'delete from passkeys where person_id = $1',
  'delete from wallets where person_id = $1',
  'delete from people_names where person_id = $1',
  'delete from blocks where person_id = $1',
  'delete from events where person_id = $1',
  'delete from event_counters where person_id = $1',
  "update topups set payment_method = 'erased' where person_id = $1",
  // That a text has ordered stays, for ever: it must not order again. What it said goes.
  "update x_outbox set text = '' where state <> 'waiting' and command_id in (select id from commands where person_id = $1)",
  "update commands set text = '', mentions = '{}', x_author_id = '', replied_to_x_user_id = null where person_id = $1",
];

async function forget(tx: Transaction, { id, x_user_id }: PersonRow): Promise<void> {
  for (const statement of goes) await tx.query(statement, [id]);
  await tx.query('delete from x_accounts where x_user_id = $1', [x_user_id]);
  // That he wants to hear nothing stays: leaving must not undo it.
  await tx.query('delete from x_contacts where x_user_id = $1 and opted_out_at is null', [x_user_id]);
  await tx.query('delete from x_handles where x_user_id = $1', [x_user_id]);
  const pseudonym = newPseudonym();
  await tx.query(
    'update people set x_user_id = $2, handle = $3, name = $4, erased_at = moineau_now() where id = $1',
    [id, pseudonym.xUserId, pseudonym.handle, pseudonym.name],
  );
}

/** What no X account has: X's ids have 64 bits, and so never twenty digits that begin with a 9. */
function newPseudonym() {
  const digits = Array.from({ length: 19 }, () => randomInt(10)).join('');
  return { xUserId: `9${digits}`, handle: `erased_${digits.slice(0, 8)}`, name: '—' };
}
