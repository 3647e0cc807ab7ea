/** Finding and opening accounts. An account is for ever, so what has once been found is not asked for again. */
import { type Cents, cents } from '../../lib/money.ts';
import { onlyRow, type Queryable, type Transaction } from '../db/pool.ts';
import type { AccountId } from './books.ts';

export type IssuerAccount =
  | 'held'
  | 'fees'
  | 'card_receivable'
  | 'acquirer_fees'
  | 'chargeback_receivable'
  | 'payout_transit'
  | 'safeguarding';

export type IssuerAccounts = Readonly<Record<IssuerAccount, AccountId>>;

/** The numbers of accounts, by their holders. */
export type Accounts = {
  issuer(): Promise<IssuerAccounts>;
  /** The wallets of these people. One that has none is not in the answer. */
  wallets(personIds: readonly string[]): Promise<ReadonlyMap<string, AccountId>>;
};

/** The wallet of one person. @throws Error when he has none, which cannot be: signing in opens it. */
export async function walletAccount(accounts: Accounts, personId: string): Promise<AccountId> {
  const account = (await accounts.wallets([personId])).get(personId);
  if (account === undefined) throw new Error(`${personId} has no wallet`);
  return account;
}

/** How many wallets are remembered: about 10 MB. */
const MOST_REMEMBERED = 100_000;

/** Knows no account before it is asked for the first time. */
export function createAccounts(queryable: Queryable): Accounts {
  const known = new Map<string, AccountId>();
  let issuer: IssuerAccounts | null = null;
  return {
    issuer: async () => {
      issuer ??= await readIssuer(queryable);
      return issuer;
    },
    async wallets(personIds) {
      const missing = personIds.filter((id) => !known.has(id));
      const found = new Map<string, AccountId>();
      if (missing.length > 0) {
        const wallets = await queryable.query<{ id: AccountId; owner_id: string }>(
          "select id::text, owner_id from ledger.accounts where kind = 'wallet' and owner_id = any($1::uuid[])",
          [missing],
        );
        for (const { id, owner_id } of wallets.rows) found.set(owner_id, id);
        if (known.size > MOST_REMEMBERED) known.clear();
        for (const [owner, id] of found) known.set(owner, id);
      }
      for (const id of personIds) {
        const account = known.get(id);
        if (account !== undefined) found.set(id, account);
      }
      return found;
    },
  };
}

async function readIssuer(queryable: Queryable): Promise<IssuerAccounts> {
  const { rows } = await queryable.query<{ id: AccountId; kind: IssuerAccount }>(
    'select id::text, kind from ledger.accounts where owner_id is null',
  );
  return Object.fromEntries(rows.map(({ id, kind }) => [kind, id])) as IssuerAccounts;
}

/** Opens a person's wallet, once; opening again changes nothing. */
export async function openWallet(tx: Transaction, personId: string): Promise<void> {
  await tx.query(
    "insert into ledger.accounts (kind, owner_id) values ('wallet', $1) on conflict do nothing",
    [personId],
  );
}

/** Closes an empty wallet for ever. Books must be open on it; the journal refuses whatever would come afterwards. */
export async function closeWallet(tx: Transaction, personId: string): Promise<void> {
  await tx.query(
    "update ledger.accounts set closed_at = moineau_now() where kind = 'wallet' and owner_id = $1",
    [personId],
  );
}

/** What is in a person's wallet. For showing: a decision needs books, opened in the same transaction. */
export async function walletBalance(queryable: Queryable, personId: string): Promise<Cents> {
  const result = await queryable.query<{ balance: bigint }>(
    "select balance from ledger.accounts where kind = 'wallet' and owner_id = $1",
    [personId],
  );
  return cents(onlyRow(result).balance);
}
