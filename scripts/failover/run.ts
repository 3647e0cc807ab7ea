/**
 * One run: the set-up, the load, the loss of the primary under it, and the proof. It must never judge by what the
 * set-up says of itself: only by what the clients were told and what the books say.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { startServerProcess } from '../../server/testing/process.ts';
import { randomFrom } from '../../tests/chaos/random.ts';
import { type Fencing, loseThePrimary, promote, rejoin, startOldPrimary } from './disaster.ts';
import { gatherPayers, openingOf, type Payer, payEachOther } from './http-load.ts';
import { type LedgerLoad, openLedgerLoad } from './ledger-load.ts';
import type { Machine } from './machine.ts';
import type { FailoverOptions } from './options.ts';
import { readBooks } from './proof.ts';
import { type Endings, makeDirectory, startSetUp } from './set-up.ts';
import { type Comparison, createTally, type Tally } from './tally.ts';

const API_PROCESSES = 2;
const RECOVERY_TIMEOUT_MS = 60_000;
/** How long clients may go on asking for what they don't know yet. */
const RESOLVE_TIMEOUT_MS = 30_000;

export type RunReport = {
  readonly found: Comparison;
  readonly promotedInMs: number;
  /** From the kill to the first payment confirmed over HTTP. */
  readonly recoveredInMs: number;
  readonly fencing: Fencing | null;
  readonly rejoinedInMs: number | null;
};

export type RunContext = {
  readonly machine: Machine;
  readonly endings: Endings;
  /** Progress, for people. */
  readonly say: (line: string) => void;
};

/** Does it all. @throws Error when the set-up itself fails; a proof that fails is in the report. */
export async function runFailover(options: FailoverOptions, context: RunContext): Promise<RunReport> {
  const { machine, endings, say } = context;
  const { mode } = options;
  const directory = await makeDirectory(options.keep, endings);
  say(`PostgreSQL ${machine.postgresVersion}, primary and standby, mode ${mode}, in ${directory}`);
  const setUp = await startSetUp(machine, { directory, mode, endings });
  say('the standby follows; starting the API');
  const addresses = await startApis(setUp.databaseUrl, options, endings);
  say(`${API_PROCESSES} API processes behind the proxy; ${options.people} people sign in`);
  const payers = await gatherPayers(addresses, options.people);
  const ledger = await openLedgerLoad(setUp.databaseUrl);
  endings.add(() => ledger.close());
  const tally = createTally(new Map([...openingOf(payers), ...ledger.opening]));
  const load = startLoad({ options, payers, ledger, tally });
  const chance = randomFrom(options.seed).fork('disaster');

  await load.during(delay(options.calmMs + chance.below(500)));
  say(`${tally.acknowledgedCount} acknowledged; the standby falls behind, then the primary dies`);
  await load.during(loseThePrimary(setUp));
  const killedAt = performance.now();
  await load.during(promote(setUp.standby));
  const promotedInMs = Math.round(performance.now() - killedAt);
  say(`promoted after ${promotedInMs} ms`);
  await load.during(load.nextAcknowledgement());
  const recoveredInMs = Math.round(performance.now() - killedAt);
  say(`payments get through again after ${recoveredInMs} ms`);
  // Without a synchronous standby nothing holds the old primary back: only the control has none.
  const fencing = mode === 'sync' ? await load.during(startOldPrimary(setUp)) : null;
  const rejoinedInMs = options.rejoin ? await load.during(timed(rejoin(setUp, mode))) : null;
  if (rejoinedInMs !== null) say(`the old primary is a synchronous standby after ${rejoinedInMs} ms`);
  await load.during(delay(options.calmMs / 2));

  await load.end();
  say(`${tally.acknowledgedCount} acknowledged; reading the books`);
  const found = tally.compare(await readBooks(setUp.standby.superuserUrl, tally.subjects));
  return { found, promotedInMs, recoveredInMs, fencing, rejoinedInMs };
}

async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return Math.round(performance.now() - start);
}

/** The real API. One of them migrates, the others wait; rates are for one person's patience, and these are machines. */
async function startApis(databaseUrl: string, options: FailoverOptions, endings: Endings): Promise<string[]> {
  const rate = '1000000';
  const settings = { RATE_SIGN_INS: rate, RATE_ORDERS: rate, RATE_LOOKUPS: rate };
  return Promise.all(
    Array.from({ length: API_PROCESSES }, async () => {
      const api = await startServerProcess(databaseUrl, '', { settings, crowd: options.people });
      endings.add(() => api.stop());
      return api.address;
    }),
  );
}

type LoadParts = {
  readonly options: FailoverOptions;
  readonly payers: readonly Payer[];
  readonly ledger: LedgerLoad;
  readonly tally: Tally;
};

function startLoad({ options, payers, ledger, tally }: LoadParts) {
  let tell: (() => void) | null = null;
  const watch = { stopping: false, givingUp: false, acknowledged: () => tell?.() };
  const chance = randomFrom(options.seed);
  const done = Promise.all([
    payEachOther(payers, { chance: chance.fork('http'), tally, watch }),
    ledger.run(options.transfersInFlight, { chance: chance.fork('ledger'), tally, watch }),
  ]);
  const ended = done.then((): never => {
    throw new Error('the load ended by itself');
  });
  ended.catch(() => undefined);
  return {
    /** The work, unless the load breaks meanwhile. */
    during: <Value>(work: Promise<Value>): Promise<Value> => Promise.race([work, ended]),
    /** The next payment over HTTP that is acknowledged. */
    async nextAcknowledgement(): Promise<void> {
      const heard = new Promise<void>((resolve) => {
        tell = resolve;
      });
      const late = new AbortController();
      const timeout = delay(RECOVERY_TIMEOUT_MS, undefined, { signal: late.signal, ref: false });
      await Promise.race([
        heard,
        timeout.then(
          () => Promise.reject(new Error('no payment got through')),
          () => undefined,
        ),
      ]);
      late.abort();
    },
    /** Nobody begins anything new; resolves when everybody knows what has happened, or has given up. */
    async end(): Promise<void> {
      watch.stopping = true;
      const patience = setTimeout(() => {
        watch.givingUp = true;
      }, RESOLVE_TIMEOUT_MS);
      await done;
      clearTimeout(patience);
    },
  };
}
