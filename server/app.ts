/**
 * The payment API as one Fastify application, from what it depends on. It must never log a code, a token, a
 * proof or a body, and answers every error as problem details.
 */
import type { ServerOptions } from 'node:https';
import { BlockList } from 'node:net';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { DestinationStream } from 'pino';
import type { Config } from './config.ts';
import { isMigrated } from './db/migrate.ts';
import type { Pool } from './db/pool.ts';
import { registerEventStream, type StreamTimes } from './events/stream.ts';
import type { Wakeups } from './events/wakeups.ts';
import type { CardAcquirer } from './funding/port.ts';
import { createHandlers } from './handlers.ts';
import { createAuthenticator } from './http/authentication.ts';
import { parseLeastVersions } from './http/clients.ts';
import { handleErrors } from './http/errors.ts';
import { registerMeasures } from './http/measure.ts';
import { parseNetworks } from './http/networks.ts';
import { openApiOptions } from './http/openapi.ts';
import { registerOperations } from './http/operations.ts';
import { registerPhonePage } from './http/phone-page.ts';
import { type PressureLimits, registerPressure } from './http/pressure.ts';
import { registerEndpoints } from './http/register.ts';
import { createFastify } from './http/server.ts';
import { createBuckets, createThrottle } from './http/throttle.ts';
import { noPush, type PushGateway } from './notifications/port.ts';
import { counted, countedPins } from './ops/counted.ts';
import { createMetrics, type Metrics } from './ops/metrics.ts';
import type { Tracing } from './ops/opentelemetry.ts';
import { createReadiness, type Readiness } from './ops/readiness.ts';
import { createPageRules } from './page-rules/page-rules.ts';
import { createPasskeys } from './people/passkey-check.ts';
import { createPins, type Pins } from './people/pins.ts';
import { createSealer, parseSealingKeys } from './sealing.ts';
import { createServices, type ServiceSettings, type Services } from './services.ts';
import { registerStatements } from './statements/route.ts';
import type { XPort } from './x/port.ts';

const HEARTBEAT_MS = 15_000;

export type AppSettings = ServiceSettings &
  Pick<
    Config,
    | 'PUBLIC_ORIGIN'
    | 'PIN_PEPPER'
    | 'SIGN_IN_REDIRECT_URIS'
    | 'SEALING_KEYS'
    | 'PASSKEY_ORIGINS'
    | 'LEAST_CLIENTS'
    | 'SESSION_IDLE_SECONDS'
    | 'REQUEST_DAYS'
    | 'REQUESTS_OPEN_TO_ONE'
    | 'REQUESTS_A_DAY'
    | 'LIMIT_TOP_UP'
    | 'PAYMENT_LIFETIME_SECONDS'
    | 'TRUSTED_PROXIES'
    | 'RATE_SIGN_INS'
    | 'RATE_LOOKUPS'
    | 'RATE_ORDERS'
    | 'RATE_CODES'
    | 'RATE_BAD_SIGNATURES'
    | 'MAX_REQUESTS_IN_FLIGHT'
    | 'MAX_DATABASE_WAITING'
    | 'MAX_EVENT_LOOP_DELAY_MS'
    | 'METRICS_FROM'
    | 'LOG_LEVEL'
    | 'PAGE_RULES_FILE'
    | 'PHONE_PAGE_DIRECTORY'
  >;

export type AppDependencies = {
  readonly settings: AppSettings;
  readonly pool: Pool;
  readonly wakeups: Wakeups;
  readonly x: XPort;
  readonly cards: CardAcquirer;
  /** Where pushes go; nowhere when absent. */
  readonly push?: PushGateway;
  /** How codes are checked; argon2id in the database when absent. */
  readonly pins?: Pins;
  /** Plain HTTP when absent: only behind something that speaks TLS, or in tests. */
  readonly tls?: Pick<ServerOptions, 'cert' | 'key'>;
  readonly streamTimes?: StreamTimes;
  /** Where the log goes; standard output when absent. */
  readonly logStream?: DestinationStream;
  /** Its own when absent. */
  readonly metrics?: Metrics;
  readonly readiness?: Readiness;
  /** No traces when absent. */
  readonly tracing?: Tracing;
};

/** The application, and what its background work shares with it. */
export type App = FastifyInstance & { readonly services: Services };

/** Builds the application; the caller listens, and closes it. */
export async function createApp(dependencies: AppDependencies): Promise<App> {
  const { settings, pool } = dependencies;
  const metrics = dependencies.metrics ?? createMetrics();
  const app = await createBareApp(dependencies, metrics);
  const made = createServices({ pool, settings, log: app.log, observe: metrics.batchDone });
  const services = { ...made, desk: counted(made.desk, metrics) };
  metrics.watch('orders_waiting', services.desk.waiting);
  const pins = countedPins(dependencies.pins ?? createPins(pool, settings.PIN_PEPPER), metrics);
  metrics.watch('pin_checks_running', () => pins.load().running);
  metrics.watch('pin_checks_waiting', () => pins.load().waiting);
  app.addHook('onClose', () => services.close());
  const authenticator = createAuthenticator(pool, {
    publicOrigin: settings.PUBLIC_ORIGIN,
    idleSeconds: settings.SESSION_IDLE_SECONDS,
  });
  const handlers = createHandlers({
    pool,
    x: dependencies.x,
    cards: dependencies.cards,
    pins,
    ...{ ...services, nudge: services.relay.nudge },
    passkeys: createPasskeys(pool, settings.PASSKEY_ORIGINS),
    passkeyOrigins: settings.PASSKEY_ORIGINS,
    sealer: createSealer(parseSealingKeys(settings.SEALING_KEYS) ?? []),
    log: app.log,
    badSignatures: createBuckets({
      burst: settings.RATE_BAD_SIGNATURES,
      perMinute: settings.RATE_BAD_SIGNATURES,
    }),
    topUpLimit: settings.LIMIT_TOP_UP,
    redirectUris: settings.SIGN_IN_REDIRECT_URIS,
    publicOrigin: settings.PUBLIC_ORIGIN,
    lifetimeSeconds: settings.PAYMENT_LIFETIME_SECONDS,
    push: dependencies.push ?? noPush,
    pageRules: createPageRules(settings.PAGE_RULES_FILE ?? null, (why) => app.log.warn(why)),
    requests: {
      days: settings.REQUEST_DAYS,
      openToOne: settings.REQUESTS_OPEN_TO_ONE,
      aDay: settings.REQUESTS_A_DAY,
    },
  });
  const throttle = createThrottle({
    signIns: settings.RATE_SIGN_INS,
    lookups: settings.RATE_LOOKUPS,
    orders: settings.RATE_ORDERS,
    codes: settings.RATE_CODES,
  });
  const leastVersions = parseLeastVersions(settings.LEAST_CLIENTS) ?? new Map();
  registerEndpoints(app, { authenticator, throttle, leastVersions }, handlers);
  registerEventStream(app, {
    pool,
    authenticator,
    wakeups: dependencies.wakeups,
    times: dependencies.streamTimes ?? { heartbeatMs: HEARTBEAT_MS },
  });
  if (settings.PHONE_PAGE_DIRECTORY !== undefined)
    await registerPhonePage(app, settings.PHONE_PAGE_DIRECTORY);
  registerStatements(app, { pool, authenticator });
  registerOperations(app, {
    metrics,
    readiness: dependencies.readiness ?? createReadiness({ pool, isMigrated: () => isMigrated(pool) }),
    metricsFrom: parseNetworks(settings.METRICS_FROM) ?? new BlockList(),
    proxiesKnown: settings.TRUSTED_PROXIES !== undefined,
  });
  return Object.assign(app, { services });
}

/** What every route stands on, without a route. */
async function createBareApp(
  { settings, pool, tracing, logStream, tls }: AppDependencies,
  metrics: Metrics,
): Promise<FastifyInstance> {
  const app = createFastify({
    ...{ logLevel: settings.LOG_LEVEL, trustedProxies: settings.TRUSTED_PROXIES, logStream, tls },
  });
  // Before every hook and route: it looks at those that come after it.
  if (tracing) await app.register(tracing.plugin);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Only JSON: text/plain would let a web page send requests without the browser asking first.
  app.removeContentTypeParser('text/plain');
  handleErrors(app);
  app.addHook('onRequest', async (_request, reply) => {
    // Balances, tokens and terms are for one reader, once.
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  registerMeasures(app, metrics, pool);
  await registerPressure(app, { limits: pressureLimits(settings), pool, metrics });
  await app.register(swagger, openApiOptions(settings.PUBLIC_ORIGIN));
  return app;
}

function pressureLimits(settings: AppSettings): PressureLimits {
  return {
    requestsInFlight: settings.MAX_REQUESTS_IN_FLIGHT,
    databaseWaiting: settings.MAX_DATABASE_WAITING,
    eventLoopDelayMs: settings.MAX_EVENT_LOOP_DELAY_MS,
  };
}
