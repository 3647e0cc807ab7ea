import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { HistoryPage, Payment } from '../../lib/protocol/index.ts';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createWakeups } from '../events/wakeups.ts';
import { findAnswer, orderOf } from '../http/idempotency.ts';
import {
  authorizeAs,
  createInjectTransport,
  ORIGIN,
  PIN,
  people,
  REDIRECT_URI,
  testEnvironment,
} from '../testing/api.ts';
import { createApiClient, createDeviceKey, expectStatus } from '../testing/client.ts';
import { createFakeCards, createFakeX } from '../testing/fakes.ts';
import { isMigrated, migrate } from './migrate.ts';
import { createPool, type Pool } from './pool.ts';

/** The last migration of the version before the journal was reshaped. */
const previous = '0005_pin_locks';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A database with nothing in it. */
async function emptyDatabase(): Promise<{ url: string; pool: Pool }> {
  const name = `moineau_test_${randomBytes(6).toString('hex')}`;
  const execute = async (statement: string) => {
    const client = new pg.Client({ connectionString: inject('databaseServerUrl') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await execute(`create database ${name} template template0`);
  const url = new URL(inject('databaseServerUrl'));
  url.pathname = `/${name}`;
  const pool = createPool(url.href, 6);
  endings.push(
    () => execute(`drop database ${name} with (force)`),
    () => pool.end(),
  );
  return { url: url.href, pool };
}

const all = async () =>
  (await readdir(join(import.meta.dirname, 'migrations'))).filter((name) => name.endsWith('.sql')).toSorted();

describe('migrating', () => {
  test('from nothing applies every file once, in order', async () => {
    const { url, pool } = await emptyDatabase();
    expect(await isMigrated(pool)).toBe(false);
    expect(await migrate(url)).toEqual(await all());
    expect(await isMigrated(pool)).toBe(true);
    expect(await migrate(url)).toEqual([]);
  });

  test('of several that start together one does it', async () => {
    const { url } = await emptyDatabase();
    const done = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(done.flat()).toEqual(await all());
  });

  test('stops where it is told to, and goes on from there', async () => {
    const { url, pool } = await emptyDatabase();
    expect((await migrate(url, { through: previous })).at(-1)).toBe(`${previous}.sql`);
    expect(await isMigrated(pool)).toBe(false);
    expect((await migrate(url))[0]).toBe('0006_ledger_batches.sql');
    expect(await isMigrated(pool)).toBe(true);
    await expect(migrate(url, { through: '0005' })).rejects.toThrow('no migration 0005');
  });

  test('does not go on from a file that has changed, or that is gone', async () => {
    const { url, pool } = await emptyDatabase();
    await migrate(url, { through: previous });
    await pool.query("update schema_migrations set checksum = 'another' where name = '0001_ledger.sql'");
    await expect(migrate(url)).rejects.toThrow('0001_ledger.sql was changed');
    await pool.query("update schema_migrations set name = '0001_gone.sql' where name = '0001_ledger.sql'");
    await expect(migrate(url)).rejects.toThrow('does not know');
    expect(await isMigrated(pool)).toBe(false);
  });
});

const ids = {
  ...{ alice: randomUUID(), bob: randomUUID(), refuge: randomUUID() },
  ...{ settled: randomUUID(), charged: randomUUID(), awaiting: randomUUID(), expired: randomUUID() },
  ...{
    refused: randomUUID(),
    cancelled: randomUUID(),
    topup: randomUUID(),
    slow: randomUUID(),
    key: randomUUID(),
  },
};
const answered = { id: `pay_${ids.settled}`, state: 'settled' };
const order = orderOf(ids.alice, ids.key, 'confirmPayment', { id: ids.settled });

/** Alice paid in 100.00 €, paid Bob 10.00 € and the refuge 20.00 €, 0.30 € of them in fees; and orders that came to nothing. */
async function fill(pool: Pool): Promise<void> {
  for (const name of ['alice', 'bob', 'refuge'] as const) {
    const { xUserId, handle, name: called } = people[name];
    const values = [ids[name], xUserId, handle, called, name === 'refuge' ? 'organisation' : 'person'];
    await pool.query(
      'insert into people (id, x_user_id, handle, name, kind) values ($1, $2, $3, $4, $5)',
      values,
    );
    await pool.query('insert into people_names (person_id, handle, name) values ($1, $2, $3)', [
      ids[name],
      handle,
      called,
    ]);
    await pool.query("insert into ledger.accounts (kind, owner_id) values ('wallet', $1)", [ids[name]]);
  }
  await insertPayments(pool);
  const topup =
    'insert into topups (id, person_id, amount, payment_method, state, idempotency_key, request_hash, acquirer_id) values';
  await pool.query(`${topup} ($1, $2, 10000, 'pm_card_visa', 'paid', $3, '\\x00', 'pi_1')`, [
    ids.topup,
    ids.alice,
    randomUUID(),
  ]);
  await pool.query(`${topup} ($1, $2, 500, 'pm_card_slow', 'processing', $3, '\\x00', 'pi_2')`, [
    ids.slow,
    ids.alice,
    randomUUID(),
  ]);
  await transfer(pool, 'topup', ids.topup, { card_receivable: -10_000, [ids.alice]: 10_000 });
  await transfer(pool, 'settle', ids.settled, { [ids.alice]: -1_000, [ids.bob]: 1_000 });
  await transfer(pool, 'settle', ids.charged, { [ids.alice]: -2_000, [ids.refuge]: 1_970, fees: 30 });
  await pool.query(
    'insert into idempotency (person_id, key, request_hash, status, body) values ($1, $2, $3, 200, $4)',
    [...[ids.alice, ids.key, order.requestHash, JSON.stringify(answered)]],
  );
  await pool.query('insert into event_counters (person_id, last_seq) values ($1, 2)', [ids.alice]);
  for (const seq of [1, 2])
    await pool.query(
      "insert into events (person_id, seq, type, payload) values ($1, $2, 'payment.updated', $3)",
      [...[ids.alice, seq, { payment: { id: seq } }]],
    );
}

/** By each state that there was; every one with its transitions. */
async function insertPayments(pool: Pool): Promise<void> {
  const made = [
    ['settled', 'settled', 'bob', 1_000, 0],
    ['charged', 'settled', 'refuge', 2_000, 30],
    ['awaiting', 'awaiting_confirmation', 'bob', 300, 0],
    ['expired', 'expired', 'bob', 400, 0],
    ['refused', 'refused', 'bob', 500, 0],
    ['cancelled', 'cancelled', 'bob', 600, 0],
  ] as const;
  for (const [id, state, payee, amount, fee] of made) {
    await pool.query(
      `insert into payments (id, payer_id, payee_id, amount, fee, payee_label, memo, visibility, origin, state, nonce, refusal,
                             created_at, expires_at, settled_at)
        values ($1, $2, $3, $4, $5, 'label', null, 'private', 'popup', $6, gen_random_uuid()::text, $7, now() - interval '1 hour', now() + interval '1 hour', $8)`,
      [
        ...[ids[id], ids.alice, ids[payee], amount, fee, state],
        ...[
          state === 'refused' ? 'insufficient_funds' : null,
          state === 'settled' ? '2026-01-02T03:04:05.678Z' : null,
        ],
      ],
    );
    const steps = ['created', 'awaiting_confirmation', ...(state === 'awaiting_confirmation' ? [] : [state])];
    for (const [i, to] of steps.entries())
      await pool.query(
        'insert into payment_events (payment_id, position, from_state, to_state) values ($1, $2, $3, $4)',
        [...[ids[id], i + 1, i === 0 ? null : steps[i - 1], to]],
      );
  }
}

/** As the version before posted it. `legs`: by the wallet's owner, or the kind of an account of the issuer's. */
async function transfer(
  pool: Pool,
  kind: string,
  subject: string,
  legs: Record<string, number>,
): Promise<void> {
  await pool.query(
    `with made as (insert into ledger.transfers (id, kind, subject_id) values (gen_random_uuid(), $1, $2) returning id)
      insert into ledger.postings (transfer_id, account_id, amount)
      select made.id, a.id, l.amount from made, unnest($3::text[], $4::bigint[]) l (who, amount)
        join ledger.accounts a on a.owner_id::text = l.who or (a.owner_id is null and a.kind = l.who)`,
    [kind, subject, Object.keys(legs), Object.values(legs)],
  );
}

const balances = async (pool: Pool) => {
  const { rows } = await pool.query(
    'select coalesce(owner_id::text, kind) as who, balance::int from ledger.accounts where balance <> 0',
  );
  return Object.fromEntries(rows.map(({ who, balance }) => [who, balance]));
};
const books = {
  card_receivable: -10_000,
  fees: 30,
  [ids.alice]: 7_000,
  [ids.bob]: 1_000,
  [ids.refuge]: 1_970,
};

/** What tells one schema from another: tables, columns, constraints, triggers, functions. */
async function schemaOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query(`
    select 'column ' || table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || coalesce(column_default, '') as line
      from information_schema.columns where table_schema in ('public', 'ledger')
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace::regnamespace::text in ('public', 'ledger')
    union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select 'index ' || indexdef from pg_indexes where schemaname in ('public', 'ledger')
    union all select 'function ' || proname || md5(prosrc) from pg_proc where pronamespace::regnamespace::text in ('public', 'ledger')
    union all select 'applied ' || name from schema_migrations
    order by 1`);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

describe('a database of the version before, with data', () => {
  test('keeps its money: balances, transfers, postings that are numbered without gaps', async () => {
    const { url, pool } = await emptyDatabase();
    await migrate(url, { through: previous });
    await fill(pool);
    expect(await balances(pool)).toEqual(books);
    await migrate(url);
    expect(await balances(pool)).toEqual(books);
    const { rows: transfers } = await pool.query(
      `select subject_id, kind, (select array_agg(x::int order by x) from unnest(amounts) x) as amounts from ledger.transfers
        order by cardinality(amounts), kind`,
    );
    expect(transfers).toEqual([
      { subject_id: ids.settled, kind: 'settle', amounts: [-1_000, 1_000] },
      { subject_id: ids.topup, kind: 'topup', amounts: [-10_000, 10_000] },
      { subject_id: ids.charged, kind: 'settle', amounts: [-2_000, 30, 1_970] },
    ]);
    const { rows: postings } = await pool.query(
      `select a.owner_id, array_agg(p.seq::int order by p.seq) as seqs, array_agg(p.amount::int order by p.seq) as amounts, a.version::int
         from ledger.accounts a join ledger.postings p on p.account_id = a.id where a.owner_id = $1 group by a.id`,
      [ids.alice],
    );
    expect(postings).toEqual([
      { owner_id: ids.alice, seqs: [1, 2, 3], amounts: [10_000, -1_000, -2_000], version: 3 },
    ]);
    const { rows: wrong } = await pool.query(
      `select a.id from ledger.accounts a left join ledger.postings p on p.account_id = a.id group by a.id
        having a.version <> count(p.seq) or a.version <> coalesce(max(p.seq), 0) or a.balance <> coalesce(sum(p.amount), 0)`,
    );
    expect(wrong).toEqual([]);
    const { rows: spent } = await pool.query(
      'select spent_today::int, spent_in_window::int from ledger.accounts where owner_id = $1',
      [ids.alice],
    );
    expect(spent).toEqual([{ spent_today: 3_000, spent_in_window: 3_000 }]);
  });

  test('keeps its payments, and what came of them', async () => {
    const { url, pool } = await emptyDatabase();
    await migrate(url, { through: previous });
    await fill(pool);
    await migrate(url);
    const { rows } = await pool.query(
      'select id, state, step, payee_x_user_id, payee_handle, confirmed_at = settled_at as at_once, amount_refunded::int from payments',
    );
    const found = new Map(rows.map(({ id, ...rest }) => [id, rest]));
    const bob = { payee_x_user_id: people.bob.xUserId, payee_handle: 'bob', amount_refunded: 0 };
    const ended = { ...bob, step: 3, at_once: null };
    expect(found.get(ids.settled)).toEqual({ ...bob, state: 'settled', step: 3, at_once: true });
    expect(found.get(ids.charged)).toMatchObject({
      state: 'settled',
      payee_x_user_id: people.refuge.xUserId,
    });
    expect(found.get(ids.awaiting)).toEqual({ ...ended, state: 'awaiting_confirmation', step: 2 });
    for (const state of ['expired', 'refused', 'cancelled'] as const)
      expect(found.get(ids[state])).toEqual({ ...ended, state });
    expect(await findAnswer(pool, order)).toEqual({
      ...{ ok: true, value: { status: 200, body: answered, replayed: true } },
    });
    const { rows: events } = await pool.query(
      'select seq::int from events where person_id = $1 order by seq',
      [ids.alice],
    );
    expect(events).toEqual([{ seq: 1 }, { seq: 2 }]);
  });

  test('goes on working: what awaited is confirmed, history and balance are there, events go on counting', async () => {
    const { url, pool } = await emptyDatabase();
    await migrate(url, { through: previous });
    await fill(pool);
    await migrate(url);
    const wakeups = createWakeups(url);
    const settings = readConfig(testEnvironment(url, { LOG_LEVEL: 'silent' }));
    const x = createFakeX(Object.values(people));
    const app = await createApp({ settings, pool, wakeups, x, cards: createFakeCards() });
    endings.push(async () => {
      await app.close();
      await wakeups.close();
    });
    const transport = createInjectTransport(app);
    const alice = createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });
    await alice.signIn(REDIRECT_URI, authorizeAs('alice'));
    expectStatus(await alice.choosePin(PIN), 204);
    expect((await alice.wallet()).body.balance.amount).toBe('7000');
    expect(HistoryPage.parse((await alice.send('GET', '/v1/payments')).body).items).toHaveLength(6);
    const awaiting = Payment.parse((await alice.getPayment(`pay_${ids.awaiting}`)).body);
    expect((await alice.confirm(awaiting, PIN)).body).toMatchObject({ state: 'settled' });
    expect((await alice.wallet()).body.balance.amount).toBe('6700');
    expect(await balances(pool)).toMatchObject({ [ids.bob]: 1_300 });
    const { rows } = await pool.query('select seq::int from events where person_id = $1 order by seq', [
      ids.alice,
    ]);
    expect(rows).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
  });

  test.each([
    [
      '0006_ledger_batches',
      'create function moineau_now() returns int language sql as $$ select 1 $$',
      'drop function moineau_now()',
    ],
    ['0007_holds_refunds_splits', 'create table outbox (n int)', 'drop table outbox'],
    // What was done and not written down would be done again.
    [
      '0007_holds_refunds_splits',
      'alter table schema_migrations add check (applied_at < now()) not valid',
      'alter table schema_migrations drop constraint schema_migrations_applied_at_check',
    ],
  ])(
    'is whole as it was when %s fails, and is migrated once nothing is in its way',
    async (file, obstacle, remove) => {
      const { url, pool } = await emptyDatabase();
      const before = (await all())[(await all()).indexOf(`${file}.sql`) - 1]?.replace('.sql', '') ?? '';
      await migrate(url, { through: previous });
      await fill(pool);
      await migrate(url, { through: before });
      await pool.query(obstacle);
      const was = await schemaOf(pool);
      await expect(migrate(url)).rejects.toThrow(`${file}.sql was not applied`);
      expect(await schemaOf(pool)).toBe(was);
      expect(await balances(pool)).toEqual(books);
      await pool.query(remove);
      expect((await migrate(url))[0]).toBe(`${file}.sql`);
      expect(await balances(pool)).toEqual(books);
    },
  );
});
