/** Wallets to move money between. Their opening balances are real transfers, so that the journal stays whole. */
import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { type Cents, cents } from '../../../lib/money.ts';
import { createPool, withTransaction } from '../../../server/db/pool.ts';
import { createAccounts } from '../../../server/ledger/accounts.ts';
import type { AccountId } from '../../../server/ledger/books.ts';
import { postTransfers } from '../../../server/ledger/post.ts';
import { ask } from './cluster.ts';

/** 5,000 €: nobody runs dry within a bench. */
const OPENING = cents(500_000n);
/** Wallets a transaction. */
const CHUNK = 4_000;

export type Wallets = {
  readonly ids: readonly AccountId[];
  /** Two different ones, by chance. */
  pair(): [AccountId, AccountId];
  /** One of them, by chance, but not this one. */
  other(id: AccountId): AccountId;
};

/** Makes so many wallets of nobody in particular, each with 5,000 €. */
export async function makeWallets(databaseUrl: string, count: number): Promise<Wallets> {
  const ids = await openWallets(
    databaseUrl,
    Array.from({ length: count }, () => v7()),
  );
  const any = () => {
    const id = ids[randomInt(ids.length)];
    if (id === undefined) throw new Error('no wallets');
    return id;
  };
  const other = (id: AccountId): AccountId => {
    const candidate = any();
    return candidate === id ? other(id) : candidate;
  };
  return {
    ids,
    other,
    pair() {
      const from = any();
      return [from, other(from)];
    },
  };
}

/** Opens a wallet for each of these owners and tops it up with 5,000 €, as if by card. */
export async function openWallets(databaseUrl: string, ownerIds: readonly string[]): Promise<AccountId[]> {
  const pool = createPool(databaseUrl, 1);
  try {
    const accounts = createAccounts(pool);
    const { card_receivable: from } = await accounts.issuer();
    const opened: AccountId[] = [];
    for (let start = 0; start < ownerIds.length; start += CHUNK) {
      const owners = ownerIds.slice(start, start + CHUNK);
      await pool.query("insert into ledger.accounts (kind, owner_id) select 'wallet', unnest($1::uuid[])", [
        owners,
      ]);
      const wallets = [...(await accounts.wallets(owners)).values()];
      const orders = wallets.map(
        (to) => ({ kind: 'topup', subjectId: v7(), from, to, amount: OPENING }) as const,
      );
      const outcomes = await withTransaction(pool, (tx) => postTransfers(tx, orders));
      if (outcomes.some(({ ok }) => !ok)) throw new Error('an opening balance was refused');
      for (const wallet of wallets) opened.push(wallet);
    }
    await ask(databaseUrl, 'vacuum analyze');
    return opened;
  } finally {
    await pool.end();
  }
}

/** From one cent to twenty: small enough that no limit is reached in millions of them. */
export function smallAmount(): Cents {
  return cents(BigInt(randomInt(1, 21)));
}
