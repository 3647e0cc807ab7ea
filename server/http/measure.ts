/** Counts and times every answer, by the route's name in the table of endpoints and never by what was asked for. */
import type { FastifyInstance } from 'fastify';
import { EVENTS_PATH, IDEMPOTENCY_REPLAYED_HEADER } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import type { Metrics } from '../ops/metrics.ts';
import { onceGone } from './gone.ts';

/** Measures from now on. Register it before the routes. */
export function registerMeasures(app: FastifyInstance, metrics: Metrics, pool: Pool): void {
  let streams = 0;
  metrics.watch('event_streams', () => streams);
  metrics.watch('database_connections', () => pool.totalCount);
  metrics.watch('database_connections_in_use', () => pool.totalCount - pool.idleCount);
  metrics.watch('database_waiting', () => pool.waitingCount);
  app.addHook('onSend', async (request, reply) => {
    if (reply.hasHeader(IDEMPOTENCY_REPLAYED_HEADER)) metrics.replayed();
    if (request.routeOptions.url !== EVENTS_PATH || reply.statusCode !== 200) return;
    streams++;
    onceGone(reply, () => streams--);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? null;
    metrics.answered({
      ...{ route, method: request.method, status: reply.statusCode },
      // How long a stream was open is no duration of an answer.
      seconds: route === EVENTS_PATH ? null : reply.elapsedTime / 1_000,
    });
  });
}
