/**
 * The payment API as one Fastify application, from what it depends on. It must never log a code, a token, a
 * proof or a body, and answers every error as problem details.
 */
import type { ServerOptions } from 'node:https';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { DestinationStream } from 'pino';
import { v7 } from 'uuid';
import type { Config } from './config.ts';
import { isMigrated } from './db/migrate.ts';
import type { Pool } from './db/pool.ts';
import { registerEventStream, type StreamTimes } from './events/stream.ts';
import type { Wakeups } from './events/wakeups.ts';
import type { CardAcquirer } from './funding/port.ts';
import { createHandlers } from './handlers.ts';
import { problemAnswer } from './http/answer.ts';
import { createAuthenticator } from './http/authentication.ts';
import { docsPage, docsPolicy } from './http/docs-page.ts';
import { handleErrors } from './http/errors.ts';
import { openApiOptions } from './http/openapi.ts';
import { registerEndpoints, sendAnswer } from './http/register.ts';
import { createBuckets, createThrottle } from './http/throttle.ts';
import { createPins } from './people/pins.ts';
import type { XPort } from './x/port.ts';

const BODY_LIMIT_BYTES = 16_384;
const REQUEST_TIMEOUT_MS = 10_000;
/** Longer than a heartbeat of the event stream, or streams would be cut. */
const SOCKET_IDLE_MS = 60_000;
const HEARTBEAT_MS = 15_000;

export type AppSettings = Pick<
  Config,
  | 'PUBLIC_ORIGIN'
  | 'PIN_PEPPER'
  | 'SIGN_IN_REDIRECT_URIS'
  | 'LIMIT_TO_PERSON'
  | 'LIMIT_TO_ORGANISATION'
  | 'LIMIT_TOP_UP'
  | 'LIMIT_24_HOURS'
  | 'LIMIT_30_DAYS'
  | 'PAYMENT_LIFETIME_SECONDS'
  | 'TRUSTED_PROXIES'
  | 'RATE_SIGN_INS'
  | 'RATE_LOOKUPS'
  | 'RATE_ORDERS'
  | 'RATE_BAD_SIGNATURES'
  | 'LOG_LEVEL'
>;

export type AppDependencies = {
  readonly settings: AppSettings;
  readonly pool: Pool;
  readonly wakeups: Wakeups;
  readonly x: XPort;
  readonly cards: CardAcquirer;
  /** Plain HTTP when absent: only behind something that speaks TLS, or in tests. */
  readonly tls?: Pick<ServerOptions, 'cert' | 'key'>;
  readonly streamTimes?: StreamTimes;
  /** Where the log goes; standard output when absent. */
  readonly logStream?: DestinationStream;
};

/** Builds the application; the caller listens, and closes it. */
export async function createApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { settings, pool } = dependencies;
  const app = createFastify(dependencies);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Only JSON: text/plain would let a web page send requests without the browser asking first.
  app.removeContentTypeParser('text/plain');
  handleErrors(app);
  app.addHook('onRequest', async (_request, reply) => {
    // Balances, tokens and terms are for one reader, once.
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  await app.register(swagger, openApiOptions(settings.PUBLIC_ORIGIN));

  const authenticator = createAuthenticator(pool, settings.PUBLIC_ORIGIN);
  const handlers = createHandlers({
    pool,
    x: dependencies.x,
    cards: dependencies.cards,
    pins: createPins(pool, settings.PIN_PEPPER),
    log: app.log,
    badSignatures: createBuckets({
      burst: settings.RATE_BAD_SIGNATURES,
      perMinute: settings.RATE_BAD_SIGNATURES,
    }),
    topUpLimit: settings.LIMIT_TOP_UP,
    redirectUris: settings.SIGN_IN_REDIRECT_URIS,
    lifetimeSeconds: settings.PAYMENT_LIFETIME_SECONDS,
    limits: {
      toPerson: settings.LIMIT_TO_PERSON,
      toOrganisation: settings.LIMIT_TO_ORGANISATION,
      in24Hours: settings.LIMIT_24_HOURS,
      in30Days: settings.LIMIT_30_DAYS,
    },
  });
  const throttle = createThrottle({
    signIns: settings.RATE_SIGN_INS,
    lookups: settings.RATE_LOOKUPS,
    orders: settings.RATE_ORDERS,
  });
  registerEndpoints(app, { authenticator, throttle }, handlers);
  registerEventStream(app, {
    pool,
    authenticator,
    wakeups: dependencies.wakeups,
    times: dependencies.streamTimes ?? { heartbeatMs: HEARTBEAT_MS },
  });
  registerOperations(app, pool);
  return app;
}

function createFastify({ settings, tls, logStream }: AppDependencies): FastifyInstance {
  const app = Fastify({
    https: tls ?? null,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SOCKET_IDLE_MS,
    trustProxy: settings.TRUSTED_PROXIES ?? false,
    // Addresses that no route can be looked up for.
    frameworkErrors: (_error, request, reply) =>
      void sendAnswer(reply, problemAnswer({ code: 'invalid_request' }, request.id)),
    genReqId: () => v7(),
    requestIdHeader: false,
    logger: {
      level: settings.LOG_LEVEL,
      ...(logStream ? { stream: logStream } : {}),
      redact: [
        'req.headers',
        'headers',
        'authorization',
        'dpop',
        'pin',
        'body',
        '*.pin',
        '*.authorization',
        '*.dpop',
      ],
      serializers: {
        // Neither address nor headers: they are personal, and hold tokens.
        req: (request) => ({ method: request.method, path: request.url?.split('?')[0] }),
        res: (reply) => ({ statusCode: reply.statusCode }),
        // Not `detail`: PostgreSQL puts the row's values there.
        err: (error: Error & { code?: string; constraint?: string }) => ({
          type: error.name,
          message: error.message,
          code: error.code ?? '',
          constraint: error.constraint,
          stack: error.stack ?? '',
        }),
      },
    },
  });
  // One type for both transports: nothing here looks at the raw server.
  return app as unknown as FastifyInstance;
}

/** For operators and developers. */
function registerOperations(app: FastifyInstance, pool: Pool): void {
  const hide = { schema: { hide: true } };
  app.get('/openapi.json', hide, async () => app.swagger());
  const page = docsPage();
  app.get('/docs', hide, async (_request, reply) =>
    reply.header('content-security-policy', docsPolicy).type('text/html; charset=utf-8').send(page),
  );
  app.get('/healthz', hide, async () => ({ status: 'alive' }));
  app.get('/readyz', hide, async (request, reply) => {
    const ready = await isMigrated(pool).catch(() => false);
    if (ready) return reply.send({ status: 'ready' });
    return sendAnswer(reply, problemAnswer({ code: 'unavailable', retryAfter: 1 }, request.id));
  });
}
