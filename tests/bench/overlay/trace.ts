/**
 * What the page's main thread did, from the browser's own trace: CPU time, so that other programs of the machine do not
 * count, told apart by whose script ran and what was drawn.
 */
import type { Page } from '@playwright/test';

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when it began, and the thread's CPU time that it took. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
};

/** Milliseconds of CPU time of the page's main thread. */
export type Spent = {
  /** Scripts of extensions. */
  readonly extension: number;
  /** Style, layout and all that leads to the screen, whoever caused it, except what ran within an extension's script. */
  readonly drawing: number;
  /** All of it. */
  readonly all: number;
  /** The longest task. */
  readonly longest: number;
};

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];
const MARK = 'bench:';
/** The steps of the rendering pipeline, and reading HTML. None of them holds another of them but by forced layout. */
const DRAWING = new Set([
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'ParseHTML',
]);

/** Runs something while the browser keeps a trace of it. */
export async function traced(page: Page, run: () => Promise<void>): Promise<Spent> {
  const events = await traceOf(page, run);
  const main = mainThread(events);
  return spentOn(events.filter((event) => threadOf(event) === main));
}

/** The same, told apart by the stretches that were marked meanwhile: each at its number. */
export async function tracedStretches(page: Page, run: () => Promise<void>): Promise<Spent[]> {
  const events = await traceOf(page, run);
  const main = mainThread(events);
  const own = events.filter((event) => threadOf(event) === main).toSorted((a, b) => a.ts - b.ts);
  const stretches: TraceEvent[][] = [];
  let current: TraceEvent[] = [];
  for (const event of own) {
    if (event.name.startsWith(MARK)) current = stretches[Number(event.name.slice(MARK.length))] = [];
    else current.push(event);
  }
  return stretches.map(spentOn);
}

/** What the page's main thread begins from now on belongs to this stretch, until the next one. */
export async function markStretch(page: Page, at: number): Promise<void> {
  await page.evaluate((name) => void performance.mark(name), `${MARK}${at}`);
}

async function traceOf(page: Page, run: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  });
  await run();
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

/** @param events of one thread */
function spentOn(events: readonly TraceEvent[]): Spent {
  const own = events.filter((event) => event.ph === 'X');
  own.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const spent = { extension: 0, drawing: 0, all: 0, longest: 0 };
  let extensionEnds = 0;
  let drawingEnds = 0;
  for (const event of own) {
    const ms = (event.tdur ?? 0) / 1_000;
    const ends = event.ts + (event.dur ?? 0);
    if (event.name === 'RunTask') {
      spent.all += ms;
      spent.longest = Math.max(spent.longest, ms);
    } else if (event.ts < extensionEnds) {
      // Part of an extension's script, and counted with it.
    } else if (event.name === 'FunctionCall' && event.args?.data?.url?.startsWith('chrome-extension:')) {
      spent.extension += ms;
      extensionEnds = ends;
    } else if (DRAWING.has(event.name) && event.ts >= drawingEnds) {
      spent.drawing += ms;
      drawingEnds = ends;
    }
  }
  return spent;
}

const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;

/** The one that ran the page's animation frames. */
function mainThread(events: readonly TraceEvent[]): string {
  const frames = new Map<string, number>();
  for (const event of events) {
    if (event.name === 'FireAnimationFrame')
      frames.set(threadOf(event), (frames.get(threadOf(event)) ?? 0) + 1);
  }
  const [busiest] = [...frames].toSorted(([, a], [, b]) => b - a);
  if (!busiest) throw new Error('the trace holds no frame of the page');
  return busiest[0];
}
