/**
 * The product's pool of connections with a gate before PostgreSQL: every statement waits until the simulation lets it
 * go, one at a time, in an order that the seed decides. Transactions still overlap, and wait for each other's locks in
 * the real PostgreSQL; but how they overlap can be played again. It tells PostgreSQL the simulated time, and can lose
 * connections.
 */
import pg from 'pg';
import type { Pool, Transaction } from '../../server/db/pool.ts';
import type { Random } from '../chaos/random.ts';
import type { Clock } from './clock.ts';

/** How often a connection is lost, for a million statements: just before one, or just after it was carried out. */
const LOST_PER_MILLION = 700;

type Query = string | { readonly text: string; readonly name?: string; readonly values?: unknown[] };
type Args = [query: Query, values?: unknown[]];

/** One connection. */
type Line = {
  readonly nr: number;
  readonly client: pg.PoolClient;
  readonly pid: number;
  /** The time that PostgreSQL was told on it. */
  told: string;
  /** A statement that waits for a lock, until it ends. */
  blocked: Promise<unknown> | null;
  inTransaction: boolean;
};

type Parked = {
  readonly line: Line;
  readonly args: Args;
  readonly alone: boolean;
  readonly settle: (settled: PromiseSettledResult<unknown>) => void;
  /** Carried out already, after a wait for a lock: only to be told. */
  outcome?: PromiseSettledResult<unknown>;
};

/** What was let go. */
export type Passed = {
  readonly what: string;
  /** Whether something may have been committed. */
  readonly commits: boolean;
};

export type Gate = {
  /** For the product. */
  readonly pool: Pool;
  /** How many statements could go now. */
  parked(): number;
  /** Lets one go. */
  pass(): Promise<Passed>;
  /** What no product should cause: deadlocks. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
};

type GateOptions = {
  /** Real, with as many connections as there shall be, and one more. */
  readonly real: Pool;
  readonly connections: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Called whenever a statement comes to the gate. */
  readonly stir: () => void;
};

class ConnectionLostError extends Error {
  readonly code = 'ECONNRESET';
}

export async function openGate({ real, connections, clock, random, stir }: GateOptions): Promise<Gate> {
  const monitor = await real.connect();
  const free: Line[] = [];
  for (let nr = 1; nr <= connections; nr++) free.push(await openLine(real, nr));
  const lines = [...free];
  const pids = lines.map(({ pid }) => pid);
  const waiting: ((line: Line) => void)[] = [];
  const parked: Parked[] = [];
  /** At most one waits inside PostgreSQL, which does not say who of several comes first. */
  const blocked: Parked[] = [];
  /** The others wait here, until something has ended. */
  const asleep: Parked[] = [];
  const troubles: string[] = [];

  const take = () =>
    new Promise<Line>((resolve) => {
      const line = free.shift();
      if (line) resolve(line);
      else waiting.push(resolve);
    });
  const giveBack = (line: Line) => {
    const next = waiting.shift();
    if (next) next(line);
    else free.push(line);
  };
  const park = (line: Line, args: Args, alone: boolean) => {
    stir();
    return new Promise((resolve, reject) => {
      const settle = (settled: PromiseSettledResult<unknown>) =>
        settled.status === 'fulfilled' ? resolve(settled.value) : reject(settled.reason);
      parked.push({ line, args, alone, settle });
    });
  };

  // By one of ours: what PostgreSQL does for itself ends by itself.
  const isBlocked = async ({ pid }: Line) => {
    const { rows } = await monitor.query<{ by: boolean }>('select pg_blocking_pids($1) && $2 as by', [
      pid,
      pids,
    ]);
    return rows[0]?.by === true;
  };
  /** Until the statement has ended, or is certain to wait for a lock. */
  const settled = async (entry: Parked, work: Promise<unknown>): Promise<boolean> => {
    let done = false;
    const outcome = Promise.allSettled([work]).then(([result]) => {
      entry.outcome = result as PromiseSettledResult<unknown>;
      done = true;
    });
    for (let pauseMs = 4; ; pauseMs = Math.min(pauseMs * 2, 64)) {
      await Promise.race([outcome, new Promise((resolve) => setTimeout(resolve, pauseMs))]);
      if (done) return true;
      if ((await isBlocked(entry.line)) && !done) return false;
    }
  };
  /** After something was committed: who has got his lock? In the order in which they began to wait. */
  const unblock = async () => {
    const woken: Parked[] = [];
    for (const entry of [...blocked]) {
      if (!(await settled(entry, entry.line.blocked as Promise<unknown>))) continue;
      entry.line.blocked = null;
      blocked.splice(blocked.indexOf(entry), 1);
      woken.push(entry);
    }
    // Before what the same connections were sent meanwhile.
    parked.unshift(...woken, ...asleep.splice(0));
  };

  const tellTime = async (line: Line) => {
    const now = clock.now().toISOString();
    if (line.told === now) return;
    line.told = now;
    await line.client.query({
      name: 'tell-time',
      text: "select set_config('moineau.now', $1, false)",
      values: [now],
    });
  };
  const isLost = () => random.below(1_000_000) < LOST_PER_MILLION;

  const carryOut = async (entry: Parked): Promise<'done' | 'blocked' | 'asleep' | 'lost'> => {
    const { line, args } = entry;
    const text = textOf(args);
    const lost = isLost();
    if (lost && random.percent(50)) return 'lost';
    if (text !== 'commit' && text !== 'rollback') await tellTime(line);
    const shielded = blocked.length > 0 && line.inTransaction && text !== 'commit' && text !== 'rollback';
    if (shielded) await line.client.query('savepoint gate');
    const work = (line.client.query as (...all: Args) => Promise<unknown>)(...args);
    if (!(await settled(entry, work))) {
      if (blocked.length > 0) {
        await monitor.query('select pg_cancel_backend($1)', [line.pid]);
        await Promise.allSettled([work]);
        if (shielded) await line.client.query('rollback to savepoint gate');
        const { outcome: _cancelled, ...again } = entry;
        asleep.push(again);
        return 'asleep';
      }
      line.blocked = work;
      blocked.push(entry);
      return 'blocked';
    }
    if (text === 'begin') line.inTransaction = true;
    if (text === 'commit' || text === 'rollback') line.inTransaction = false;
    // What was told inside a transaction is forgotten with it.
    if (text === 'rollback') line.told = '';
    return lost ? 'lost' : 'done';
  };

  /** What may go now. The statements of one connection go in their order, though the product sends several at once. */
  const next = (): Parked[] => {
    const held = new Set([...blocked, ...asleep].map(({ line }) => line));
    const heads = parked.filter((entry) => {
      const isFirst = !held.has(entry.line);
      held.add(entry.line);
      return isFirst;
    });
    return heads.sort((a, b) => a.line.nr - b.line.nr);
  };

  const pass = async (): Promise<Passed> => {
    const entry = random.pick(next());
    parked.splice(parked.indexOf(entry), 1);
    const { line, args, alone } = entry;
    const text = textOf(args);
    const ends = text === 'commit' || text === 'rollback';
    const commits = text === 'commit' || (alone && !/^\s*select/i.test(text));
    const became = entry.outcome ? 'done' : await carryOut(entry);
    if (became === 'lost') {
      // PostgreSQL ends what a lost connection had begun.
      if (line.inTransaction) await line.client.query('rollback');
      line.inTransaction = false;
      line.told = '';
      const reason = new ConnectionLostError('Connection terminated unexpectedly');
      entry.outcome = { status: 'rejected', reason };
      // What was sent after it on the same connection is lost with it.
      for (const later of parked.filter((one) => one.line === line)) {
        parked.splice(parked.indexOf(later), 1);
        later.settle({ status: 'rejected', reason });
      }
    }
    // First who has got his lock, then who goes on: what goes on comes to the gate again, and in one order only.
    const waits = became === 'blocked' || became === 'asleep';
    if (!waits && (ends || alone || became === 'lost')) await unblock();
    if (!waits) {
      noteTrouble(troubles, entry);
      entry.settle(entry.outcome as PromiseSettledResult<unknown>);
    }
    const rows = (entry.outcome as { value?: pg.QueryResult } | undefined)?.value?.rowCount;
    return { what: `${line.nr} ${nameOf(args)} ${became} ${rows ?? ''}`, commits };
  };

  const transaction = (line: Line): Transaction => {
    let broken = false;
    return {
      async query(...args: Args) {
        if (broken)
          throw new ConnectionLostError('Client has encountered a connection error and is not queryable');
        try {
          return await park(line, args, false);
        } catch (error) {
          broken ||= error instanceof ConnectionLostError;
          throw error;
        }
      },
      release() {
        giveBack(line);
      },
    } as unknown as Transaction;
  };
  const pool = {
    connect: async () => transaction(await take()),
    async query(...args: Args) {
      const line = await take();
      return park(line, args, true).finally(() => giveBack(line));
    },
    get waitingCount() {
      return waiting.length;
    },
    totalCount: connections,
    get idleCount() {
      return free.length;
    },
  };
  return {
    pool: pool as unknown as Pool,
    parked: () => next().length,
    pass,
    troubles,
    async close() {
      for (const line of lines) line.client.release(true);
      monitor.release();
    },
  };
}

async function openLine(real: Pool, nr: number): Promise<Line> {
  const client = await real.connect();
  // Whether an order survives a power cut is shown elsewhere; here it would only cost time. And by the simulation's
  // clock a statement takes no time: how long it really waits depends on this machine.
  await client.query(
    'set synchronous_commit = off; set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0',
  );
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return { nr, client, pid: rows[0]?.pid ?? 0, told: '', blocked: null, inTransaction: false };
}

function textOf([query]: Args): string {
  return typeof query === 'string' ? query : query.text;
}

function nameOf(args: Args): string {
  const [query] = args;
  if (typeof query !== 'string' && query.name !== undefined) return query.name;
  return textOf(args).replace(/\s+/g, ' ').slice(0, 48);
}

function noteTrouble(troubles: string[], { args, outcome }: Parked): void {
  const reason = outcome?.status === 'rejected' ? (outcome.reason as Error) : null;
  if (reason instanceof pg.DatabaseError && reason.code === '40P01')
    troubles.push(`deadlock at ${nameOf(args)}`);
}
