/**
 * Which account of X bore which handle, and until when we saw it so. A handle that changes hands, or a person who has
 * changed his, is told to whoever is about to pay (T10, T11). It must never find anybody by handle.
 */
import type { Payee } from '../../lib/protocol/index.ts';
import { onlyRow, type Queryable } from '../db/pool.ts';
import type { XAccount } from '../x/port.ts';

/** Written again when the last sight of it is so much older: a busy payee costs no write a look. */
const AGAIN_AFTER = '1 hour';

/** Notes that this account bears this handle now. */
export async function seeHandle(
  queryable: Queryable,
  { handle, xUserId }: Pick<XAccount, 'handle' | 'xUserId'>,
): Promise<void> {
  await queryable.query(
    `insert into x_handles as h (handle_key, x_user_id, handle) values (lower($1), $2, $1)
      on conflict (handle_key, x_user_id) do update set handle = excluded.handle, last_seen = moineau_now()
        where h.last_seen < moineau_now() - $3::interval`,
    [handle, xUserId, AGAIN_AFTER],
  );
}

/** What there is to know of a handle and the account that bears it now. */
export async function handleHistory(
  queryable: Queryable,
  { handle, xUserId }: Pick<XAccount, 'handle' | 'xUserId'>,
): Promise<Payee['handle_history']> {
  const row = onlyRow(
    await queryable.query<{ other_until: Date | null; before: string | null; until: Date | null }>(
      `select (select max(last_seen) from x_handles where handle_key = lower($1) and x_user_id <> $2) as other_until,
          mine.handle as before, mine.last_seen as until
         from (select 1) one left join lateral (
           select handle, last_seen from x_handles where x_user_id = $2 and handle_key <> lower($1)
            order by last_seen desc limit 1) mine on true`,
      [handle, xUserId],
    ),
  );
  return {
    before: row.before && row.until ? { handle: row.before, until: row.until.toISOString() } : null,
    other_until: row.other_until?.toISOString() ?? null,
  };
}
