/** A ledger under measurement: it counts what it has acknowledged, and its books are checked against that. */
import { createPool } from '../../../server/db/pool.ts';
import { createTransferExecutor } from '../../../server/ledger/post.ts';
import { checkBooks } from './books.ts';
import type { BenchCluster } from './cluster.ts';
import { type Load, type Posted, postFor } from './posting.ts';
import { makeWallets, type Wallets } from './wallets.ts';

/** Batches at once; more would only wait for each other on two cores. */
const IN_FLIGHT = 2;
/** Two batches of 512, or one to a wallet that everybody pays. */
const MAX_BATCH = 1_024;

export type BenchLedger = {
  readonly wallets: Wallets;
  post(load: Load): Promise<Posted>;
  /** Everything accepted so far. */
  accepted(): number;
  /** Reads all of the books. @throws Error when they are not whole. */
  check(): Promise<void>;
  close(): Promise<void>;
};

/** A database of its own with so many wallets. */
export async function openLedger(
  cluster: BenchCluster,
  name: string,
  walletCount: number,
): Promise<BenchLedger> {
  const url = await cluster.createMigrated(name);
  const wallets = await makeWallets(url, walletCount);
  const pool = createPool(url, IN_FLIGHT);
  const executor = createTransferExecutor(pool, { maxBatch: MAX_BATCH, inFlight: IN_FLIGHT });
  let accepted = 0;
  return {
    wallets,
    async post(load) {
      const posted = await postFor(executor, load);
      accepted += posted.accepted;
      return posted;
    },
    accepted: () => accepted,
    check: () => checkBooks(url, 'settle', accepted),
    async close() {
      await executor.idle();
      await pool.end();
    },
  };
}
