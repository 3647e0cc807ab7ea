/**
 * Starts and stops the server around the application: migrations, pool, listener, housekeeping, signals. The
 * two partners come from outside, so that a crash test starts the very same server with stand-ins.
 */
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import { createWakeups } from './events/wakeups.ts';
import type { CardAcquirer } from './funding/port.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { XPort } from './x/port.ts';

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
  const housekeeping = startHousekeeping({ pool, cards: ports.cards, log: app.log });
  const address = await app.listen({ host: config.HOST, port: config.PORT });
  return {
    address,
    app,
    async stop() {
      await app.close();
      await housekeeping.stop();
      await wakeups.close();
      await pool.end();
    },
  };
}

async function readTls(config: Config): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (config.TLS_CERT_FILE === undefined || config.TLS_KEY_FILE === undefined) return null;
  return { cert: await readFile(config.TLS_CERT_FILE), key: await readFile(config.TLS_KEY_FILE) };
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
