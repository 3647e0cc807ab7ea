/**
 * `npm run bench:growth`: whether the ledger stays as fast when it grows: with ten times and a hundred times the
 * wallets, and after ten million transfers. Prints a table for docs/PERFORMANCE.md, and ends with 1 when a row is
 * more than a quarter below the first one at 100,000 wallets.
 */
import { startCluster } from './support/cluster.ts';
import { type BenchLedger, openLedger } from './support/ledger.ts';
import { readOptions } from './support/options.ts';
import { preparePgbench } from './support/pgbench.ts';
import { type Contender, type Figure, report, say, takeTurns } from './support/rounds.ts';

const CLIENTS = 1_024;
const SIZES = [10_000, 100_000, 1_000_000];
/** The history is grown where the figure of the other benches is measured. */
const GROWN_SIZE = 100_000;
const HISTORY = 10_000_000;
const LEAST_SHARE = 0.75;
/** Longer than it can take: the number of transfers ends it. */
const FILL_SECONDS = 3_600;

type Row = { wallets: number; transfers: number; figure: Figure };

const { seconds, rounds } = readOptions([], { seconds: 8, rounds: 3 });
const cluster = await startCluster();
try {
  process.exitCode = await bench();
} finally {
  await cluster.stop();
}

async function bench(): Promise<number> {
  const pgbench = await preparePgbench(await cluster.createDatabase('pgbench'), cluster.checkpoint);
  const ledgers = new Map<number, BenchLedger>();
  for (const size of SIZES) ledgers.set(size, await openLedger(cluster, `ledger_${size}`, size));
  const grown = ledgers.get(GROWN_SIZE);
  if (!grown) throw new Error('nothing to grow');
  // Warms this process up.
  await grown.post({ clients: CLIENTS, seconds: 3, route: grown.wallets.pair });

  const young = await takeTurns(
    pgbench.throughput(seconds),
    [...ledgers].map(([size, ledger]) => uniform(`ledger.uniform.${size}`, ledger)),
    rounds,
  );
  const rows: Row[] = [...ledgers].map(([wallets, ledger], i) => ({
    wallets,
    transfers: ledger.accepted(),
    figure: young[i + 1] as Figure,
  }));
  for (const [size, ledger] of ledgers) if (size !== GROWN_SIZE) await ledger.close();

  await grow(grown);
  const [pgbenchAgain, old] = await takeTurns(
    pgbench.throughput(seconds),
    [uniform(`ledger.uniform.${GROWN_SIZE}.after_${HISTORY}`, grown)],
    rounds,
  );
  rows.push({ wallets: GROWN_SIZE, transfers: grown.accepted(), figure: old as Figure });
  await grown.close();
  report([...young, pgbenchAgain as Figure, old as Figure]);
  return printTable(rows);
}

function uniform(name: string, ledger: BenchLedger): Contender {
  return {
    ...{ name, unit: 'transfers/s' },
    async run() {
      await cluster.checkpoint();
      const posted = await ledger.post({ clients: CLIENTS, seconds, route: ledger.wallets.pair });
      await ledger.check();
      return { value: posted.accepted / posted.seconds, n: posted.accepted };
    },
  };
}

/** Posts until there are ten million: real transfers, through the same executor. */
async function grow(ledger: BenchLedger): Promise<void> {
  for (let goal = 1_000_000; goal <= HISTORY; goal += 1_000_000) {
    const most = goal - ledger.accepted();
    if (most <= 0) continue;
    const load = { clients: CLIENTS, seconds: FILL_SECONDS, route: ledger.wallets.pair, most };
    const posted = await ledger.post(load);
    say(
      `${goal / 1_000_000} million: the last ${posted.accepted} at ${Math.round(posted.accepted / posted.seconds)}/s`,
    );
  }
  await ledger.check();
}

/** 0 when every row is within a quarter of the first at 100,000 wallets, else 1. */
function printTable(rows: readonly Row[]): number {
  const base = rows.find(({ wallets }) => wallets === GROWN_SIZE)?.figure.ratio ?? Number.NaN;
  const count = (value: number) => value.toLocaleString('en');
  console.log('\n| wallets | transfers in the journal | transfers/s | ratio to pgbench | share |');
  console.log('|---|---|---|---|---|');
  for (const { wallets, transfers, figure } of rows) {
    const share = Math.round((figure.ratio / base) * 100);
    console.log(
      `| ${count(wallets)} | ${count(transfers)} | ${count(figure.value)} | ${figure.ratio} | ${share} % |`,
    );
  }
  return rows.every(({ figure }) => figure.ratio >= LEAST_SHARE * base) ? 0 : 1;
}
