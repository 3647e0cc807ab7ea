/** The account of a person's own wallet: its lock is the one that every payment of his takes. */
import type { Accounts } from '../ledger/accounts.ts';
import type { AccountId } from '../ledger/books.ts';

/** @throws Error when he has none, which cannot be: signing in opens it. */
export async function walletAccount(accounts: Accounts, personId: string): Promise<AccountId> {
  const account = (await accounts.wallets([personId])).get(personId);
  if (account === undefined) throw new Error(`${personId} has no wallet`);
  return account;
}
