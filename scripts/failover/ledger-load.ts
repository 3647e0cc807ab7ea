/**
 * Orders that go to the ledger's executor directly, through the same proxy: many more than people can confirm
 * over HTTP, so that the kill hits something. Each is asked for again, with its own id, until its outcome is known.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { v7 } from 'uuid';
import { cents } from '../../lib/money.ts';
import { createPool, withTransaction } from '../../server/db/pool.ts';
import { createAccounts, openWallet } from '../../server/ledger/accounts.ts';
import type { AccountId } from '../../server/ledger/books.ts';
import { createTransferExecutor } from '../../server/ledger/post.ts';
import type { Random } from '../../tests/chaos/random.ts';
import type { Watch } from './http-load.ts';
import type { Tally } from './tally.ts';

const WALLETS = 500;
const OPENING_CENTS = 10_000_000n;
const AGAIN_MS = 100;
const IN_FLIGHT = 2;
const MAX_BATCH = 1_024;
/** A client's own patience: an order whose answer takes longer is of unknown outcome, and is asked for again. */
const DEADLINE_MS = 10_000;

type Wallet = { readonly ownerId: string; readonly account: AccountId };

export type LedgerLoad = Awaited<ReturnType<typeof openLedgerLoad>>;

/** Opens wallets of its own, with money in them. */
export async function openLedgerLoad(databaseUrl: string) {
  const pool = createPool(databaseUrl, IN_FLIGHT + 2);
  const executor = createTransferExecutor(pool, { maxBatch: MAX_BATCH, inFlight: IN_FLIGHT });
  const owners = Array.from({ length: WALLETS }, () => v7());
  await withTransaction(pool, async (tx) => {
    for (const owner of owners) await openWallet(tx, owner);
  });
  const accounts = createAccounts(pool);
  const issuer = await accounts.issuer();
  const wallets: Wallet[] = [...(await accounts.wallets(owners))].map(([ownerId, account]) => ({
    ownerId,
    account,
  }));
  const funded = await Promise.all(
    wallets.map(({ account }) =>
      executor.run({
        ...{ kind: 'topup', subjectId: v7(), from: issuer.card_receivable, to: account },
        amount: cents(OPENING_CENTS),
      }),
    ),
  );
  if (!funded.every((outcome) => outcome?.ok)) throw new Error('the wallets were not funded');

  /** True: it moved. False: it was refused. Null: nobody knows yet. */
  const post = async (order: Parameters<typeof executor.run>[0]): Promise<boolean | null> => {
    const patience = new AbortController();
    const late = delay(DEADLINE_MS, null, { signal: patience.signal }).catch(() => null);
    const outcome = await Promise.race([executor.run(order).catch(() => null), late]);
    patience.abort();
    if (outcome === null) return null;
    return outcome.ok || outcome.error === 'already_posted';
  };

  const transferOnce = async (chance: Random, tally: Tally, watch: Watch) => {
    const from = chance.pick(wallets);
    const to = chance.pick(wallets);
    if (from === to) return;
    const amount = BigInt(chance.between(1, 500));
    const subjectId = v7();
    tally.ask({ subjectId, from: from.ownerId, to: to.ownerId, amount });
    for (;;) {
      const moved = await post({
        ...{ kind: 'settle', subjectId, from: from.account, to: to.account },
        amount: cents(amount),
      });
      if (moved === true) tally.acknowledged(subjectId);
      if (moved === false) tally.refused(subjectId);
      if (moved !== null) return;
      tally.unknown(subjectId);
      if (watch.givingUp) return;
      await delay(AGAIN_MS);
    }
  };

  return {
    opening: wallets.map(({ ownerId }): [string, bigint] => [ownerId, OPENING_CENTS]),
    /** So many at once, each one after the other. Resolves when the outcome of all is known. */
    async run(inFlight: number, { chance, tally, watch }: { chance: Random; tally: Tally; watch: Watch }) {
      const client = async () => {
        while (!watch.stopping) await transferOnce(chance, tally, watch);
      };
      await Promise.all(Array.from({ length: inFlight }, client));
    },
    /** Ends the connections; what is still under way there is cut off. */
    close: () => pool.end(),
  };
}
