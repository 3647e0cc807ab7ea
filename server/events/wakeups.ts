/**
 * Tells streams that there may be something new for a person: one connection that LISTENs, for the whole
 * process. A lost notification costs a delay, never an event: streams look by themselves now and then.
 */
import pg from 'pg';
import { EVENTS_CHANNEL } from './relay.ts';

const RECONNECT_MS = 1_000;

export type Wakeups = {
  /** Calls `wake` when there may be events for this person. Returns how to stop. */
  subscribe(personId: string, wake: () => void): () => void;
  close(): Promise<void>;
};

export function createWakeups(databaseUrl: string): Wakeups {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'moineau-events',
      keepAlive: true,
    });
    const lose = () => {
      if (client === next) client = null;
      if (!closed && !retry) retry = setTimeout(reconnect, RECONNECT_MS);
    };
    next.on('error', lose);
    next.on('end', lose);
    next.on('notification', ({ payload }) => {
      for (const personId of payload?.split(',') ?? [])
        for (const wake of listeners.get(personId) ?? []) wake();
    });
    await next.connect();
    await next.query(`listen ${EVENTS_CHANNEL}`);
    client = next;
    // What happened while nobody listened is found now.
    for (const set of listeners.values()) for (const wake of set) wake();
    if (closed) await next.end();
  };
  const reconnect = () => {
    retry = undefined;
    connect().catch(() => {
      if (!closed && !retry) retry = setTimeout(reconnect, RECONNECT_MS);
    });
  };
  reconnect();

  return {
    subscribe(personId, wake) {
      const set = listeners.get(personId) ?? new Set();
      listeners.set(personId, set.add(wake));
      return () => {
        set.delete(wake);
        if (set.size === 0) listeners.delete(personId);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
