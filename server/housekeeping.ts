/**
 * What is done in the background, now and then, by every process: forgetting what is of no use any more, and asking
 * about top-ups under way. Any of it may fail or be done twice without harm: the next round does it.
 */
import { setTimeout } from 'node:timers/promises';
import type { Pool } from './db/pool.ts';
import { countUnresolved, type FundingDependencies, sweepTopUps } from './funding/topups.ts';
import type { Metrics } from './ops/metrics.ts';
import type { Desk } from './payments/desk.ts';
import { sweepOverdue } from './payments/overdue.ts';
import { sweepRequests } from './requests/ends.ts';

const ROUND_MS = 60_000;
/** Small, so that no statement runs long or holds many locks; what is left waits for the next round. */
const BATCH = 5_000;
const BATCHES_PER_ROUND = 100;
/** Longer than the acquirer's deadline: a request that still waits for it is left alone. */
const TOP_UPS = { patienceSeconds: 30, most: 5 };
/** Less than a stopping server has. What is cut off then stays as it was, for the next round. */
const STOP_MS = 3_000;

/** What is forgotten, and when. A used sign-in goes with its expiry: until then it must not be used again. */
const forgotten: readonly (readonly [table: string, condition: string])[] = [
  ['dpop_proofs', 'expires_at < moineau_now()'],
  ['links', "expires_at < moineau_now() - interval '1 hour'"],
  ['sessions', "expires_at < moineau_now() - interval '7 days'"],
  ['idempotency', "created_at < moineau_now() - interval '30 days'"],
];

export type HouseDependencies = FundingDependencies & {
  readonly desk: Desk;
  /** Counted nowhere when absent. */
  readonly metrics?: Pick<Metrics, 'housekept' | 'topUpsUnresolved'>;
};

/** One round. */
export async function keepHouse(
  dependencies: HouseDependencies,
  { batch, topUps } = { batch: BATCH, topUps: TOP_UPS },
): Promise<void> {
  const { pool, log } = dependencies;
  const tasks: [string, () => Promise<unknown>][] = [
    ['topups', () => repeat(topUps.most, () => sweepTopUps(dependencies, topUps))],
    ['payments', () => repeat(batch, () => sweepOverdue(dependencies, batch))],
    ['requests', () => repeat(batch, () => sweepRequests(dependencies, batch))],
    ...forgotten.map(([table, condition]): [string, () => Promise<unknown>] => [
      table,
      () => repeat(batch, () => forget(pool, table, condition, batch)),
    ]),
  ];
  for (const [name, task] of tasks) {
    // One that fails must not keep the others from being done.
    const succeeded = await task().then(
      () => true,
      (error: unknown) => {
        log.warn({ err: error, task: name }, 'housekeeping failed');
        return false;
      },
    );
    dependencies.metrics?.housekept(name, succeeded);
  }
  if (dependencies.metrics)
    dependencies.metrics.topUpsUnresolved(await countUnresolved(pool, topUps.patienceSeconds));
}

/** Does full batches, so many at most. */
async function repeat(full: number, work: () => Promise<number>): Promise<void> {
  for (let i = 0; i < BATCHES_PER_ROUND; i++) if ((await work()) < full) return;
}

async function forget(pool: Pool, table: string, condition: string, batch: number): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from ${table} where ctid = any(array(
       select ctid from ${table} where ${condition} limit $1 for update skip locked))`,
    [batch],
  );
  return rowCount ?? 0;
}

/** Does a round every minute, never two at once. `stop` waits a little for the one under way. */
export function startHousekeeping(dependencies: HouseDependencies): { stop(): Promise<void> } {
  let round: Promise<void> | null = null;
  const timer = setInterval(() => {
    round ??= keepHouse(dependencies)
      .catch((error: unknown) => dependencies.log.warn({ err: error }, 'housekeeping failed'))
      .finally(() => {
        round = null;
      });
  }, ROUND_MS);
  return {
    async stop() {
      clearInterval(timer);
      if (round) await Promise.race([round, setTimeout(STOP_MS, undefined, { ref: false })]);
    },
  };
}
