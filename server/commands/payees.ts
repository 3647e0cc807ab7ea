/**
 * From the handles of a command to accounts of X. The numeric id that X told with the text decides: handles change hands.
 * It must never guess: what X can't say now is asked again later.
 */
import type { Pool } from '../db/pool.ts';
import { findResolved, noteAccounts } from '../people/payees.ts';
import { findByXUserIds } from '../people/people.ts';
import { type XAccount, type XPort, type XService, XUnavailableError } from '../x/port.ts';
import type { CommandRow } from './commands.ts';

export type PayeeSources = {
  readonly pool: Pool;
  readonly x: Pick<XPort, 'findByHandle'>;
  readonly service: Pick<XService, 'readAccounts'>;
};

/** As many accounts as handles, or null when nobody has one of them. @throws XUnavailableError */
export async function findPayees(
  sources: PayeeSources,
  { mentions }: Pick<CommandRow, 'mentions'>,
  handles: readonly string[],
): Promise<XAccount[] | null> {
  const ids = handles.flatMap((handle) => mentions[handle.toLowerCase()] ?? []);
  const known = await findKnown(sources, ids, mentions);
  const found: XAccount[] = [];
  for (const handle of handles) {
    const id = mentions[handle.toLowerCase()];
    // X links no mention of an account that is not there, nor of one that it forgot: then it is asked.
    const account = id === undefined ? await askByHandle(sources, handle) : known.get(id);
    if (!account) return null;
    found.push(account);
  }
  return found;
}

/** Accounts by their numeric ids: from our own books where they agree with the text, else from X. */
async function findKnown(
  sources: PayeeSources,
  ids: readonly string[],
  mentions: CommandRow['mentions'],
): Promise<Map<string, XAccount>> {
  const handleOf = new Map(Object.entries(mentions).map(([handle, id]) => [id, handle]));
  const people = await findByXUserIds(sources.pool, ids);
  const resolved = await findResolved(sources.pool, ids);
  const known = new Map<string, XAccount>();
  for (const id of ids) {
    const person = people.get(id);
    const account = person ? { xUserId: id, handle: person.handle, name: person.name } : resolved.get(id);
    // Another handle than we know: one of the two is old, and X says which (T10).
    if (account && account.handle.toLowerCase() === handleOf.get(id)) known.set(id, account);
  }
  const asked = ids.filter((id) => !known.has(id));
  if (asked.length === 0) return known;
  const answered = await sources.service.readAccounts(asked);
  await noteAccounts(sources.pool, answered);
  for (const account of answered) known.set(account.xUserId, account);
  return known;
}

async function askByHandle({ pool, x }: PayeeSources, handle: string): Promise<XAccount | null> {
  const account = await x.findByHandle(handle);
  if (!account) return null;
  if (account.handle.toLowerCase() !== handle.toLowerCase())
    throw new XUnavailableError('X answered for another handle');
  await noteAccounts(pool, [account]);
  return account;
}

/** The handle of whom a reply answers: from the text's own mentions, else from X. @throws XUnavailableError */
export async function findRepliedTo(
  sources: PayeeSources,
  command: Pick<CommandRow, 'mentions' | 'replied_to_x_user_id' | 'x_author_id'>,
): Promise<string | null> {
  const id = command.replied_to_x_user_id;
  // Whoever goes on in his own thread answers nobody.
  if (id === null || id === command.x_author_id) return null;
  const named = Object.entries(command.mentions).find(([, xUserId]) => xUserId === id)?.[0];
  if (named) return named;
  const [person] = (await findByXUserIds(sources.pool, [id])).values();
  const account = person ?? (await findResolved(sources.pool, [id])).get(id);
  if (account) return account.handle;
  const [asked] = await sources.service.readAccounts([id]);
  if (!asked) return null;
  await noteAccounts(sources.pool, [asked]);
  return asked.handle;
}
