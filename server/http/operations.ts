/** The addresses for operators and developers: probes, metrics, the API's own documentation. */
import type { BlockList } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../ops/metrics.ts';
import type { Readiness } from '../ops/readiness.ts';
import { problemAnswer } from './answer.ts';
import { docsPage, docsPolicy } from './docs-page.ts';
import { isListed } from './networks.ts';
import { sendAnswer } from './register.ts';

type OperationsDependencies = {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Who may read the metrics. */
  readonly metricsFrom: BlockList;
  /** Whether proxies are known, so that the address of a request is its client's. */
  readonly proxiesKnown: boolean;
};

// Probes come every second from every balancer: at `info` they would be most of the log.
const quiet = { schema: { hide: true }, logLevel: 'warn' } as const;

export function registerOperations(app: FastifyInstance, dependencies: OperationsDependencies): void {
  const { metrics, readiness } = dependencies;
  const hide = { schema: { hide: true } };
  app.get('/openapi.json', hide, async () => app.swagger());
  const page = docsPage();
  app.get('/docs', hide, async (_request, reply) =>
    reply.header('content-security-policy', docsPolicy).type('text/html; charset=utf-8').send(page),
  );
  // Alive as long as it answers: a database that is away is no reason to restart this process.
  app.get('/healthz', quiet, async () => ({ status: 'alive' }));
  app.get('/readyz', quiet, async (request, reply) => {
    if (await readiness.isReady()) return reply.send({ status: 'ready' });
    return sendAnswer(reply, problemAnswer({ code: 'unavailable', retryAfter: 1 }, request.id));
  });
  app.get('/metrics', quiet, async (request, reply) => {
    if (!mayRead(request, dependencies))
      return sendAnswer(reply, problemAnswer({ code: 'not_found' }, request.id));
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

/**
 * By the client's address. With a proxy in between that nobody told us of, the address is the proxy's and says
 * nothing: a proxy on this machine would show the metrics to the world.
 */
function mayRead(request: FastifyRequest, { metricsFrom, proxiesKnown }: OperationsDependencies): boolean {
  const { 'x-forwarded-for': forwardedFor, forwarded, via } = request.headers;
  const proxied = forwardedFor !== undefined || forwarded !== undefined || via !== undefined;
  return (proxiesKnown || !proxied) && isListed(metricsFrom, request.ip);
}
