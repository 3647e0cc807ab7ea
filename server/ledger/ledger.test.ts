import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cents, cents } from '../../lib/money.ts';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { createPool, type Pool, withTransaction } from '../db/pool.ts';
import { move, openWallet, postTransfer, type TransferOrder, walletBalance } from './ledger.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 8);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const post = (order: TransferOrder) => withTransaction(pool, (tx) => postTransfer(tx, order));

async function wallet(balance = 0n): Promise<string> {
  const personId = randomUUID();
  await withTransaction(pool, (tx) => openWallet(tx, personId));
  if (balance > 0n) await fund(personId, cents(balance));
  return personId;
}
const fund = (personId: string, amount: Cents) =>
  post({
    kind: 'topup',
    subjectId: randomUUID(),
    postings: move('card_receivable', { wallet: personId }, amount),
  });
const pay = (from: string, to: string, amount: bigint, subjectId: string = randomUUID()) =>
  post({ kind: 'settle', subjectId, postings: move({ wallet: from }, { wallet: to }, cents(amount)) });

/** The three things that must hold at every commit. */
async function expectSoundBooks(): Promise<void> {
  const { rows } = await pool.query<{
    unbalanced: bigint;
    wrong: bigint;
    negative: bigint;
    total: bigint;
  }>(`select
    (select count(*) from (select from ledger.postings group by transfer_id having sum(amount) <> 0 or count(*) < 2) x) as unbalanced,
    (select count(*) from ledger.accounts a where balance <> (select coalesce(sum(amount), 0) from ledger.postings p where p.account_id = a.id)) as wrong,
    (select count(*) from ledger.accounts where kind in ('wallet', 'held', 'pot') and balance < 0) as negative,
    (select sum(balance)::bigint from ledger.accounts) as total`);
  expect(rows[0]).toEqual({ unbalanced: 0n, wrong: 0n, negative: 0n, total: 0n });
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

  test('refuses what does not sum to 0, and accounts that do not exist', async () => {
    const a = await wallet(1000n);
    const order = (amounts: [bigint, bigint]): TransferOrder => ({
      kind: 'settle',
      subjectId: randomUUID(),
      postings: [
        { account: { wallet: a }, amount: cents(amounts[0]) },
        { account: 'fees', amount: cents(amounts[1]) },
      ],
    });
    expect(await post(order([-100n, 99n]))).toEqual({ ok: false, error: 'unbalanced' });
    expect(await post(order([0n, 0n]))).toEqual({ ok: false, error: 'unbalanced' });
    expect(await pay(a, a, 100n)).toEqual({ ok: false, error: 'unbalanced' });
    expect(await pay(a, randomUUID(), 100n)).toEqual({ ok: false, error: 'unknown_account' });
  });

  test('takes three postings: a payment with a fee', async () => {
    const [a, b] = [await wallet(1000n), await wallet()];
    const postings = [
      { account: { wallet: a }, amount: cents(-1000n) },
      { account: { wallet: b }, amount: cents(985n) },
      { account: 'fees', amount: cents(15n) },
    ] as const;
    expect(await post({ kind: 'settle', subjectId: randomUUID(), postings })).toMatchObject({ ok: true });
    expect(await walletBalance(pool, b)).toBe(985n);
    await expectSoundBooks();
  });

  test('of a wallet with money for one, lets one of five at once through', async () => {
    const [a, b] = [await wallet(100n), await wallet()];
    const results = await Promise.all(Array.from({ length: 5 }, () => pay(a, b, 100n)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await walletBalance(pool, a)).toBe(0n);
  });

  test('keeps sound books whatever is ordered, in whatever order, at once', async () => {
    const people = [await wallet(5_000n), await wallet(300n), await wallet(), await wallet(70n)];
    const person = fc.integer({ min: 0, max: people.length - 1 }).map((i) => people[i] ?? '');
    const transfer = fc.record({ from: person, to: person, amount: fc.bigInt({ min: -10n, max: 2_000n }) });
    await fc.assert(
      fc.asyncProperty(fc.array(transfer, { minLength: 1, maxLength: 12 }), async (transfers) => {
        const settled = await Promise.allSettled(
          transfers.map(({ from, to, amount }) => pay(from, to, amount)),
        );
        // Refusals are values: nothing is thrown, no deadlock is seen (T43).
        expect(settled.filter((result) => result.status === 'rejected')).toEqual([]);
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

  const idOf = (owner: string) =>
    `(select id from ledger.accounts where kind = 'wallet' and owner_id = '${owner}')`;
  const transferOf = (kind = 'settle') => {
    const id = randomUUID();
    return {
      id,
      sql: `insert into ledger.transfers (id, kind, subject_id) values ('${id}', '${kind}', '${randomUUID()}');`,
    };
  };

  test.each([
    [
      'an unbalanced transfer',
      () => transferOf(),
      (id: string) =>
        `insert into ledger.postings values ('${id}', ${idOf(a)}, -5), ('${id}', ${idOf(b)}, 6)`,
      /sum to 0/,
    ],
    [
      'a single posting',
      () => transferOf(),
      (id: string) => `insert into ledger.postings values ('${id}', ${idOf(b)}, 5)`,
      /sum to 0/,
    ],
    [
      'a posting of nothing',
      () => transferOf(),
      (id: string) => `insert into ledger.postings values ('${id}', ${idOf(a)}, 0), ('${id}', ${idOf(b)}, 0)`,
      /check constraint/,
    ],
    ['a transfer without postings', () => transferOf(), () => 'select 1', /sum to 0/],
    [
      'a balance below zero',
      () => transferOf(),
      (id: string) =>
        `insert into ledger.postings values ('${id}', ${idOf(a)}, -5000), ('${id}', ${idOf(b)}, 5000)`,
      /accounts_never_below_zero/,
    ],
  ])('%s', async (_title, begin, postings, reason) => {
    const { id, sql } = begin();
    await expect(pool.query(`${sql} ${postings(id)}`)).rejects.toThrow(reason);
    await expectSoundBooks();
  });

  test.each([
    ['a changed transfer', "update ledger.transfers set kind = 'topup'", /append-only/],
    ['a changed posting', 'update ledger.postings set amount = amount + 1', /append-only/],
    ['a deleted posting', 'delete from ledger.postings', /append-only/],
    ['a deleted transfer', 'delete from ledger.transfers', /append-only/],
    ['an emptied journal', 'truncate ledger.postings, ledger.transfers', /append-only/],
    [
      'a balance written by hand',
      "update ledger.accounts set balance = balance + 1 where kind = 'wallet'",
      /by postings only/,
    ],
    [
      'an account that begins with money',
      "insert into ledger.accounts (kind, owner_id, balance) values ('wallet', gen_random_uuid(), 5)",
      /begins at 0/,
    ],
    [
      'an account that changes hands',
      "update ledger.accounts set owner_id = gen_random_uuid() where kind = 'wallet'",
      /change hands/,
    ],
    ['a deleted account', "delete from ledger.accounts where kind = 'fees'", /append-only/],
  ])('%s', async (_title, statement, reason) => {
    await expect(pool.query(statement)).rejects.toThrow(reason);
    await expectSoundBooks();
  });

  test('more postings for a transfer of the past', async () => {
    const statement = `insert into ledger.postings
      select t.id, x.account_id, x.amount from (select id from ledger.transfers order by created_at limit 1) t,
        (values ((select id from ledger.accounts where kind = 'fees'), 5), ((select id from ledger.accounts where kind = 'safeguarding'), -5)) x (account_id, amount)`;
    await expect(pool.query(statement)).rejects.toThrow(/of the past/);
  });
});
