/**
 * Freezing the wallet: at once, with nothing but the session, so that whoever has lost a device can stop it. Opening it
 * again takes code and device. Both under the lock that every payment takes: after the answer nothing leaves.
 */
import type { SignedAct, Wallet } from '../../lib/protocol/index.ts';
import { type Pool, withTransaction } from '../db/pool.ts';
import type { Session } from '../http/authentication.ts';
import { type Accounts, walletAccount } from '../ledger/accounts.ts';
import { openBooks } from '../ledger/books.ts';
import type { PaymentLimits } from '../payments/rules.ts';
import { readWallets } from '../payments/spending.ts';
import { lockDevices } from '../people/devices.ts';
import { viewWallet } from '../people/people.ts';
import type { PersonalDependencies } from '../people/personal-proof.ts';
import { accept, type Result } from '../result.ts';
import { countUse, type ProofDependencies, proveActPersonally } from './proof.ts';

export type FreezeDependencies = ProofDependencies &
  PersonalDependencies & {
    readonly pool: Pool;
    readonly accounts: Accounts;
    readonly limits: PaymentLimits;
    /** Called when somebody was told something. */
    readonly nudge: () => void;
  };

/** Frozen already: since when stays as it was. */
export async function freezeWallet(
  { pool, accounts, limits }: Pick<FreezeDependencies, 'pool' | 'accounts' | 'limits'>,
  session: Session,
): Promise<Wallet> {
  const { personId } = session;
  const account = await walletAccount(accounts, personId);
  await withTransaction(pool, async (tx) => {
    const { at } = await openBooks(tx, [account], { withSpending: false });
    await tx.query(
      `insert into wallets as w (person_id, frozen_at) values ($1, $2)
        on conflict (person_id) do update set frozen_at = coalesce(w.frozen_at, excluded.frozen_at)`,
      [personId, at],
    );
  });
  return viewWallet(pool, session, limits);
}

/** One that is open stays open, and the device's counter as it was: an answer that was lost may be asked for again. */
export async function unfreezeWallet(
  dependencies: FreezeDependencies,
  session: Session,
  body: SignedAct,
): Promise<Result<Wallet>> {
  const { pool, accounts, limits, nudge } = dependencies;
  const { personId } = session;
  const proved = await proveActPersonally(dependencies, session, { action: 'wallet.unfreeze' }, body);
  if (!proved.ok) return proved;
  const account = await walletAccount(accounts, personId);
  const opened = await withTransaction(pool, async (tx): Promise<Result<null>> => {
    const devices = await lockDevices(tx, [session.device.id]);
    await openBooks(tx, [account], { withSpending: false });
    const row = (await readWallets(tx, [personId])).get(personId);
    if (!row?.frozen_at) return accept(null);
    const used = await countUse(tx, devices, session, body.use_counter);
    if (used.ok) await tx.query('update wallets set frozen_at = null where person_id = $1', [personId]);
    return used;
  });
  nudge();
  return opened.ok ? accept(await viewWallet(pool, session, limits)) : opened;
}
