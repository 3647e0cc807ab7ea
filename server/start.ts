/**
 * Starts and stops the server around the application: migrations, pool, listener, housekeeping, signals. The
 * two partners come from outside, so that a crash test starts the very same server with stand-ins.
 */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { createPool, type Pool } from './db/pool.ts';
import { createWakeups } from './events/wakeups.ts';
import type { CardAcquirer } from './funding/port.ts';
import { forgetOldProofs } from './http/dpop.ts';
import { forgetOldLinks } from './people/sign-in.ts';
import type { XPort } from './x/port.ts';

const HOUSEKEEPING_MS = 60_000;
/** The orchestrator's patience is usually 10 s. */
const SHUTDOWN_MS = 8_000;

export type RunningServer = {
  /** Where it listens, as a client on this machine reaches it. */
  readonly address: string;
  readonly app: FastifyInstance;
  stop(): Promise<void>;
};

/** Starts the server by its configuration. */
export async function startServer(
  config: Config,
  ports: { x: XPort; cards: CardAcquirer },
): Promise<RunningServer> {
  const applied = config.MIGRATE === 'on' ? await migrate(config.DATABASE_URL) : [];
  const pool = createPool(config.DATABASE_URL, config.DATABASE_CONNECTIONS);
  const wakeups = createWakeups(config.DATABASE_URL);
  const tls = await readTls(config);
  const app = await createApp({ settings: config, pool, wakeups, ...ports, ...(tls ? { tls } : {}) });
  if (applied.length > 0) app.log.info({ applied }, 'migrated');
  const housekeeping = setInterval(() => keepHouse(pool, app), HOUSEKEEPING_MS);
  const address = await app.listen({ host: config.HOST, port: config.PORT });
  return {
    address,
    app,
    async stop() {
      clearInterval(housekeeping);
      await app.close();
      await wakeups.close();
      await pool.end();
    },
  };
}

async function readTls(config: Config): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (config.TLS_CERT_FILE === undefined || config.TLS_KEY_FILE === undefined) return null;
  return { cert: await readFile(config.TLS_CERT_FILE), key: await readFile(config.TLS_KEY_FILE) };
}

/** Forgets what is of no use any more. Failing does no harm: the next round does it. */
function keepHouse(pool: Pool, app: FastifyInstance): void {
  Promise.all([
    forgetOldProofs(pool),
    forgetOldLinks(pool),
    pool.query("delete from idempotency where created_at < now() - interval '30 days'"),
  ]).catch((error: unknown) => app.log.warn({ err: error }, 'housekeeping failed'));
}

/** Stops gracefully on SIGTERM and SIGINT: requests under way end, streams are closed. */
export function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    server.app.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
