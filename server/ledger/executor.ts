/**
 * Collects concurrent orders and carries them out together, in one transaction a batch. There is no timer: a batch is
 * what gathered while the one before was at work, so an order that comes alone goes at once. Batches in flight at
 * the same time never share a resource, so that they don't wait for each other's locks.
 * Correct with any number of processes: the locks in the database decide, this only spares waiting for them.
 */
import { isOutage } from '../db/outages.ts';
import { type Pool, type Transaction, withTransaction } from '../db/pool.ts';

export type ExecutorOptions<Order, Outcome> = {
  /** What the orders of one batch may share, but batches at the same time should not: accounts. */
  readonly sharedBy: (order: Order) => readonly string[];
  /** What only one order at a time may have: a payment. */
  readonly ownedBy: (order: Order) => readonly string[];
  /**
   * Carries out a batch: as many outcomes as orders, in their order. Whatever it throws undoes the whole batch.
   * It may run more than once for an order, so it must touch nothing but the database.
   */
  readonly carryOut: (tx: Transaction, orders: readonly Order[]) => Promise<readonly Outcome[]>;
  /**
   * The most orders in one batch. Past an equal share of it (`maxBatch / inFlight`) a batch takes only what could not
   * go with another at the same time: all gifts to one wallet fill one batch, everybody else's spread over several.
   */
  readonly maxBatch: number;
  /** The most batches at once. */
  readonly inFlight: number;
  /** The most orders that may wait; the next ones are turned away. */
  readonly maxWaiting: number;
  readonly observe?: (batch: {
    readonly size: number;
    readonly seconds: number;
    readonly waiting: number;
  }) => void;
};

export type Executor<Order, Outcome> = {
  /**
   * The outcome, durable; null when too many are waiting: nothing was done then.
   * @throws whatever the database says. When it does not answer, the outcome is unknown until the order is sent again.
   */
  run(order: Order): Promise<Outcome | null>;
  /** How many orders wait. */
  waiting(): number;
  /** Resolves when everything that was accepted has its outcome. */
  idle(): Promise<void>;
};

type Entry<Order, Outcome> = {
  readonly order: Order;
  readonly shared: readonly string[];
  readonly owned: readonly string[];
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

export function createExecutor<Order, Outcome>(
  pool: Pool,
  options: ExecutorOptions<Order, Outcome>,
): Executor<Order, Outcome> {
  type Waiting = Entry<Order, Outcome>;
  let queue: Waiting[] = [];
  const busy = new Set<string>();
  const batches = new Set<Promise<void>>();
  let scheduled = false;

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    // Everything that arrives in this turn of the event loop goes together.
    setImmediate(() => {
      scheduled = false;
      start();
    });
  };

  const start = () => {
    while (batches.size < options.inFlight && queue.length > 0) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      const done = runBatch(batch).finally(() => {
        batches.delete(done);
        for (const resource of batch.flatMap(({ shared, owned }) => [...shared, ...owned]))
          busy.delete(resource);
        if (queue.length > 0) schedule();
      });
      batches.add(done);
    }
  };

  const takeBatch = (): Waiting[] => {
    const { batch, rest } = gather(queue, busy, options);
    queue = rest;
    for (const { shared, owned } of batch) for (const resource of [...shared, ...owned]) busy.add(resource);
    return batch;
  };

  const runBatch = async (batch: readonly Waiting[]): Promise<void> => {
    const started = performance.now();
    try {
      const outcomes = await withTransaction(pool, (tx) =>
        options.carryOut(
          tx,
          batch.map(({ order }) => order),
        ),
      );
      for (const [i, { resolve }] of batch.entries()) resolve(outcomes[i] as Outcome);
    } catch (error) {
      await splitBatch(batch, error);
    } finally {
      const seconds = (performance.now() - started) / 1000;
      options.observe?.({ size: batch.length, seconds, waiting: queue.length });
    }
  };

  /** One bad order must not refuse the rest: halves, until it stands alone. Not when the database is away. */
  const splitBatch = async (batch: readonly Waiting[], error: unknown): Promise<void> => {
    if (batch.length === 1 || isOutage(error)) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await runBatch(batch.slice(0, half));
    await runBatch(batch.slice(half));
  };

  return {
    run(order) {
      if (queue.length >= options.maxWaiting) return Promise.resolve(null);
      return new Promise<Outcome>((resolve, reject) => {
        queue.push({
          order,
          shared: options.sharedBy(order),
          owned: options.ownedBy(order),
          resolve,
          reject,
        });
        schedule();
      });
    },
    waiting: () => queue.length,
    async idle() {
      while (queue.length > 0 || batches.size > 0) {
        await Promise.allSettled(batches);
        await new Promise(setImmediate);
      }
    },
  };
}

/** The oldest orders that share nothing with a batch at work, and the rest. */
function gather<Order, Outcome>(
  queue: readonly Entry<Order, Outcome>[],
  busy: ReadonlySet<string>,
  { maxBatch, inFlight }: ExecutorOptions<Order, Outcome>,
): { batch: Entry<Order, Outcome>[]; rest: Entry<Order, Outcome>[] } {
  const share = Math.ceil(maxBatch / inFlight);
  const batch: Entry<Order, Outcome>[] = [];
  const rest: Entry<Order, Outcome>[] = [];
  const shares = new Set<string>();
  const owns = new Set<string>();
  for (const entry of queue) {
    const { shared, owned } = entry;
    const free =
      !shared.some((resource) => busy.has(resource)) &&
      !owned.some((resource) => busy.has(resource) || owns.has(resource));
    const hasRoom =
      batch.length < share || (batch.length < maxBatch && shared.some((resource) => shares.has(resource)));
    if (free && hasRoom) {
      batch.push(entry);
      for (const resource of shared) shares.add(resource);
      for (const resource of owned) owns.add(resource);
    } else {
      rest.push(entry);
    }
  }
  return { batch, rest };
}
