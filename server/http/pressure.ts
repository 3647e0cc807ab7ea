/**
 * Back-pressure: a server that has too much to do says so at once (503 `unavailable`, retryable) instead of queueing
 * without end. Nothing has been done with a request that is turned away here. Probes, metrics and the event streams
 * are never turned away.
 */
import { getHeapStatistics } from 'node:v8';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EVENTS_PATH } from '../../lib/protocol/index.ts';
import type { Metrics, ShedReason } from '../ops/metrics.ts';
import { onceGone } from './gone.ts';

export type PressureLimits = {
  readonly requestsInFlight: number;
  /** Statements and transactions that wait for a connection. */
  readonly databaseWaiting: number;
  readonly eventLoopDelayMs: number;
};

/** Too much to do. The error handler makes it 503 `unavailable`. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
  /** Seconds. */
  readonly retryAfter = 1;
}

/** Above this share of what V8 may use, it collects garbage more than it works. */
const HEAP_SHARE = 0.9;
const neverShed: readonly unknown[] = ['/healthz', '/readyz', '/metrics', EVENTS_PATH];

type PressureDependencies = {
  readonly limits: PressureLimits;
  readonly pool: { readonly waitingCount: number };
  readonly metrics: Metrics;
};

/** Turns requests away from now on. Register it before the routes. */
export async function registerPressure(
  app: FastifyInstance,
  { limits, pool, metrics }: PressureDependencies,
): Promise<void> {
  const shed = (reason: ShedReason): never => {
    metrics.shed(reason);
    throw new OverloadedError(reason);
  };
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMs,
    maxHeapUsedBytes: HEAP_SHARE * getHeapStatistics().heap_size_limit,
    pressureHandler: async (request, _reply, type) => {
      if (isShed(request)) shed(type === underPressure.TYPE_HEAP_USED_BYTES ? 'heap' : 'event_loop');
    },
  });
  let inFlight = 0;
  metrics.watch('http_requests_in_flight', () => inFlight);
  app.addHook('onRequest', async (request, reply) => {
    if (!isShed(request)) return;
    if (inFlight >= limits.requestsInFlight) shed('in_flight');
    if (pool.waitingCount > limits.databaseWaiting) shed('database');
    inFlight++;
    onceGone(reply, () => inFlight--);
  });
}

function isShed(request: FastifyRequest): boolean {
  return !neverShed.includes(request.routeOptions.url);
}
