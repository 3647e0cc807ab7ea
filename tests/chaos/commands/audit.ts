/** Afterwards: every command has exactly its payments and at most one answer, and none was missed. */
import type pg from 'pg';
import { serviceAccountId } from '../../../sandbox/world.ts';
import { referenceOf } from '../../../server/commands/answers.ts';
import type { CommandWorld } from './world.ts';
import type { Written } from './written.ts';

export type Found = {
  readonly payments: number;
  readonly answers: number;
  readonly failures: readonly string[];
};

type CommandRow = { id: string; channel: string; x_first_id: string; state: string; payees: string[] };

/** Holds X and the database against what was written. */
export async function audit(world: CommandWorld, written: readonly Written[]): Promise<Found> {
  const commands = await world.database.connected(readCommands);
  const failures: string[] = [];
  let [payments, answers] = [0, 0];
  for (const one of written) {
    const name = `${one.channel} ${one.id}`;
    const command = commands.get(name);
    if (!command) {
      failures.push(`${name} was missed`);
      continue;
    }
    const ordered = command.payees.toSorted().join();
    if (ordered !== one.payees.toSorted().join())
      failures.push(`${name} ordered for ${ordered}, not ${one.payees}`);
    payments += command.payees.length;
    const said = answersTo(world, one, command.id);
    answers += said;
    if (said > 1) failures.push(`${name} was answered ${said} times`);
    if (one.isAnswered && said === 0) failures.push(`${name} was not answered`);
  }
  const others = [...commands.keys()].filter(
    (name) => !written.some((one) => `${one.channel} ${one.id}` === name),
  );
  for (const name of others) failures.push(`${name} was never written`);
  const stray = await world.database.connected(strayPayments);
  if (stray > 0) failures.push(`${stray} payments belong to no command`);
  return { payments, answers, failures };
}

async function readCommands(client: pg.Client): Promise<Map<string, CommandRow>> {
  const { rows } = await client.query<CommandRow>(
    `select c.id, c.channel, c.x_first_id, c.state, coalesce(array_agg(p.payee_x_user_id) filter (where p.id is not null), '{}') as payees
      from commands c left join command_payments o on o.command_id = c.id left join payments p on p.id = o.payment_id
      group by c.id`,
  );
  return new Map(rows.map((row) => [`${row.channel} ${row.x_first_id}`, row]));
}

async function strayPayments(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `select from payments p where p.origin in ('command_tweet', 'command_dm')
      and not exists (select from command_payments o where o.payment_id = p.id)`,
  );
  return rowCount ?? 0;
}

/** Posts of the service under it; for a message, those of the service's that bear its reference. */
function answersTo({ x }: CommandWorld, { id, channel, authorId }: Written, commandId: string): number {
  if (channel === 'tweet') {
    return x.written.postsOf(serviceAccountId).filter(({ post }) => post.inReplyToId === id).length;
  }
  return x.written
    .messagesOf(authorId, serviceAccountId)
    .filter(({ senderId, text }) => senderId === serviceAccountId && text.endsWith(referenceOf(commandId)))
    .length;
}
