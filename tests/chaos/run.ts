/** Round after round, and the figures at the end. */
import { auditAllPayments } from './books.ts';
import { type Fault, faultsOf } from './faults.ts';
import { randomFrom } from './random.ts';
import { playRound, type RoundReport } from './round.ts';
import type { Tally } from './tally.ts';
import { createWorld, type World } from './world.ts';

export type RunOptions = {
  readonly seed: number;
  readonly rounds: number;
  /** Number of the first round. */
  readonly from: number;
  /** The one kind of fault to draw, or all. */
  readonly only: string | null;
  readonly signal: AbortSignal;
  readonly onRound: (report: RoundReport) => void;
};

/** After so many there is nothing more to learn. */
const MOST_FAILURES = 10;

export type Summary = {
  readonly seed: number;
  readonly rounds: number;
  readonly faults: Record<string, number>;
  /** Faults that could not be tried here, and why. */
  readonly skipped: Record<string, string>;
  readonly acknowledged: number;
  /** Of those, by kind of order and status of the answer. */
  readonly orders: Record<string, number>;
  readonly unknown_resolved: number;
  readonly transfers: number;
  readonly payments: number;
  readonly failures: number;
  readonly seconds: number;
};

type Figures = {
  -readonly [Name in
    | 'acknowledged'
    | 'orders'
    | 'unknown_resolved'
    | 'transfers'
    | 'payments']: Summary[Name];
};

/** Plays them all. Everything that was started has ended afterwards, also when it throws. */
export async function runChaos(options: RunOptions): Promise<Summary> {
  const { seed, rounds, from } = options;
  const startedAt = performance.now();
  const chosen = faultsOf(options.only);
  const faults: Record<string, number> = {};
  const skipped: Record<string, string> = {};
  const total: Figures = { acknowledged: 0, orders: {}, unknown_resolved: 0, transfers: 0, payments: 0 };
  let failures = 0;
  let next = from;
  const onRound = (report: RoundReport) => {
    for (const { kind, did } of report.faults) if (did !== null) faults[kind] = (faults[kind] ?? 0) + 1;
    if (report.failures.length > 0) failures++;
    options.onRound(report);
  };
  // A world in which something has failed says nothing more: the next round has a new one.
  while (next < from + rounds && failures < MOST_FAILURES && !options.signal.aborted) {
    const world = await createWorld(randomFrom(seed).fork('world'));
    try {
      if (typeof world.disk === 'string') skipped.fill_disk = world.disk;
      const candidates = chosen.filter(({ kind }) => !(kind in skipped));
      if (candidates.length === 0) throw new Error(Object.values(skipped).join('; '));
      next = await playUntilFailure(world, {
        ...options,
        onRound,
        candidates,
        from: next,
        end: from + rounds,
      });
    } finally {
      await world.close();
    }
    add(total, world.tally);
  }
  return {
    ...{ seed, rounds: next - from, faults, skipped },
    ...total,
    failures,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
}

/** Returns the number of the round to go on with. */
async function playUntilFailure(
  world: World,
  options: RunOptions & { readonly candidates: readonly Fault[]; readonly end: number },
): Promise<number> {
  const { seed, candidates, onRound, signal } = options;
  let round = options.from;
  for (; round < options.end && !signal.aborted; round++) {
    const report = await playRound(world, { seed, round, candidates });
    onRound(report);
    if (report.failures.length > 0) return round + 1;
  }
  const lost = await world.database.connected((client) => auditAllPayments(client, world.tally));
  if (lost.length > 0) onRound({ round: round - 1, faults: [], failures: lost, log: [], ms: 0 });
  return round;
}

function add(total: Figures, { counts, transfers, payments }: Tally): void {
  total.acknowledged += counts.acknowledged;
  for (const [name, times] of Object.entries(counts.orders))
    total.orders[name] = (total.orders[name] ?? 0) + times;
  total.unknown_resolved += counts.unknownResolved;
  total.transfers += transfers.size;
  total.payments += payments.size;
}
