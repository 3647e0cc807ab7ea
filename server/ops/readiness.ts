/**
 * Whether this process should be sent requests: its database answers, has this version's schema, and nobody told
 * the process to stop. It must answer within about a second, whatever state the database is in.
 */
import type { Pool } from '../db/pool.ts';

const CHECK_TIMEOUT_MS = 1_000;
const KEPT_MS = 1_000;

export type Readiness = {
  isReady(): Promise<boolean>;
  /** From now on it is not ready, for good. */
  end(): void;
};

type ReadinessDependencies = {
  readonly pool: Pick<Pool, 'query'>;
  /** Reads the files of the migrations: asked once, and again when the database's list of them changes. */
  readonly isMigrated: () => Promise<boolean>;
  readonly timeoutMs?: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
};

/** Of many who ask at once, one asks the database; its answer is kept for a second. */
export function createReadiness(dependencies: ReadinessDependencies): Readiness {
  const { pool, isMigrated, timeoutMs = CHECK_TIMEOUT_MS, now = () => performance.now() } = dependencies;
  let ended = false;
  let known: { ready: boolean; until: number } | null = null;
  let asking: Promise<boolean> | null = null;
  /** The database's list of migrations when it was found to be this version's. */
  let migrated: string | null = null;

  const look = async () => {
    const { rows } = await pool.query<{ list: string | null }>(
      "select string_agg(name || ' ' || checksum, ',' order by name) as list from schema_migrations",
    );
    const list = rows[0]?.list ?? null;
    if (list === null) return false;
    if (list !== migrated) migrated = (await isMigrated()) ? list : null;
    return migrated !== null;
  };
  const ask = async () => {
    const ready = await within(timeoutMs, look()).catch(() => false);
    known = { ready, until: now() + KEPT_MS };
    asking = null;
    return ready;
  };
  return {
    async isReady() {
      if (ended) return false;
      if (known && now() < known.until) return known.ready;
      asking ??= ask();
      return (await asking) && !ended;
    },
    end() {
      ended = true;
    },
  };
}

/** The promise's value, or a rejection when it takes longer. The statement itself ends by the pool's own limits. */
async function within<Value>(timeoutMs: number, promise: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), timeoutMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
