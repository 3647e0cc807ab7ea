/**
 * One process at a time speaks with X for the service: two would cost twice and share X's limits. Which one is decided by
 * a lock of the database that lives as long as its connection; that two might work for a moment does no harm.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const LOCK = 7_309_217n;
const RETRY_MS = 2_000;

/**
 * Runs `lead` whenever this process is the one, until `signal` aborts. `lead` gets a signal of its own, which also aborts
 * when the connection is lost, and is waited for.
 */
export async function leadInTurn(
  databaseUrl: string,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'moineau-commands' });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      if (await takeLock(client)) await lead(AbortSignal.any([signal, lost.signal]));
    } catch {
      // The database is away: so is every command.
    } finally {
      await client.end().catch(() => undefined);
    }
    await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    String(LOCK),
  ]);
  return rows[0]?.taken ?? false;
}
