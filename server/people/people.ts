/**
 * People and organisations: who holds a wallet, bound to one X account by its numeric id. A handle must never
 * be used to find anyone here: handles change hands.
 */

import { type Cents, centsToWire } from '../../lib/money.ts';
import type { Person, Wallet } from '../../lib/protocol/index.ts';
import type { Pool, Queryable, Transaction } from '../db/pool.ts';
import { onlyRow } from '../db/pool.ts';
import { newId, toWireId } from '../ids.ts';
import { openWallet, walletBalance } from '../ledger/accounts.ts';
import type { XAccount } from '../x/port.ts';
import { seeHandle } from './handles.ts';

export type PersonRow = {
  id: string;
  x_user_id: string;
  handle: string;
  name: string;
  kind: 'person' | 'organisation';
  /** An organisation that pays no fees. */
  charity: boolean;
  linked_since: Date;
  /** When he left: the rest of the row is a pseudonym then. */
  erased_at: Date | null;
};

const personColumns = 'id, x_user_id, handle, name, kind, charity, linked_since, erased_at';

/** A person as others see him. */
export function viewPerson(row: PersonRow): Person {
  return {
    id: toWireId('per', row.id),
    x_user_id: row.x_user_id,
    handle: row.handle,
    name: row.name,
    kind: row.kind,
    linked_since: row.linked_since.toISOString(),
  };
}

/** An amount on the wire. */
export function viewMoney(amount: Cents): { amount: string; currency: 'EUR' } {
  return { amount: centsToWire(amount), currency: 'EUR' };
}

export async function findByXUserId(queryable: Queryable, xUserId: string): Promise<PersonRow | null> {
  return (await findByXUserIds(queryable, [xUserId])).get(xUserId) ?? null;
}

/** The people of these X accounts, by X's numeric id. One who has no wallet is not in the answer. */
export async function findByXUserIds(
  queryable: Queryable,
  xUserIds: readonly string[],
): Promise<Map<string, PersonRow>> {
  const { rows } = await queryable.query<PersonRow>(
    `select ${personColumns} from people where x_user_id = any($1::text[])`,
    [xUserIds],
  );
  return new Map(rows.map((row) => [row.x_user_id, row]));
}

export async function getPerson(queryable: Queryable, personId: string): Promise<PersonRow> {
  return onlyRow(
    await queryable.query<PersonRow>(`select ${personColumns} from people where id = $1`, [personId]),
  );
}

/**
 * The person of an X account that has just signed in, with a wallet; made at the first time. Keeps every name
 * and handle he has come with, so that a change can be shown (T10, T11).
 */
export async function admitPerson(tx: Transaction, account: XAccount): Promise<PersonRow> {
  // Two first sign-ins at once: the second waits here for the first.
  await tx.query(
    'insert into people (id, x_user_id, handle, name) values ($1, $2, $3, $4) on conflict (x_user_id) do nothing',
    [newId(), account.xUserId, account.handle, account.name],
  );
  const updated = await tx.query<PersonRow>(
    `update people set handle = $2, name = $3 where x_user_id = $1 returning ${personColumns}`,
    [account.xUserId, account.handle, account.name],
  );
  const person = onlyRow(updated);
  await tx.query(
    `insert into people_names (person_id, handle, name)
      select $1, $2, $3
       where not exists (select from (select handle, name from people_names where person_id = $1
                                      order by seen_at desc limit 1) last
                          where last.handle = $2 and last.name = $3)`,
    [person.id, person.handle, person.name],
  );
  await seeHandle(tx, account);
  await openWallet(tx, person.id);
  return person;
}

/** From when a code counts that was chosen anew on a young device; null: none waits. */
async function pinFrom(queryable: Queryable, personId: string): Promise<Date | null> {
  const { rows } = await queryable.query<{ next_from: Date | null }>(
    'select next_from from pins where person_id = $1 and next_from > moineau_now()',
    [personId],
  );
  return rows[0]?.next_from ?? null;
}

export async function isPinSet(queryable: Queryable, personId: string): Promise<boolean> {
  const { rowCount } = await queryable.query('select from pins where person_id = $1', [personId]);
  return rowCount === 1;
}

async function frozenSince(queryable: Queryable, personId: string): Promise<Date | null> {
  const { rows } = await queryable.query<{ frozen_at: Date | null }>(
    'select frozen_at from wallets where person_id = $1',
    [personId],
  );
  return rows[0]?.frozen_at ?? null;
}

/** A person's own wallet, as this session sees it. `limits`: the most one payment may be, by the payee's kind. */
export async function viewWallet(
  pool: Pool,
  { personId, locked }: { personId: string; locked: boolean },
  limits: { toPerson: Cents; toOrganisation: Cents; holdDays: number },
): Promise<Wallet> {
  return {
    person: viewPerson(await getPerson(pool, personId)),
    balance: viewMoney(await walletBalance(pool, personId)),
    pin_set: await isPinSet(pool, personId),
    pin_from: (await pinFrom(pool, personId))?.toISOString() ?? null,
    locked,
    limits: { to_person: viewMoney(limits.toPerson), to_organisation: viewMoney(limits.toOrganisation) },
    hold_days: limits.holdDays,
    frozen_since: (await frozenSince(pool, personId))?.toISOString() ?? null,
  };
}

/** Everyone who has ever signed in with this handle. For operators, who choose: nothing else may find by handle. */
export async function findByHandleEverBorne(queryable: Queryable, handle: string): Promise<PersonRow[]> {
  const { rows } = await queryable.query<PersonRow>(
    `select ${personColumns} from people
      where id in (select person_id from people_names where lower(handle) = lower($1))`,
    [handle],
  );
  return rows;
}

/**
 * Marks a person as a registered organisation; a charity pays no fees. For operators: there is no request that does
 * it. Returns null when nobody with this X account has signed in.
 */
export async function registerOrganisation(
  pool: Pool,
  xUserId: string,
  { charity }: { charity: boolean } = { charity: false },
): Promise<PersonRow | null> {
  const { rows } = await pool.query<PersonRow>(
    `update people set kind = 'organisation', charity = $2 where x_user_id = $1 returning ${personColumns}`,
    [xUserId, charity],
  );
  return rows[0] ?? null;
}
