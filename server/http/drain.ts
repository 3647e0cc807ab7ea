/**
 * Leaving without cutting anybody off: from the order to stop on, every answer tells its client not to use the
 * connection again, so that when the server closes, nobody is about to send on a connection that closes under him.
 */
import type { FastifyInstance } from 'fastify';

/** The most that is waited for clients to let go of their connections, and how long it must have been quiet. */
const MOST_MS = 1_000;
const QUIET_MS = 200;

export type Drain = {
  /** Resolves when no request has come for a moment, or after a second. The server still answers everything. */
  begin(): Promise<void>;
};

/** Watches the requests from now on. Register it before the server listens. */
export function createDrain(app: FastifyInstance, { mostMs = MOST_MS, quietMs = QUIET_MS } = {}): Drain {
  let draining = false;
  let lastRequestAt = Number.NEGATIVE_INFINITY;
  app.addHook('onRequest', async () => {
    lastRequestAt = performance.now();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  return {
    async begin() {
      draining = true;
      const until = performance.now() + mostMs;
      for (;;) {
        const now = performance.now();
        const wait = Math.min(until, lastRequestAt + quietMs) - now;
        if (wait <= 0) return;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    },
  };
}
