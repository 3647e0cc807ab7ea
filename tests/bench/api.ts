/**
 * `npm run bench:api`: the whole API over HTTP, against pgbench on the same PostgreSQL (confirmations), against
 * argon2id alone (confirmations with their code checked), and a long history against a short one.
 */
import { PIN } from '../../server/testing/api.ts';
import { startApi } from './http/api.ts';
import { argonAlone, chooseCodes } from './http/codes.ts';
import { fillHistory, pageReader } from './http/history.ts';
import { prepareConfirmations } from './http/orders.ts';
import { admitPeople, type BenchPerson } from './http/people.ts';
import { sendVolley } from './http/volley.ts';
import { checkBooks } from './support/books.ts';
import { ask, startCluster } from './support/cluster.ts';
import { readOptions } from './support/options.ts';
import { preparePgbench } from './support/pgbench.ts';
import { type Contender, type Figure, type Run, report, rounded, say, takeTurns } from './support/rounds.ts';

const CLIENTS = 256;
/** Fewer: the server lets 200 codes wait, and turns the next ones away. */
const CLIENTS_WITH_CODE = 64;
const PEOPLE = 40 * CLIENTS;
const PAGES = 300;
/** So many times what the fastest run needed is prepared for the next one. */
const HEADROOM = 1.8;

const options = readOptions(['api.signed', 'api.code', 'api.history'], { seconds: 8, rounds: 3 });
const { seconds, rounds } = options;
const cluster = await startCluster();
try {
  if (options.wants('api.signed')) report(await signed());
  if (options.wants('api.code')) report(await withCode());
  if (options.wants('api.history')) report(await history());
} finally {
  await cluster.stop();
}

async function signed(): Promise<Figure[]> {
  const pgbench = await preparePgbench(await cluster.createDatabase('pgbench'), cluster.checkpoint);
  const url = await cluster.createMigrated('api_signed');
  const people = await admitPeople(url, PEOPLE);
  const api = await startApi(url, 'accepted');
  const settle = createSettling({ url, people, address: api.address, clients: CLIENTS, firstGuess: 3_000 });
  // Warms the server up and shows how fast it is.
  await settle(3);
  const contender = { name: 'api.signed', unit: 'payments/s', run: () => settle(seconds) };
  const figures = await takeTurns(pgbench.throughput(seconds), [contender], rounds);
  await api.stop();
  return figures;
}

async function withCode(): Promise<Figure[]> {
  const url = await cluster.createMigrated('api_code');
  const people = await admitPeople(url, PEOPLE);
  const api = await startApi(url, 'checked');
  const [first] = people;
  if (!first) throw new Error('no people');
  const hash = await chooseCodes(url, api, first);
  const settle = createSettling({
    ...{ url, people, address: api.address, clients: CLIENTS_WITH_CODE, firstGuess: 150 },
  });
  await settle(2);
  const contender: Contender = { name: 'api.code', unit: 'payments/s', run: () => settle(seconds) };
  const figures = await takeTurns(argonAlone(hash, seconds), [contender], rounds);
  await api.stop();
  return figures;
}

async function history(): Promise<Figure[]> {
  const url = await cluster.createMigrated('api_history');
  const [big, small] = await fillHistory(url);
  const api = await startApi(url, 'accepted');
  const short = pageReader(
    { name: 'api.history_100', walks: false },
    { api, person: small, requests: PAGES },
  );
  const long = pageReader({ name: 'api.history', walks: true }, { api, person: big, requests: PAGES });
  await short.run();
  await long.run();
  const figures = await takeTurns(short, [long], rounds);
  await api.stop();
  return figures;
}

type Settling = {
  readonly url: string;
  readonly people: readonly BenchPerson[];
  readonly address: string;
  readonly clients: number;
  /** Confirmations a second, to begin with. */
  readonly firstGuess: number;
};

/** Settles payments for so many seconds, and looks at the books afterwards. */
function createSettling({ url, people, address, clients, firstGuess }: Settling) {
  let acknowledged = 0;
  let fastest = firstGuess;
  return async function settle(duration: number): Promise<Run> {
    const each = Math.ceil((fastest * duration * HEADROOM) / clients) + 2;
    const requests = await prepareConfirmations(url, people, { clients, each, pin: PIN });
    await cluster.checkpoint();
    const hits = await sendVolley({ address, requests, seconds: duration, good: '"state":"settled"' });
    acknowledged += hits.good;
    await checkBooks(url, 'settle', acknowledged);
    await checkPayments(url, acknowledged);
    const rate = hits.inTime / duration;
    fastest = Math.max(fastest, hits.ranDry ? 2 * fastest : rate);
    if (hits.ranDry) return settle(duration);
    say(`${clients} clients, median latency ${rounded(hits.p50Ms)} ms`);
    return { value: rate, n: hits.good };
  };
}

/** Every payment that was acknowledged is settled in the table of payments too. */
async function checkPayments(url: string, acknowledged: number): Promise<void> {
  const [row] = await ask<{ count: string }>(
    url,
    "select count(*)::text as count from payments where state = 'settled'",
  );
  if (row?.count !== String(acknowledged))
    throw new Error(`${row?.count} payments are settled, ${acknowledged} were acknowledged`);
}
