/**
 * The connections to PostgreSQL and the one way to open a transaction. Nothing here knows of payments.
 * Money must never pass through a float: bigint columns arrive as BigInt.
 */
import pg from 'pg';
import { databaseTimes } from '../config.ts';

export type Pool = pg.Pool;
/** A connection inside a transaction. Functions that take one never commit or roll back. */
export type Transaction = pg.PoolClient;
/** Anything a single statement can be sent to. */
export type Queryable = Pick<pg.PoolClient, 'query'>;

/**
 * Every statement here looks rows up by an index. A plan that was made and kept while a table was small would read it
 * whole for ever, and joins of a batch with a table would be hashed over all of it: so those plans are ruled out.
 */
const PLANS = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
/** Deadlocks and serialisation failures are told to nobody: the transaction is done again. */
const MAX_ATTEMPTS = 4;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => BigInt(text));

/** Opens the pool. Nothing is connected before the first query. */
export function createPool(databaseUrl: string, connections: number): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    types,
    application_name: 'moineau-api',
    connectionTimeoutMillis: databaseTimes.connect,
    statement_timeout: databaseTimes.statement,
    query_timeout: databaseTimes.answer,
    lock_timeout: databaseTimes.lock,
    idle_in_transaction_session_timeout: databaseTimes.idleInTransaction,
    options: PLANS,
    // Statements that don't wait for each other's results are sent together.
    pipeline: true,
  });
  // A connection that breaks, idle or between two statements, is replaced, and the next statement on it fails; without
  // a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws. `work` may run more
 * than once (deadlock), so it must touch nothing but the database.
 */
export async function withTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryTransaction(pool, work);
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isRetryable(error)) throw error;
    }
  }
}

/** Statements that a transaction need not wait for before it commits. */
const left = new WeakMap<Transaction, Promise<unknown>[]>();

/**
 * Leaves the last statements of a transaction running, so that they are sent together with its commit. Only for the very
 * last, whose results nobody needs: what fails there undoes the transaction, as anywhere.
 */
export function leaveRunning(tx: Transaction, statements: Promise<unknown>): void {
  // Looked at with the commit; until then a failure is nobody's.
  statements.catch(() => undefined);
  left.set(tx, [...(left.get(tx) ?? []), statements]);
}

async function tryTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    // Statements left running are answered in order, before the commit; had one failed, the commit is a rollback.
    const [{ command }] = await sentTogether([tx.query('commit'), ...(left.get(tx) ?? [])]);
    // A transaction in which a statement failed is rolled back by `commit`, without an error.
    if (command !== 'COMMIT')
      throw new Error('the transaction was not committed: an error in it was swallowed');
    return result;
  } catch (error) {
    await tx.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    left.delete(tx);
    tx.release(broken);
  }
}

/**
 * Waits for statements that were sent together in one transaction. After one has failed, all later ones fail because of
 * it (25P02), and any of them may be heard of first: the one that tells why is thrown.
 */
export async function sentTogether<Results extends readonly unknown[]>(
  statements: readonly [...{ [Key in keyof Results]: Promise<Results[Key]> }],
): Promise<Results> {
  const settled = await Promise.allSettled(statements);
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length === 0) {
    return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as Results;
  }
  const isAftermath = (error: unknown) => error instanceof pg.DatabaseError && error.code === '25P02';
  throw failures.find((error) => !isAftermath(error)) ?? failures[0];
}

/** 40001 serialization_failure, 40P01 deadlock_detected. */
function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

/** The only row of a result that must have one. @throws Error when it has none or several. */
export function onlyRow<Row extends pg.QueryResultRow>(result: pg.QueryResult<Row>): Row {
  const [row] = result.rows;
  if (row === undefined || result.rows.length !== 1)
    throw new Error(`expected one row, got ${result.rows.length}`);
  return row;
}
