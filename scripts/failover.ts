/**
 * `npm run failover -- --seed N [--mode sync|async] [--rejoin] [--keep]`: the replicated set-up of deploy/ on this
 * machine, its primary killed under load, its standby promoted, and the proof that nothing acknowledged is lost.
 * `--mode async` is the control: without a synchronous standby the same run has to lose something.
 * Progress on standard error, JSON lines on standard output; exits with 1 when the proof fails.
 */
import { type Machine, openMachine } from './failover/machine.ts';
import { type FailoverOptions, readOptions, USAGE } from './failover/options.ts';
import { type RunReport, runFailover } from './failover/run.ts';
import { createEndings } from './failover/set-up.ts';
import { objections } from './failover/tally.ts';

function say(line: string): void {
  console.error(`failover ${(performance.now() / 1_000).toFixed(1)} s: ${line}`);
}

/** Prints the result. @returns whether it is the one expected. */
function report(options: FailoverOptions, run: RunReport): boolean {
  const { found, fencing } = run;
  const reasons = objections(options.mode, found);
  if (fencing) {
    const held = !fencing.mayTakeWrites && fencing.reachedByProxy === 0 && !fencing.acknowledged;
    if (!held) reasons.push('the old primary came back and took writes');
    console.log(
      JSON.stringify({
        fencing: held ? 'ok' : 'failed',
        old_primary_says_it_is_primary: fencing.saysItIsPrimary,
        may_take_writes: fencing.mayTakeWrites,
        reached_through_proxy: fencing.reachedByProxy,
        acknowledged_a_commit: fencing.acknowledged,
      }),
    );
  }
  if (run.rejoinedInMs !== null)
    console.log(JSON.stringify({ rejoin: 'ok', rejoined_in_ms: run.rejoinedInMs }));
  console.log(
    JSON.stringify({
      failover: reasons.length === 0 ? 'ok' : 'failed',
      mode: options.mode,
      seed: options.seed,
      expected: options.mode === 'sync' ? 'lost = 0' : 'lost > 0 (control)',
      acknowledged: found.acknowledged,
      lost: found.lost,
      doubled: found.doubled,
      unknown: found.unknown,
      unknown_resolved: found.unknownResolved,
      balanced: found.balanced,
      wallets_off: found.walletsOff,
      promoted_in_ms: run.promotedInMs,
      recovered_in_ms: run.recoveredInMs,
      ...(reasons.length > 0 ? { because: reasons } : {}),
    }),
  );
  return reasons.length === 0;
}

async function main(): Promise<number> {
  let options: FailoverOptions;
  let machine: Machine;
  try {
    options = readOptions(process.argv.slice(2));
    machine = await openMachine();
  } catch (error) {
    // What to type or to install: no stack.
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const endings = createEndings();
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      say(`${signal}: ending everything`);
      void endings.run().finally(() => process.exit(status));
    });
  }
  try {
    return report(options, await runFailover(options, { machine, endings, say })) ? 0 : 1;
  } finally {
    await endings.run();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error);
  return 2;
});
