/**
 * The work of commands, round and round, in the one process whose turn it is: taking in, carrying out, answering. Every
 * step can be done again: what fails or is cut off is found by the next round.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';
import type { Pool } from '../db/pool.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Services } from '../services.ts';
import { XLimitedError, type XPort, type XService, XUnavailableError } from '../x/port.ts';
import { answerEnd, findUnanswered } from './answers.ts';
import { disclose, findDue } from './disclosures.ts';
import { type EditDependencies, findRevised, lookAtWaiting, reviseCommand } from './edits.ts';
import { leadInTurn } from './leader.ts';
import { findNew, handleCommand } from './order.ts';
import { lookForNext, type OutboxDependencies, removeNext, sendNext } from './outbox.ts';
import { type Overlap, type TakingDependencies, takeMentions, takeMessages, takePosts } from './taking.ts';

export type CommandsDependencies = {
  readonly settings: Config & { readonly X_SERVICE_USER_ID: string };
  readonly pool: Pool;
  readonly x: XPort;
  readonly service: XService;
  readonly services: Services;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn'>;
  readonly metrics: Pick<Metrics, 'commandRead' | 'spoke'>;
};

export type Commands = { stop(): Promise<void> };

/** Commands, edits, answers at a time; what is left waits for the next turn. */
const BATCH = 50;
const TURN_MS = 250;
const LOOK_MS = 30_000;
/** Between two tries to open the stream. */
const STREAM_RETRY_MS = { first: 1_000, last: 60_000 };
/** So long after the stream told of it, a post should stand in the time line. */
const BELL_MS = 300;
/** X's windows are no longer; a reset that lies further off is asked about again by then. */
const LIMIT_WINDOW_MS = 15 * 60_000;

export type Parts = {
  readonly edits: EditDependencies;
  readonly taking: TakingDependencies;
  readonly outbox: OutboxDependencies;
};

/** Starts the work. */
export function startCommands(dependencies: CommandsDependencies): Commands {
  const stopping = new AbortController();
  const { DATABASE_URL } = dependencies.settings;
  const done = leadInTurn(DATABASE_URL, stopping.signal, (signal) => work(dependencies, signal));
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function work(dependencies: CommandsDependencies, signal: AbortSignal): Promise<void> {
  const { settings, log } = dependencies;
  const parts = partsOf(dependencies);
  const bell = createBell();
  log.info('taking in commands');
  await Promise.all([
    repeatedly(
      dependencies,
      signal,
      'mentions',
      (round) => mentions(dependencies, parts.taking, bell, round === 0),
      () => bell.wait(settings.X_MENTIONS_EVERY_SECONDS * 1_000, signal),
    ),
    repeatedly(
      dependencies,
      signal,
      'messages',
      (round) => takeMessages(parts.taking, round === 0 ? 'after_silence' : 'usual'),
      () => pause(settings.X_MESSAGES_EVERY_SECONDS * 1_000, signal),
    ),
    repeatedly(
      dependencies,
      signal,
      'orders',
      () => carryOutAll(parts.edits, signal),
      () => pause(TURN_MS, signal),
    ),
    repeatedly(
      dependencies,
      signal,
      'answers',
      () => answerAll(parts, signal),
      () => pause(TURN_MS, signal),
    ),
    repeatedly(
      dependencies,
      signal,
      'looking',
      () => lookAtWaiting({ ...parts.taking, nudge: parts.edits.nudge }),
      () => pause(LOOK_MS, signal),
    ),
    ...(settings.X_COMMANDS === 'stream' ? [listen(dependencies, bell, signal)] : []),
  ]);
}

export function partsOf({ settings, pool, x, service, services, metrics }: CommandsDependencies): Parts {
  const { X_SERVICE_USER_ID: serviceUserId, X_COMMAND_HOURS: hours } = settings;
  return {
    edits: {
      ...services,
      ...{ pool, x, service, hours, anHour: settings.X_COMMANDS_AN_HOUR },
      serviceHandle: settings.X_SERVICE_HANDLE,
      lifetimeSeconds: settings.PAYMENT_LIFETIME_SECONDS,
      nudge: services.relay.nudge,
      observe: metrics.commandRead,
    },
    taking: { pool, service, inbox: { serviceUserId, hours } },
    outbox: {
      ...{ pool, service, observe: metrics.spoke },
      lookAfterSeconds: settings.X_LOOK_AFTER_SECONDS,
      limits: {
        postsAQuarter: settings.X_POSTS_A_QUARTER,
        messagesAQuarter: settings.X_MESSAGES_A_QUARTER,
        messagesADay: settings.X_MESSAGES_A_DAY,
      },
    },
  };
}

/** Does `step` again and again. A failure is told once and waits for the next round. */
async function repeatedly(
  { log }: CommandsDependencies,
  signal: AbortSignal,
  name: string,
  step: (round: number) => Promise<unknown>,
  rest: () => Promise<void>,
): Promise<void> {
  let last = '';
  for (let round = 0; !signal.aborted; ) {
    try {
      await step(round);
      round++;
      last = '';
    } catch (error) {
      // After a failure everything of the last quarter of an hour is looked at again.
      round = 0;
      const said = error instanceof Error ? error.message : 'unknown';
      if (said !== last && !signal.aborted) log.warn({ err: error, step: name }, 'commands: a step failed');
      last = said;
      if (error instanceof XLimitedError) await pause(untilReset(error), signal);
    }
    await rest();
  }
}

async function mentions(
  { log }: CommandsDependencies,
  taking: TakingDependencies,
  bell: Bell,
  isFirst: boolean,
): Promise<void> {
  const rung = bell.take();
  const overlap: Overlap = isFirst ? 'after_silence' : 'usual';
  try {
    const { ids, isWhole } = await takeMentions(taking, overlap);
    if (!isWhole) log.warn('commands: X has more than its time line shows, and refuses to be searched');
    await takePosts(
      taking,
      rung.filter((id) => !ids.has(id)),
    );
  } catch (error) {
    bell.giveBack(rung);
    throw error;
  }
}

export async function carryOutAll(edits: EditDependencies, signal: AbortSignal): Promise<void> {
  for (const id of await findNew(edits.pool, BATCH)) if (!signal.aborted) await handleCommand(edits, id);
  for (const id of await findRevised(edits.pool, BATCH)) if (!signal.aborted) await reviseCommand(edits, id);
}

export async function answerAll({ outbox, edits: { pool } }: Parts, signal: AbortSignal): Promise<void> {
  for (const id of await findUnanswered(pool, BATCH)) await answerEnd(pool, id);
  for (const id of await findDue(pool, BATCH)) await disclose(pool, id);
  while (!signal.aborted && (await sendNext(outbox)));
  while (!signal.aborted && (await lookForNext(outbox)));
  while (!signal.aborted && (await removeNext(outbox)));
}

/** Keeps the stream open. What it says rings the bell; what it may have missed is caught up with by the time line. */
async function listen(
  { service, log }: CommandsDependencies,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  for (let retryMs = STREAM_RETRY_MS.first; !signal.aborted; ) {
    try {
      const stream = await service.ring(bell.ring);
      const close = () => stream.close();
      signal.addEventListener('abort', close, { once: true });
      bell.ring(null);
      retryMs = STREAM_RETRY_MS.first;
      await stream.ended;
      signal.removeEventListener('abort', close);
    } catch (error) {
      if (!(error instanceof XUnavailableError)) throw error;
      log.warn({ err: error }, 'commands: no stream');
      retryMs = Math.min(retryMs * 2, STREAM_RETRY_MS.last);
      if (error instanceof XLimitedError) await pause(untilReset(error), signal);
    }
    bell.ring(null);
    await pause(retryMs, signal);
  }
}

type Bell = {
  /** There is something new: this post, or whatever was missed. */
  ring(id: string | null): void;
  /** Resolves a moment after it has rung, or when the time is over. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** The posts it has rung for since the last time. */
  take(): string[];
  giveBack(ids: readonly string[]): void;
};

function createBell(): Bell {
  let rung = new Set<string>();
  let isRinging = false;
  let wake = () => {};
  return {
    ring(id) {
      if (id !== null) rung.add(id);
      isRinging = true;
      wake();
    },
    async wait(ms, signal) {
      const rings = new AbortController();
      wake = () => rings.abort();
      if (!isRinging) await pause(ms, AbortSignal.any([signal, rings.signal]));
      if (isRinging) await pause(BELL_MS, signal);
    },
    take() {
      const taken = [...rung];
      rung = new Set();
      isRinging = false;
      return taken;
    },
    giveBack(ids) {
      for (const id of ids) rung.add(id);
    },
  };
}

/** Milliseconds in which X would only refuse. */
const untilReset = ({ resetAt }: XLimitedError) =>
  Math.min(Math.max(resetAt.getTime() - Date.now(), 0), LIMIT_WINDOW_MS);

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
