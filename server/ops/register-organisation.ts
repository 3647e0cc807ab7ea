/**
 * For operators: `node server/ops/register-organisation.ts <handle or numeric id>` turns someone who has signed
 * in into an organisation. A handle is looked up among those who have signed in; when two have borne it, the
 * numeric id must be given. Needs DATABASE_URL.
 */
import { createPool, type Pool } from '../db/pool.ts';
import { registerOrganisation } from '../people/people.ts';

async function findXUserId(pool: Pool, given: string): Promise<string> {
  // X's handles may be digits only; an id is longer than any handle.
  if (/^[0-9]{16,20}$/.test(given)) return given;
  const { rows } = await pool.query<{ x_user_id: string }>(
    'select x_user_id from people where lower(handle) = lower($1)',
    [given.replace(/^@/, '')],
  );
  const [row] = rows;
  if (!row || rows.length > 1)
    throw new Error(`${rows.length} people with the handle ${given}: give the numeric id`);
  return row.x_user_id;
}

const [given] = process.argv.slice(2);
const databaseUrl = process.env.DATABASE_URL;
if (!given || !databaseUrl) {
  console.error('DATABASE_URL=… node server/ops/register-organisation.ts <handle or numeric id>');
  process.exit(2);
}
const pool = createPool(databaseUrl, 2);
try {
  const organisation = await registerOrganisation(pool, await findXUserId(pool, given));
  if (!organisation) throw new Error(`nobody with the X id ${given} has signed in`);
  console.log(
    `${organisation.name} (@${organisation.handle}, ${organisation.x_user_id}) is an organisation now.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await pool.end();
}
