/**
 * Which errors mean that the database cannot serve right now, so that the caller may try again with the same key:
 * everything that is wrong with a connection, a server that starts, stops, fails over or is full, a time limit.
 */
import pg from 'pg';

/** How deep an error may be wrapped in others. */
const MOST_CAUSES = 5;

/** Sockets that do not open, or break; names that do not resolve. */
const socketCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EMFILE',
  'ENFILE',
]);

/**
 * By SQLSTATE: 08 connection, 25006 a standby (after a failover), 25P03–25P04 time limits of sessions, 28 refused at the
 * door, 40 rolled back, 53 out of resources, 55P03 lock time limit, 57 stopped by an operator or a limit, 58 disk.
 */
const outageStates = /^(08|25006|25P03|25P04|28|40|53|55P03|57|58)/;

/** What the driver says in words alone. */
const driverWords =
  /timeout exceeded when trying to connect|connection (terminated|error|timeout)|connection ended|query read timeout|is not queryable|cannot use a pool after calling end|client was closed/i;

/** Whether this error, or one that it was made from, is an outage of the database. */
export function isOutage(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MOST_CAUSES && current instanceof Error; depth++) {
    if (isOutageItself(current)) return true;
    current = current.cause;
  }
  return false;
}

function isOutageItself(error: Error): boolean {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError) {
    // What is fatal has ended the session, or never let it begin.
    return error.severity === 'FATAL' || error.severity === 'PANIC' || outageStates.test(code);
  }
  // A socket in the file system that is not there: the server does not run.
  if (code === 'ENOENT') return syscall === 'connect';
  return socketCodes.has(code) || driverWords.test(error.message);
}
