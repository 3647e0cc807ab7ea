/**
 * An account of X bears another handle than a payment to it says. Whom the payment is for does not change: the numeric id
 * decides. But what its payer would sign names him, so it gets both names, a new version and a new nonce (T10).
 */
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';
import type { XAccount } from '../x/port.ts';
import { announceChanges } from './changes.ts';
import { lockPayments } from './locks.ts';
import { newNonce } from './nonce.ts';
import { findPayments } from './payments.ts';

/** More of one payee's orders than wait at any moment. */
const MOST = 200;

/** Also the holder of a wallet is shown under his new handle from now on; the ones before are kept. */
export async function renamePayee(pool: Pool, account: XAccount): Promise<void> {
  const { xUserId, handle } = account;
  const { rows } = await pool.query<{ id: string }>(
    `select id from payments
      where payee_x_user_id = $1 and lower(payee_handle) <> lower($2) and state = 'awaiting_confirmation'
        and split_id is null limit $3`,
    [xUserId, handle, MOST],
  );
  await renamePerson(pool, account);
  if (rows.length === 0) return;
  await withTransaction(pool, async (tx) => {
    const found = await findPayments(
      tx,
      rows.map(({ id }) => id),
    );
    await lockPayments(tx, found);
    await relabel(
      tx,
      found.map(({ id }) => id),
      account,
    );
  });
}

async function relabel(tx: Transaction, ids: readonly string[], { handle, name }: XAccount): Promise<void> {
  const { rows } = await tx.query<{ id: string; at: Date }>(
    `update payments p set payee_handle = $2, payee_name = $3, version = version + 1, nonce = n.nonce,
        payee_label = $3 || ' (@' || $2 || ', @' || p.payee_handle || ')'
      from unnest($1::uuid[], $4::text[]) n (id, nonce)
      where p.id = n.id and p.state = 'awaiting_confirmation' and lower(p.payee_handle) <> lower($2)
      returning p.id, moineau_now() as at`,
    [ids, handle, name, ids.map(() => newNonce())],
  );
  const at = new Map(rows.map((row) => [row.id, row.at]));
  const renamed = await findPayments(tx, [...at.keys()]);
  await announceChanges(
    tx,
    renamed.map((payment) => ({ payment, from: payment.state, at: at.get(payment.id) ?? new Date(0) })),
  );
}

async function renamePerson(pool: Pool, { xUserId, handle, name }: XAccount): Promise<void> {
  await pool.query(
    `with renamed as (
        update people set handle = $2, name = $3
         where x_user_id = $1 and erased_at is null and (handle, name) <> ($2, $3) returning id)
      insert into people_names (person_id, handle, name) select id, $2, $3 from renamed`,
    [xUserId, handle, name],
  );
}
