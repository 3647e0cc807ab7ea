/**
 * From a handle to whom it means: X's numeric id, and the wallet bound to that id. It must never look for a
 * wallet by handle, and answers the same about everyone, whether he has a wallet or not (T51).
 */
import type { Payee } from '../../lib/protocol/index.ts';
import type { Pool, Queryable } from '../db/pool.ts';
import { renamePayee } from '../payments/renamed.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { XAccount, XPort } from '../x/port.ts';
import { handleHistory, seeHandle } from './handles.ts';
import { findByXUserId, viewPerson } from './people.ts';

/** @throws XUnavailableError */
export async function resolvePayee(
  { pool, x }: { pool: Pool; x: XPort },
  handle: string,
): Promise<Result<Payee, 'payee_unknown' | 'x_unavailable'>> {
  const account = await x.findByHandle(handle);
  if (!account) return refuse('payee_unknown');
  // Another account than the one asked for: not an answer to build a payment on (T56).
  if (account.handle.toLowerCase() !== handle.toLowerCase())
    return refuse('x_unavailable', { retryAfter: 2 });
  // Before it is written that he bears it now.
  const history = await handleHistory(pool, account);
  await noteAccounts(pool, [account]);
  const holder = await findByXUserId(pool, account.xUserId);
  return accept({
    x_user_id: account.xUserId,
    handle: account.handle,
    name: account.name,
    holder: holder && viewPerson(holder),
    handle_history: history,
  });
}

/**
 * Accounts as X has just shown them. Kept, so that a payment to one can name it without asking X again; and whoever has
 * renamed himself is shown under his new handle, also in payments that await confirmation (T10).
 */
export async function noteAccounts(pool: Pool, accounts: readonly XAccount[]): Promise<void> {
  for (const account of accounts.toSorted((a, b) => (a.xUserId < b.xUserId ? -1 : 1))) {
    await seeHandle(pool, account);
    const { rowCount } = await pool.query(
      `insert into x_accounts as a (x_user_id, handle, name) values ($1, $2, $3)
        on conflict (x_user_id) do update set handle = excluded.handle, name = excluded.name, seen_at = moineau_now()
          where (a.handle, a.name) <> (excluded.handle, excluded.name) or a.seen_at < moineau_now() - interval '1 day'`,
      [account.xUserId, account.handle, account.name],
    );
    if (rowCount === 1) await renamePayee(pool, account);
  }
}

/** X accounts that somebody has asked for by handle, as X named them then. */
export async function findResolved(
  queryable: Queryable,
  xUserIds: readonly string[],
): Promise<Map<string, XAccount>> {
  const { rows } = await queryable.query<{ x_user_id: string; handle: string; name: string }>(
    'select x_user_id, handle, name from x_accounts where x_user_id = any($1::text[])',
    [xUserIds],
  );
  return new Map(
    rows.map(({ x_user_id, handle, name }) => [x_user_id, { xUserId: x_user_id, handle, name }]),
  );
}
