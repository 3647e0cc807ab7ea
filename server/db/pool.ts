/**
 * The connections to PostgreSQL and the one way to open a transaction. Nothing here knows of payments.
 * Money must never pass through a float: bigint columns arrive as BigInt.
 */
import pg from 'pg';

export type Pool = pg.Pool;
/** A connection inside a transaction. Functions that take one never commit or roll back. */
export type Transaction = pg.PoolClient;
/** Anything a single statement can be sent to. */
export type Queryable = Pick<pg.PoolClient, 'query'>;

const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
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
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
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

async function tryTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await work(tx);
    const { command } = await tx.query('commit');
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
    tx.release(broken);
  }
}

/** 40001 serialization_failure, 40P01 deadlock_detected. */
function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

/**
 * Whether an error means that the database cannot serve right now: connections lost or refused (class 08, 57P0x),
 * too many (53300), disk or memory full (53), a time limit (57014, 55P03). The caller may try again.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|53|57|55P03|40)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable/.test(
      error.message,
    )
  );
}

/** The only row of a result that must have one. @throws Error when it has none or several. */
export function onlyRow<Row extends pg.QueryResultRow>(result: pg.QueryResult<Row>): Row {
  const [row] = result.rows;
  if (row === undefined || result.rows.length !== 1)
    throw new Error(`expected one row, got ${result.rows.length}`);
  return row;
}
