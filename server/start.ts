/**
 * Starts and stops the server around the application: migrations, pool, listener, housekeeping, signals. The
 * two partners come from outside, so that a crash test starts the very same server with stand-ins.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type App, createApp } from './app.ts';
import { type Commands, startCommands } from './commands/run.ts';
import type { Config } from './config.ts';
import { isMigrated, migrate } from './db/migrate.ts';
import { createPool, type Pool } from './db/pool.ts';
import { createWakeups } from './events/wakeups.ts';
import type { CardAcquirer } from './funding/port.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createDrain } from './http/drain.ts';
import type { PushGateway } from './notifications/port.ts';
import { startPushing } from './notifications/sender.ts';
import { countedService, countedX } from './ops/counted.ts';
import { createMetrics, type Metrics } from './ops/metrics.ts';
import { createReadiness } from './ops/readiness.ts';
import { startTracing } from './ops/tracing.ts';
import { createSealer, parseSealingKeys } from './sealing.ts';
import type { XPort, XService } from './x/port.ts';
import type { TokenVault } from './x/service-token.ts';
import { createTokenVault } from './x/token-vault.ts';

/** From the order to stop to the end, whatever happens; SHUTDOWN_DELAY_MS comes on top. */
const SHUTDOWN_MS = 8_000;
/** What is still open then (a client that says nothing, a request without end) is cut. */
const CUT_AFTER_MS = 5_000;

export type RunningServer = {
  /** Where it listens, as a client on this machine reaches it. */
  readonly address: string;
  readonly app: FastifyInstance;
  /** The most that `stop` may take. Milliseconds. */
  readonly stopsWithinMs: number;
  stop(): Promise<void>;
};

/** The partners. `service`: X as the service's own account, which keeps its tokens where it is told. */
export type Ports = {
  readonly x: XPort;
  readonly cards: CardAcquirer;
  readonly service?: (vault: TokenVault) => XService;
  readonly push?: PushGateway;
};

/** Starts the server by its configuration. */
export async function startServer(config: Config, ports: Ports): Promise<RunningServer> {
  const applied = config.MIGRATE === 'on' ? await migrate(config.DATABASE_URL) : [];
  const pool = createPool(config.DATABASE_URL, config.DATABASE_CONNECTIONS);
  const wakeups = createWakeups(config.DATABASE_URL);
  const readiness = createReadiness({ pool, isMigrated: () => isMigrated(pool) });
  const metrics = createMetrics({ ofProcess: true });
  const [tls, tracing] = [await readTls(config), await startTraces(config)];
  const x = countedX(ports.x, metrics);
  const app = await createApp({
    ...{ settings: config, pool, wakeups, readiness, metrics, ...ports, x },
    ...(tls ? { tls } : {}),
    ...(tracing ? { tracing } : {}),
  });
  const drain = createDrain(app);
  if (applied.length > 0) app.log.info({ applied }, 'migrated');
  const housekeeping = startHousekeeping({
    ...{ pool, cards: ports.cards, log: app.log, metrics },
    ...{ ...app.services, nudge: app.services.relay.nudge },
  });
  const pushing = ports.push ? startPushing({ pool, push: ports.push, log: app.log }) : null;
  const commands = takeInCommands(config, { pool, app, x, metrics, service: ports.service });
  const address = await app.listen({ host: config.HOST, port: config.PORT });
  return {
    address,
    app,
    stopsWithinMs: config.SHUTDOWN_DELAY_MS + SHUTDOWN_MS,
    async stop() {
      readiness.end();
      const quiet = drain.begin();
      await wait(config.SHUTDOWN_DELAY_MS);
      await quiet;
      await Promise.all([closeApp(app), housekeeping.stop(), pushing?.stop(), commands?.stop()]);
      await wakeups.close();
      await pool.end();
      await tracing?.stop();
    },
  };
}

/** Takes in what people write to the service on X, if the configuration says so. */
function takeInCommands(
  config: Config,
  parts: { pool: Pool; app: App; x: XPort; metrics: Metrics; service: Ports['service'] },
): Commands | null {
  const { X_SERVICE_USER_ID, X_SERVICE_REFRESH_TOKEN: seedRefreshToken } = config;
  const { pool, app, x, metrics } = parts;
  if (config.X_COMMANDS === 'off' || !X_SERVICE_USER_ID || !seedRefreshToken || !parts.service) return null;
  const vault = createTokenVault(pool, {
    seedRefreshToken,
    sealer: createSealer(parseSealingKeys(config.SEALING_KEYS) ?? []),
  });
  const service = countedService(parts.service(vault), metrics);
  const settings = { ...config, X_SERVICE_USER_ID };
  return startCommands({ settings, pool, x, service, metrics, services: app.services, log: app.log });
}

/** Ends the streams, and every connection when its request has been answered. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), CUT_AFTER_MS);
  await app.close();
  clearTimeout(cut);
}

async function readTls(config: Config): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (config.TLS_CERT_FILE === undefined || config.TLS_KEY_FILE === undefined) return null;
  return { cert: await readFile(config.TLS_CERT_FILE), key: await readFile(config.TLS_KEY_FILE) };
}

async function startTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACES_RATIO: ratio }: Config) {
  return endpoint === undefined ? null : startTracing({ endpoint, ratio });
}

/** Stops gracefully on SIGTERM and SIGINT: requests under way end, streams are closed. */
export function stopOnSignals(server: RunningServer): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    server.app.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), server.stopsWithinMs).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        server.app.log.error({ err: error }, 'did not stop as it should');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}
