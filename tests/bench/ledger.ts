/**
 * `npm run bench:ledger`: how many transfers the journal accepts, against pgbench on the same PostgreSQL. They
 * go through the executor that collects and posts transfers; HTTP, signatures and payments are left out
 * (`bench:api` has them).
 */
import { type BenchCluster, startCluster } from './support/cluster.ts';
import { type BenchLedger, openLedger } from './support/ledger.ts';
import { readOptions } from './support/options.ts';
import { preparePgbench } from './support/pgbench.ts';
import type { Load } from './support/posting.ts';
import { type Contender, median, report, say, takeTurns } from './support/rounds.ts';

const WALLETS = 100_000;
const CONCURRENCIES = [256, 512, 1_024];
const PROBE_SECONDS = 2;

const options = readOptions(['ledger.uniform', 'ledger.hot', 'ledger.alone_p50'], { seconds: 8, rounds: 3 });
const cluster = await startCluster();
try {
  await bench(cluster);
} finally {
  await cluster.stop();
}

async function bench(cluster: BenchCluster): Promise<void> {
  const pgbench = await preparePgbench(await cluster.createDatabase('pgbench'), cluster.checkpoint);
  const ledger = await openLedger(cluster, 'ledger', WALLETS);
  const { seconds, rounds } = options;
  const clients = await bestConcurrency(ledger);
  const { wallets } = ledger;
  const [charity] = wallets.ids;
  if (charity === undefined) throw new Error('no wallets');
  const busy = [
    contender('ledger.uniform', { clients, seconds, route: wallets.pair }),
    contender('ledger.hot', { clients, seconds, route: () => [wallets.other(charity), charity] }),
  ].filter(({ name }) => options.wants(name));
  if (busy.length > 0) report(await takeTurns(pgbench.throughput(seconds), busy, rounds));
  if (options.wants('ledger.alone_p50')) {
    // Half as long: a thousand transactions a second are enough for a median.
    const half = Math.ceil(seconds / 2);
    report(await takeTurns(pgbench.aloneP50(half), [alone(half)], rounds));
  }
  await ledger.close();

  function contender(name: string, load: Load): Contender {
    return {
      ...{ name, unit: 'transfers/s' },
      async run() {
        await cluster.checkpoint();
        const posted = await ledger.post(load);
        await ledger.check();
        return { value: posted.accepted / posted.seconds, n: posted.accepted };
      },
    };
  }

  function alone(seconds: number): Contender {
    return {
      ...{ name: 'ledger.alone_p50', unit: 'ms' },
      async run() {
        await cluster.checkpoint();
        const load = { clients: 1, seconds, route: wallets.pair, keepLatencies: true };
        const { latencies, accepted } = await ledger.post(load);
        await ledger.check();
        return { value: median(latencies), n: accepted };
      },
    };
  }
}

/** Each is tried twice, and the better run counts. Also warms everything up: pgbench is compiled, and needs no warming. */
async function bestConcurrency(ledger: BenchLedger): Promise<number> {
  const rates = new Map<number, number>();
  for (const clients of [...CONCURRENCIES, ...CONCURRENCIES]) {
    const posted = await ledger.post({ clients, seconds: PROBE_SECONDS, route: ledger.wallets.pair });
    rates.set(clients, Math.max(rates.get(clients) ?? 0, posted.accepted / posted.seconds));
  }
  const [best] = [...rates].toSorted(([, a], [, b]) => b - a);
  say([...rates].map(([clients, rate]) => `${clients} clients: ${Math.round(rate)} transfers/s`).join(', '));
  if (!best) throw new Error('nothing was tried');
  return best[0];
}
