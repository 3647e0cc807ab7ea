/**
 * GET /v1/events: a person's events as server-sent events, resumed by Last-Event-ID. It must never send an
 * event out of order or twice in one stream, and ends when the session ends.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { EVENTS_PATH, type WalletEvent } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { problemAnswer } from '../http/answer.ts';
import { type Authenticator, isSessionOpen, type Session } from '../http/authentication.ts';
import { sendAnswer } from '../http/register.ts';
import { readEvents } from './events.ts';
import type { Wakeups } from './wakeups.ts';

const BATCH = 100;
/** Of one person at once, in this process: his devices, and some that are just going. */
const MOST_STREAMS = 20;

export type StreamTimes = {
  /** A comment is sent when nothing else was for so long, so that proxies and clients see the stream alive. */
  readonly heartbeatMs: number;
};

type StreamDependencies = {
  readonly pool: Pool;
  readonly wakeups: Wakeups;
  readonly authenticator: Authenticator;
  readonly times: StreamTimes;
};

/** Registers the stream. Open streams end when the server closes. */
export function registerEventStream(app: FastifyInstance, dependencies: StreamDependencies): void {
  const shutdown = new AbortController();
  const places = createPlaces(MOST_STREAMS);
  app.addHook('preClose', async () => shutdown.abort());
  app.get(
    EVENTS_PATH,
    {
      schema: {
        operationId: 'events',
        summary: 'Server-sent events, each with a WalletEvent as its data; Last-Event-ID resumes.',
        security: [{ dpop: [], proof: [] }],
      },
    },
    async (request, reply) => {
      const session = await dependencies.authenticator.session(request, false);
      if (!session) return sendAnswer(reply, problemAnswer({ code: 'unauthenticated' }, request.id));
      const free = places.enter(session.personId);
      if (!free) return sendAnswer(reply, problemAnswer({ code: 'rate_limited', retryAfter: 5 }, request.id));
      reply.raw.once('close', free);
      const header = request.headers['last-event-id'] ?? '0';
      if (typeof header !== 'string' || !/^(0|[1-9][0-9]{0,14})$/.test(header)) {
        return sendAnswer(reply, problemAnswer({ code: 'invalid_request' }, request.id));
      }
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const signal = AbortSignal.any([gone.signal, shutdown.signal]);
      reply
        .header('content-type', 'text/event-stream')
        // Kept alive after the stream, it would hold up the end of the server.
        .header('connection', 'close')
        .header('x-accel-buffering', 'no');
      return reply.send(Readable.from(stream(dependencies, session, Number(header), signal)));
    },
  );
}

/** So many places for each person. `enter` gives how to leave, or null when all are taken. */
function createPlaces(most: number) {
  const taken = new Map<string, number>();
  return {
    enter(personId: string): (() => void) | null {
      const count = taken.get(personId) ?? 0;
      if (count >= most) return null;
      taken.set(personId, count + 1);
      return () => {
        const left = (taken.get(personId) ?? 1) - 1;
        if (left === 0) taken.delete(personId);
        else taken.set(personId, left);
      };
    },
  };
}

async function* stream(
  { pool, wakeups, times }: StreamDependencies,
  session: Session,
  afterSeq: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const bell = createBell(signal);
  const unsubscribe = wakeups.subscribe(session.personId, bell.ring);
  try {
    yield 'retry: 2000\n: open\n\n';
    let last = afterSeq;
    while (!signal.aborted) {
      // Cleared before looking: what comes while we look rings again.
      bell.clear();
      const open = await isSessionOpen(pool, session);
      const events = await readEvents(pool, session.personId, last, BATCH);
      for (const event of open ? events : upToAlarm(events)) {
        yield `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
        last = event.seq;
      }
      if (!open) return;
      if (events.length === BATCH) continue;
      if (await bell.heardWithin(times.heartbeatMs)) continue;
      if (signal.aborted) return;
      yield ': still here\n\n';
    }
  } finally {
    unsubscribe();
  }
}

/** The last thing that a session hears: why it has ended. Without gaps, so with what came before. */
function upToAlarm(events: WalletEvent[]): WalletEvent[] {
  return events.slice(0, events.findLastIndex((event) => event.type === 'device.revoked') + 1);
}

/** A bell that remembers having been rung. The end of `signal` rings it too. */
function createBell(signal: AbortSignal) {
  let rung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    rung = true;
    wake?.();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    clear() {
      rung = false;
    },
    /** False when nothing rang in this time: then the caller looks by itself. */
    async heardWithin(timeoutMs: number): Promise<boolean> {
      if (rung || signal.aborted) return !signal.aborted;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      const timer = setTimeout(resolve, timeoutMs);
      await promise;
      clearTimeout(timer);
      wake = null;
      return rung && !signal.aborted;
    },
  };
}
