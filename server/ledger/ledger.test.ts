import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cents, cents } from '../../lib/money.ts';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createPool, type Pool, withTransaction } from '../db/pool.ts';
import { type Accounts, createAccounts, openWallet, walletBalance } from './accounts.ts';
import type { AccountId, TransferOrder } from './books.ts';
import type { Executor } from './executor.ts';
import { createTransferExecutor, postTransfers, type TransferOutcome } from './post.ts';

let database: TestDatabase;
let pool: Pool;
let accounts: Accounts;
let executor: Executor<TransferOrder, TransferOutcome>;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 8);
  accounts = createAccounts(pool);
  executor = createTransferExecutor(pool, { maxBatch: 64, inFlight: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const nobody = '999999999' as AccountId;
/** By itself, in a transaction of its own. */
const post = async (order: TransferOrder) =>
  (await withTransaction(pool, (tx) => postTransfers(tx, [order])))[0];

async function accountOf(personId: string): Promise<AccountId> {
  return (await accounts.wallets([personId])).get(personId) ?? nobody;
}

async function wallet(balance = 0n): Promise<string> {
  const personId = randomUUID();
  await withTransaction(pool, (tx) => openWallet(tx, personId));
  if (balance > 0n) expect(await fund(personId, cents(balance))).toMatchObject({ ok: true });
  return personId;
}
const fund = async (personId: string, amount: Cents) =>
  post({
    kind: 'topup',
    subjectId: randomUUID(),
    from: (await accounts.issuer()).card_receivable,
    to: await accountOf(personId),
    amount,
  });
const orderOf = async (from: string, to: string, amount: bigint, subjectId: string = randomUUID()) => ({
  ...{ kind: 'settle' as const, subjectId, from: await accountOf(from), to: await accountOf(to) },
  amount: cents(amount),
});
const pay = async (from: string, to: string, amount: bigint, subjectId: string = randomUUID()) =>
  post(await orderOf(from, to, amount, subjectId));

/** What must hold at every commit. */
async function expectSoundBooks(): Promise<void> {
  const { rows } = await pool.query(`select
    (select count(*) from ledger.transfers t
      where (select sum(amount) from ledger.postings p where p.subject_id = t.subject_id and p.kind = t.kind) <> 0) as unbalanced,
    (select count(*) from ledger.accounts a
      where balance <> (select coalesce(sum(amount), 0) from ledger.postings p where p.account_id = a.id)) as wrong,
    (select count(*) from ledger.accounts a
      where version <> (select count(*) from ledger.postings p where p.account_id = a.id)
         or version <> (select coalesce(max(seq), 0) from ledger.postings p where p.account_id = a.id)) as gaps,
    (select count(*) from ledger.accounts where kind in ('wallet', 'held', 'pot') and balance < 0) as negative,
    (select coalesce(sum(balance), 0)::bigint from ledger.accounts) as total`);
  expect(rows[0]).toEqual({ unbalanced: 0n, wrong: 0n, gaps: 0n, negative: 0n, total: 0n });
}

describe('the ledger', () => {
  test('moves money, and no more than there is', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    expect(await pay(a, b, 400n)).toMatchObject({ ok: true });
    expect([await walletBalance(pool, a), await walletBalance(pool, b)]).toEqual([600n, 400n]);
    expect(await pay(a, b, 601n)).toEqual({ ok: false, error: 'insufficient_funds' });
    expect(await pay(a, b, 600n)).toMatchObject({ ok: true });
    expect(await walletBalance(pool, a)).toBe(0n);
  });

  test('posts a transfer of one kind for one subject once', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    const payment = randomUUID();
    expect(await pay(a, b, 100n, payment)).toMatchObject({ ok: true });
    expect(await pay(a, b, 100n, payment)).toEqual({ ok: false, error: 'already_posted' });
    expect(await walletBalance(pool, b)).toBe(100n);
  });

  test('refuses amounts that are none, transfers to oneself, and accounts that do not exist', async () => {
    const a = await wallet(1000n);
    const { fees } = await accounts.issuer();
    const order = await orderOf(a, randomUUID(), 100n);
    expect(await post(order)).toEqual({ ok: false, error: 'unknown_account' });
    for (const change of [
      { amount: cents(0n), to: fees },
      { amount: cents(-1n), to: fees },
      { to: order.from },
      { to: fees, fee: { amount: cents(1n), to: order.from } },
      { to: fees, fee: { amount: cents(101n), to: (await accounts.issuer()).held } },
    ]) {
      expect(await post({ ...order, ...change })).toEqual({ ok: false, error: 'invalid_transfer' });
    }
    await expectSoundBooks();
  });

  test('takes three postings: a payment with a fee', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    const { fees } = await accounts.issuer();
    expect(
      await post({ ...(await orderOf(a, b, 1000n)), fee: { amount: cents(15n), to: fees } }),
    ).toMatchObject({ ok: true });
    expect(await walletBalance(pool, b)).toBe(985n);
    await expectSoundBooks();
  });

  test('of a wallet with money for one, lets one of five at once through', async () => {
    const [a, b] = [await wallet(100n), await wallet()];
    const results = await Promise.all(Array.from({ length: 5 }, () => pay(a, b, 100n)));
    expect(results.filter((result) => result?.ok)).toHaveLength(1);
    expect(await walletBalance(pool, a)).toBe(0n);
  });

  test('knows an upper bound of what was spent, by day and by window, whatever the clock does', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    const account = await accountOf(a);
    const at = async (now: string, amount: bigint) => {
      return withTransaction(pool, async (tx) => {
        await tx.query("select set_config('moineau.now', $1, true)", [now]);
        const [outcome] = await postTransfers(tx, [await orderOf(a, b, amount)]);
        expect(outcome).toMatchObject({ ok: true, at: new Date(now) });
        const { rows: found } = await tx.query(
          'select spent_today::int, spent_yesterday::int, spent_in_window::int, spent_in_window_before::int from ledger.accounts where id = $1',
          [account],
        );
        return Object.values(found[0]);
      });
    };
    expect(await at('2026-03-01T10:00:00Z', 10n)).toEqual([10, 0, 10, 0]);
    expect(await at('2026-03-01T23:59:59Z', 1n)).toEqual([11, 0, 11, 0]);
    expect(await at('2026-03-02T00:00:00Z', 20n)).toEqual([20, 11, 31, 0]);
    // The clock goes back an hour, over midnight: nothing is forgotten (T58).
    expect(await at('2026-03-01T23:00:00Z', 2n)).toEqual([22, 11, 33, 0]);
    expect(await at('2026-03-05T12:00:00Z', 5n)).toEqual([5, 0, 38, 0]);
    expect(await at('2026-04-02T12:00:00Z', 7n)).toEqual([7, 0, 7, 38]);
    expect(await at('2026-08-02T12:00:00Z', 8n)).toEqual([8, 0, 8, 0]);
  });
});

describe('the executor', () => {
  test('accepts and refuses each order of a batch on its own', async () => {
    const [a, b, c] = [await wallet(100n), await wallet(), await wallet(5n)];
    const twice = randomUUID();
    const outcomes = await Promise.all([
      executor.run(await orderOf(a, b, 60n)),
      executor.run(await orderOf(a, b, 60n)),
      executor.run(await orderOf(b, c, 60n)),
      executor.run(await orderOf(c, b, 1n, twice)),
      executor.run(await orderOf(c, b, 1n, twice)),
      executor.run({ ...(await orderOf(a, b, 1n)), to: nobody }),
    ]);
    expect(outcomes.map((outcome) => (outcome?.ok ? 'ok' : outcome?.error))).toEqual([
      ...['ok', 'insufficient_funds', 'ok', 'ok', 'already_posted', 'unknown_account'],
    ]);
    expect([
      await walletBalance(pool, a),
      await walletBalance(pool, b),
      await walletBalance(pool, c),
    ]).toEqual([...[40n, 1n, 64n]]);
  });

  test('one bad order does not refuse the others of its batch', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    const bad = { ...(await orderOf(a, b, 1n)), subjectId: 'no uuid' };
    const orders = [...(await Promise.all(Array.from({ length: 9 }, () => orderOf(a, b, 10n)))), bad];
    const settled = await Promise.allSettled(orders.map((order) => executor.run(order)));
    expect(settled.filter((result) => result.status === 'fulfilled' && result.value?.ok)).toHaveLength(9);
    expect(settled.at(-1)?.status).toBe('rejected');
    expect(await walletBalance(pool, b)).toBe(90n);
  });

  test('keeps sound books whatever is ordered, in whatever order, at once, by two processes', async () => {
    const people = [await wallet(5_000n), await wallet(300n), await wallet(), await wallet(70n)];
    const others = createTransferExecutor(pool, { maxBatch: 3, inFlight: 2 });
    const { fees } = await accounts.issuer();
    const person = fc.integer({ min: 0, max: people.length - 1 }).map((i) => people[i] ?? '');
    const transfer = fc.record({
      from: person,
      to: person,
      amount: fc.bigInt({ min: -10n, max: 2_000n }),
      fee: fc.option(fc.bigInt({ min: 0n, max: 20n })),
      copies: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(transfer, { minLength: 1, maxLength: 12 }), async (transfers) => {
        const settled = await Promise.allSettled(
          transfers.flatMap(({ from, to, amount, fee, copies }) => {
            const order = orderOf(from, to, amount).then((plain) =>
              fee === null ? plain : { ...plain, fee: { amount: cents(fee), to: fees } },
            );
            // The same order several times, by either: it moves money once.
            return Array.from({ length: copies }, async (_, i) =>
              (i % 2 === 0 ? executor : others).run(await order),
            );
          }),
        );
        // Refusals are values: nothing is thrown, no deadlock is seen (T43).
        expect(settled.filter((result) => result.status === 'rejected')).toEqual([]);
        const moved = settled.filter((result) => result.status === 'fulfilled' && result.value?.ok);
        expect(moved.length).toBeLessThanOrEqual(transfers.length);
        await expectSoundBooks();
      }),
      { numRuns: 25 },
    );
  });
});

describe('the database itself refuses', () => {
  let a: string;
  let b: string;
  beforeAll(async () => {
    [a, b] = [await wallet(1000n), await wallet()];
    await pay(a, b, 10n);
  });

  /** A transfer written by hand: the postings that it asks for, each the account's next unless told otherwise. */
  const transfer = async (
    legs: readonly (readonly [account: AccountId | null, amount: bigint | null, ahead?: number])[],
    kind = 'settle',
  ) => {
    const seqs = await Promise.all(
      legs.map(async ([account, , ahead = 1]) => {
        const { rows } = await pool.query<{ version: bigint }>(
          'select version from ledger.accounts where id = $1',
          [account],
        );
        return (rows[0]?.version ?? 0n) + BigInt(ahead);
      }),
    );
    await pool.query(
      'insert into ledger.transfers (subject_id, kind, accounts, amounts, seqs) values ($1, $2, $3, $4, $5)',
      [randomUUID(), kind, legs.map(([account]) => account), legs.map(([, amount]) => amount), seqs],
    );
  };

  test('what it does take: a sound transfer', async () => {
    await transfer([
      [await accountOf(a), -5n],
      [await accountOf(b), 5n],
    ]);
    await expectSoundBooks();
  });

  test('a transfer that is not one', async () => {
    const [from, to] = [await accountOf(a), await accountOf(b)];
    const { fees } = await accounts.issuer();
    const refused = async (reason: RegExp, ...legs: Parameters<typeof transfer>[0]) => {
      await expect(transfer(legs)).rejects.toThrow(reason);
      await expectSoundBooks();
    };
    await refused(/transfers_balanced/, [from, -5n], [to, 6n]);
    await refused(/transfers_balanced/, [from, -5n]);
    await refused(/transfers_balanced/, [from, 0n], [to, 0n]);
    await refused(/transfers_balanced/, [from, -5n], [to, null]);
    await refused(/account_id/, [null, -5n], [to, 5n]);
    await refused(/transfers_balanced/, [from, -5n], [to, 5n], [fees, 0n]);
    await refused(/transfers_balanced/, [from, -5n], [to, 5n], [fees, null]);
    await refused(/duplicate key/, [from, -5n], [to, 3n], [to, 2n]);
    await refused(/does not exist/, [from, -5n], [nobody, 5n]);
    await refused(/not its next posting/, [from, -5n], [to, 5n, 2]);
    await refused(/not its next posting|duplicate key/, [from, -5n, 0], [to, 5n]);
    await refused(/accounts_never_below_zero/, [from, -5000n], [to, 5000n]);
    await expect(
      transfer(
        [
          [from, -5n],
          [to, 5n],
        ],
        'gift',
      ),
    ).rejects.toThrow(/transfers_kind/);
  });

  test('a second transfer of one kind for one subject', async () => {
    const { rows } = await pool.query<{ subject_id: string }>(
      "select subject_id from ledger.transfers where kind = 'settle' limit 1",
    );
    await expect(
      pool.query(
        "insert into ledger.transfers (subject_id, kind, accounts, amounts, seqs) select $1, 'settle', array[1, 2], array[-1, 1], array[1, 1]",
        [rows[0]?.subject_id],
      ),
    ).rejects.toThrow(/transfers_once/);
  });

  test.each([
    ['a changed transfer', "update ledger.transfers set kind = 'topup'", /append-only/],
    ['a changed posting', 'update ledger.postings set amount = amount + 1', /append-only/],
    ['a deleted posting', 'delete from ledger.postings', /append-only/],
    ['a deleted transfer', 'delete from ledger.transfers', /append-only/],
    ['an emptied journal', 'truncate ledger.postings, ledger.transfers', /append-only/],
    [
      'a posting written by hand',
      "insert into ledger.postings select id, version + 1, gen_random_uuid(), 'settle', 5, now() from ledger.accounts limit 1",
      /by transfers only/,
    ],
    [
      'a balance written by hand',
      "update ledger.accounts set balance = balance + 1 where kind = 'wallet'",
      /by transfers only/,
    ],
    ['what was spent, forgotten', 'update ledger.accounts set spent_today = 0', /by transfers only/],
    [
      'an account that begins with money',
      "insert into ledger.accounts (kind, owner_id, balance) values ('wallet', gen_random_uuid(), 5)",
      /by transfers only/,
    ],
    [
      'an account that changes hands',
      "update ledger.accounts set owner_id = gen_random_uuid() where kind = 'wallet'",
      /append-only/,
    ],
    ['a deleted account', "delete from ledger.accounts where kind = 'fees'", /append-only/],
  ])('%s', async (_title, statement, reason) => {
    await expect(pool.query(statement)).rejects.toThrow(reason);
    await expectSoundBooks();
  });
});
