/**
 * What the process tells about itself, in Prometheus' text form. Labels come from closed lists or from the code: a
 * metric must never bear anything of a person, an id, an amount, or an address that a client wrote.
 */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { problemCodes } from '../../lib/protocol/index.ts';

const orderKinds = ['confirm', 'cancel', 'claim', 'decline', 'refund', 'return', 'expire'] as const;
const orderOutcomes = ['done', ...problemCodes, 'outcome_unknown'] as const;
const shedReasons = ['event_loop', 'heap', 'in_flight', 'database', 'orders', 'pins'] as const;
export type ShedReason = (typeof shedReasons)[number];

/** What is read at each look: how much there is of it now. */
const watched = {
  http_requests_in_flight: 'Requests under way, event streams and probes apart.',
  event_streams: 'Event streams open.',
  database_connections: 'Connections of the pool.',
  database_connections_in_use: 'Connections of the pool that are at work.',
  database_waiting: 'Statements and transactions that wait for a connection.',
  orders_waiting: 'Orders about payments that wait for a batch.',
  pin_checks_running: 'Checks of a code (argon2id) at work.',
  pin_checks_waiting: 'Checks of a code that wait.',
} as const;
export type Watched = keyof typeof watched;

export type Metrics = {
  /** One answer. `route`: as in the table of endpoints. `seconds` is null where a duration says nothing (streams). */
  answered(request: { route: string | null; method: string; status: number; seconds: number | null }): void;
  /** One order about payments. `outcome` is `done`, `outcome_unknown` or the problem's code. */
  ordered(kind: string, outcome: string): void;
  /** One batch of the executor: how many orders, and for how long in the database. */
  batchDone(batch: { size: number; seconds: number }): void;
  /** An answer given again to the same Idempotency-Key. */
  replayed(): void;
  /** A request turned away because there is too much to do. */
  shed(reason: ShedReason): void;
  /** One task of a round of housekeeping. `task` is a name in the code. */
  housekept(task: string, succeeded: boolean): void;
  /** Top-ups whose outcome the acquirer has not told, as the last look found. */
  topUpsUnresolved(count: number): void;
  /** One text of X that asks for a payment: `ordered`, or why not. */
  commandRead(outcome: string): void;
  /** One message or post of the service: what became of it. */
  spoke(outcome: string): void;
  /** One request to X. `call` is a name in the code. */
  askedX(call: string, outcome: 'done' | 'refused' | 'limited' | 'unavailable'): void;
  /** From now on `read` says how much there is. */
  watch(name: Watched, read: () => number): void;
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** `ofProcess`: also memory, CPU, event loop and garbage collection. Once a process. */
export function createMetrics({ ofProcess = false } = {}): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const counters = createCounters(registers);
  const histograms = createHistograms(registers);
  const topUps = new Gauge({
    name: 'moineau_topups_unresolved',
    help: 'Top-ups whose outcome the acquirer has not told.',
    registers,
  });
  return {
    answered({ route, method, status, seconds }) {
      // To a route that there is not, a client may send any method he likes.
      const labels = { route: route ?? 'none', method: route === null ? 'any' : method };
      counters.requests.inc({ ...labels, status });
      if (seconds !== null) histograms.requests.observe(labels, seconds);
    },
    ordered: (kind, outcome) =>
      counters.orders.inc({ kind: listed(orderKinds, kind), outcome: listed(orderOutcomes, outcome) }),
    batchDone({ size, seconds }) {
      histograms.batchOrders.observe(size);
      histograms.batches.observe(seconds);
    },
    replayed: () => counters.replays.inc(),
    shed: (reason) => counters.shed.inc({ reason }),
    housekept: (task, succeeded) =>
      counters.housekeeping.inc({ task, outcome: succeeded ? 'done' : 'failed' }),
    topUpsUnresolved: (count) => topUps.set(count),
    commandRead: (outcome) => counters.commands.inc({ outcome }),
    spoke: (outcome) => counters.spoken.inc({ outcome }),
    askedX: (call, outcome) => counters.xRequests.inc({ call, outcome }),
    watch(name, read) {
      const gauge: Gauge = new Gauge({
        name: `moineau_${name}`,
        help: watched[name],
        registers,
        collect: () => gauge.set(read()),
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** What is not on the list is `other`: a label has as many values as its list. */
function listed(list: readonly string[], value: string): string {
  return list.includes(value) ? value : 'other';
}

function createCounters(registers: Registry[]) {
  const shed = new Counter({
    name: 'moineau_requests_shed_total',
    help: 'Requests turned away because there was too much to do.',
    labelNames: ['reason'],
    registers,
  });
  // An alert on the rate of something that never happened needs its zero.
  for (const reason of shedReasons) shed.inc({ reason }, 0);
  return {
    shed,
    requests: new Counter({
      name: 'moineau_http_requests_total',
      help: 'Requests answered.',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    orders: new Counter({
      name: 'moineau_orders_total',
      help: 'Orders about payments by what became of them.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    commands: new Counter({
      name: 'moineau_commands_total',
      help: 'Texts on X that ask for payments, by what came of them.',
      labelNames: ['outcome'],
      registers,
    }),
    spoken: new Counter({
      name: 'moineau_x_messages_total',
      help: 'Posts and messages of the service on X, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    xRequests: new Counter({
      name: 'moineau_x_requests_total',
      help: 'Requests to X, which cost money.',
      labelNames: ['call', 'outcome'],
      registers,
    }),
    replays: new Counter({
      name: 'moineau_idempotency_replays_total',
      help: 'Answers given again to the same Idempotency-Key.',
      registers,
    }),
    housekeeping: new Counter({
      name: 'moineau_housekeeping_total',
      help: 'Tasks of housekeeping done.',
      labelNames: ['task', 'outcome'],
      registers,
    }),
  };
}

function createHistograms(registers: Registry[]) {
  return {
    requests: new Histogram({
      name: 'moineau_http_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer.',
      labelNames: ['route', 'method'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
      registers,
    }),
    batchOrders: new Histogram({
      name: 'moineau_batch_orders',
      help: 'Orders about payments in a batch.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
      registers,
    }),
    batches: new Histogram({
      name: 'moineau_batch_duration_seconds',
      help: 'A batch in the database, its commit included.',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    }),
  };
}
