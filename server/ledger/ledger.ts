/**
 * The journal: the only writer of balances. Transfers with two or more postings that sum to 0; nothing is ever
 * updated or deleted. It knows no HTTP, no X, no payments: only accounts, amounts and what a transfer was for.
 */
import { type Cents, cents, negateCents, sumCents } from '../../lib/money.ts';
import { onlyRow, type Queryable, type Transaction } from '../db/pool.ts';
import { newId } from '../ids.ts';

export type IssuerAccount =
  | 'held'
  | 'fees'
  | 'card_receivable'
  | 'acquirer_fees'
  | 'chargeback_receivable'
  | 'payout_transit'
  | 'safeguarding';

/** A wallet by its person's id, or one of the issuer's own accounts. */
export type Account = { readonly wallet: string } | IssuerAccount;

/** Credit positive, debit negative. */
export type Posting = { readonly account: Account; readonly amount: Cents };

export type TransferKind = 'topup' | 'settle';

export type TransferOrder = {
  readonly kind: TransferKind;
  /** The payment or top-up it is for: one transfer of each kind for each, for ever. */
  readonly subjectId: string;
  readonly postings: readonly Posting[];
};

/** Why a transfer was not posted. Nothing has been written then. */
export type TransferError = 'insufficient_funds' | 'already_posted' | 'unknown_account' | 'unbalanced';

export type TransferResult =
  | { readonly ok: true; readonly transferId: string }
  | { readonly ok: false; readonly error: TransferError };

type AccountRow = { id: bigint; kind: string; owner_id: string | null; balance: bigint };

/** Debit and credit of the same amount: the postings of most transfers. */
export function move(from: Account, to: Account, amount: Cents): Posting[] {
  return [
    { account: from, amount: negateCents(amount) },
    { account: to, amount },
  ];
}

/** Opens a person's wallet, once; opening again changes nothing. */
export async function openWallet(tx: Transaction, personId: string): Promise<void> {
  await tx.query(
    "insert into ledger.accounts (kind, owner_id) values ('wallet', $1) on conflict do nothing",
    [personId],
  );
}

/** What is in a person's wallet. Decide on it only after `lockAccounts`, in the same transaction. */
export async function walletBalance(queryable: Queryable, personId: string): Promise<Cents> {
  const result = await queryable.query<{ balance: bigint }>(
    "select balance from ledger.accounts where kind = 'wallet' and owner_id = $1",
    [personId],
  );
  return cents(onlyRow(result).balance);
}

/**
 * Locks accounts until the transaction ends, always in the order of their ids: two transfers in opposite
 * directions wait for each other instead of deadlocking (T43).
 */
export async function lockAccounts(tx: Transaction, accounts: readonly Account[]): Promise<void> {
  await lockRows(tx, accounts);
}

async function lockRows(tx: Transaction, accounts: readonly Account[]): Promise<Map<string, AccountRow>> {
  const owners = accounts.flatMap((account) => (typeof account === 'string' ? [] : [account.wallet]));
  const kinds = accounts.flatMap((account) => (typeof account === 'string' ? [account] : []));
  const { rows } = await tx.query<AccountRow>(
    `select id, kind, owner_id, balance from ledger.accounts
      where (kind = 'wallet' and owner_id = any($1::uuid[])) or (kind = any($2::text[]) and owner_id is null)
      order by id for no key update`,
    [owners, kinds],
  );
  return new Map(rows.map((row) => [row.owner_id ?? row.kind, row]));
}

/** Amounts by account, so that two postings to one account count as one, and none of 0. */
function combine(postings: readonly Posting[]): Posting[] {
  const byKey = new Map<string, Posting>();
  for (const posting of postings) {
    const key = keyOf(posting.account);
    const amount = sumCents([byKey.get(key)?.amount ?? cents(0n), posting.amount]);
    byKey.set(key, { account: posting.account, amount });
  }
  return [...byKey.values()].filter((posting) => posting.amount !== 0n);
}

function keyOf(account: Account): string {
  return typeof account === 'string' ? account : account.wallet;
}

/**
 * Posts one transfer inside the caller's transaction. The accounts stay locked until that ends. The database
 * checks everything again (0001_ledger.sql): what is checked here is what a caller must hear as a value.
 */
export async function postTransfer(tx: Transaction, order: TransferOrder): Promise<TransferResult> {
  const postings = combine(order.postings);
  if (postings.length < 2 || sumCents(postings.map((posting) => posting.amount)) !== 0n) {
    return { ok: false, error: 'unbalanced' };
  }
  const rows = await lockRows(
    tx,
    postings.map((posting) => posting.account),
  );
  const lines: { accountId: bigint; amount: Cents }[] = [];
  for (const { account, amount } of postings) {
    const row = rows.get(keyOf(account));
    if (!row) return { ok: false, error: 'unknown_account' };
    const after = sumCents([cents(row.balance), amount]);
    if (after < 0n && mayNotGoBelowZero(row.kind)) return { ok: false, error: 'insufficient_funds' };
    lines.push({ accountId: row.id, amount });
  }
  const transferId = newId();
  const made = await tx.query(
    'insert into ledger.transfers (id, kind, subject_id) values ($1, $2, $3) on conflict (subject_id, kind) do nothing',
    [transferId, order.kind, order.subjectId],
  );
  if (made.rowCount === 0) return { ok: false, error: 'already_posted' };
  await tx.query(
    'insert into ledger.postings (transfer_id, account_id, amount) select $1, account_id, amount from unnest($2::bigint[], $3::bigint[]) line (account_id, amount)',
    [transferId, lines.map((line) => line.accountId), lines.map((line) => line.amount)],
  );
  return { ok: true, transferId };
}

function mayNotGoBelowZero(kind: string): boolean {
  return kind === 'wallet' || kind === 'held' || kind === 'pot';
}
