/**
 * The API processes under fire, each behind a proxy towards its clients and another towards PostgreSQL, and what an
 * operator's supervisor does for them: a process that was killed is started again. Nothing else is done for them.
 */
import { once } from 'node:events';
import { z } from 'zod';
import type { Failpoint } from '../../server/failpoints.ts';
import { type ServerProcess, startServerProcess } from '../../server/testing/process.ts';
import { signal } from './database.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';

const READY_MS = 30_000;
/** Different ones, of one process in one round. */
const MOST_LINES = 40;

export type Api = {
  readonly name: string;
  /** Between the clients and it. */
  readonly frontDoor: FaultyProxy;
  /** Between it and PostgreSQL. */
  readonly backDoor: FaultyProxy;
  /** How often it has been killed so far. */
  readonly kills: number;
  kill9(): void;
  freeze(): void;
  thaw(): void;
  arm(place: Failpoint | null, passes?: number): void;
  /** Resolves when it can serve. @throws Error when that takes too long. */
  ready(): Promise<void>;
  /** Why it ended other than by a kill, since this was last asked; and what it logged as errors. */
  complaints(): { ends: string[]; log: string[] };
  close(): Promise<void>;
};

export type ApiOptions = {
  readonly name: string;
  readonly database: { readonly url: string; readonly port: number };
  readonly settings: Record<string, string>;
  readonly crowd: number;
};

export async function startApi({ name, database, settings, crowd }: ApiOptions): Promise<Api> {
  const [frontDoor, backDoor] = [await startProxy(), await startProxy()];
  backDoor.aim(database.port);
  const url = new URL(database.url);
  url.port = String(backDoor.port);

  let current: ServerProcess | null = null;
  let closing = false;
  let kills = 0;
  let ends: string[] = [];
  let log = new Map<string, number>();
  const onLine = (line: string) => {
    const said = shorten(line);
    if (said && (log.has(said) || log.size < MOST_LINES)) log.set(said, (log.get(said) ?? 0) + 1);
  };
  const start = async (): Promise<void> => {
    const process = await startServerProcess(url.href, '', { settings, crowd, onLine });
    frontDoor.aim(Number(new URL(process.address).port));
    current = process;
    process.child.once('exit', (code, by) => {
      current = null;
      if (closing) return;
      if (by === 'SIGKILL') kills++;
      else ends.push(`${name} ended by itself: ${by ?? code}`);
      starting = start().catch((error: Error) => {
        if (!closing) ends.push(`${name} did not start again: ${error.message}`);
      });
    });
  };
  let starting = start();
  await starting;
  const send = (name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => {
    if (current?.child.pid) signal(current.child.pid, name);
  };
  return {
    ...{ name, frontDoor, backDoor },
    get kills() {
      return kills;
    },
    kill9: () => send('SIGKILL'),
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
    arm: (place, passes) => current?.arm(place, passes),
    ready: () => untilReady(name, frontDoor.port),
    complaints() {
      const told = { ends, log: [...log].map(([said, times]) => `${name} (${times}x) ${said}`) };
      ends = [];
      log = new Map();
      return told;
    },
    async close() {
      closing = true;
      // One that is about to start would outlive us.
      await starting;
      const gone = current ? once(current.child, 'exit') : null;
      send('SIGKILL');
      await gone;
      await Promise.all([frontDoor.close(), backDoor.close()]);
    },
  };
}

async function untilReady(name: string, port: number): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
      .then(async (response) => ({
        isReady: response.ok,
        said: `${response.status} ${await response.text()}`,
      }))
      .catch((error: Error) => ({ isReady: false, said: String(error.cause ?? error) }));
    if (answer.isReady) return;
    if (performance.now() > deadline) throw new Error(`${name} did not become ready again: ${answer.said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const LogLine = z.object({
  msg: z.string(),
  err: z
    .object({ code: z.string().optional(), message: z.string(), stack: z.string().optional() })
    .optional(),
});

/** What happened, and where in our own code: the same for the hundredth request as for the first. Null for no news. */
function shorten(line: string): string | null {
  if (line.startsWith('listening ')) return null;
  // Of the last words of a process, the first that say something.
  if (!line.startsWith('{')) return /^(\w*[Ee]rror|Emitted)\b/.test(line) ? line : null;
  const read = LogLine.safeParse(JSON.parse(line));
  if (!read.success) return line;
  const { msg, err } = read.data;
  const places = [...(err?.stack ?? '').matchAll(/\/server\/([^)]*)/g)].map(([, place]) => place);
  return err ? `${msg}: ${err.code ?? ''} ${err.message} [${places.slice(0, 3).join(' < ')}]` : msg;
}
