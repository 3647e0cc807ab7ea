/** Whom a person wants to see no more requests of. The other is never told, and nothing he is answered differs. */
import { type Pool, withTransaction } from '../db/pool.ts';
import { accept, type Result, refuse } from '../result.ts';

/** What is open of him is hidden for good, and so is what comes later, until `unblock`. */
export async function block(
  pool: Pool,
  personId: string,
  otherId: string,
): Promise<Result<null, 'not_found'>> {
  return withTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('select from people where id = $1 and id <> $2', [otherId, personId]);
    if (rowCount === 0) return refuse('not_found');
    await tx.query(
      `insert into blocks (person_id, x_user_id) select $1, x_user_id from people where id = $2
        on conflict do nothing`,
      [personId, otherId],
    );
    await tx.query(
      "update money_requests set hidden = true where payer_id = $1 and payee_id = $2 and state = 'open' and not hidden",
      [personId, otherId],
    );
    return accept(null);
  });
}

/** What was hidden stays so. */
export async function unblock(
  pool: Pool,
  personId: string,
  otherId: string,
): Promise<Result<null, 'not_found'>> {
  const { rowCount } = await pool.query('select from people where id = $1 and id <> $2', [otherId, personId]);
  if (rowCount === 0) return refuse('not_found');
  await pool.query(
    'delete from blocks where person_id = $1 and x_user_id = (select x_user_id from people where id = $2)',
    [personId, otherId],
  );
  return accept(null);
}
