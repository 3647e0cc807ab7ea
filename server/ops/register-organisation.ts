/**
 * For operators: `node server/ops/register-organisation.ts <handle or numeric id> [--charity]` turns someone who has
 * signed in into an organisation; a charity pays no fees. Digits are an id, unless after `@`. A handle is looked up among those who have signed in;
 * when two have ever borne it, the numeric id must be given. Needs DATABASE_URL.
 */
import { parseArgs } from 'node:util';
import { createPool, type Pool } from '../db/pool.ts';
import { findByHandleEverBorne, registerOrganisation } from '../people/people.ts';

async function findXUserId(pool: Pool, given: string): Promise<string> {
  if (/^[1-9][0-9]{0,19}$/.test(given)) return given;
  const found = await findByHandleEverBorne(pool, given.replace(/^@/, ''));
  const [person] = found;
  if (!person || found.length > 1)
    throw new Error(`${found.length} people have borne the handle ${given}: give the numeric id`);
  return person.x_user_id;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { charity: { type: 'boolean', default: false } },
});
const [given] = positionals;
const databaseUrl = process.env.DATABASE_URL;
if (!given || !databaseUrl) {
  console.error('DATABASE_URL=… node server/ops/register-organisation.ts <handle or numeric id> [--charity]');
  process.exit(2);
}
const pool = createPool(databaseUrl, 2);
try {
  const organisation = await registerOrganisation(pool, await findXUserId(pool, given), values);
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
