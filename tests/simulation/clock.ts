/**
 * Simulated time: one clock for the database, the process and the clients, and the agenda of what happens when. It
 * never looks at a real clock.
 */

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A Monday. */
const BEGINNING_MS = Date.UTC(2026, 2, 2);

export type Clock = {
  /** Milliseconds since the beginning; only grows. */
  elapsedMs(): number;
  /** What clocks on the wall show. It may go back. */
  now(): Date;
  /** The latest that clocks have ever shown. */
  latest(): Date;
  pass(ms: number): void;
  /** Sets clocks on the wall: by so much off the true time. */
  setOffset(ms: number): void;
  /** Does this after so long. */
  after(ms: number, what: () => void): void;
  /** Resolves after so long. */
  wait(ms: number): Promise<void>;
  /** The next thing that is due by now, or when `far` also the next one at all, with the clock moved on to it. */
  next(far: boolean): (() => void) | null;
};

type Entry = { readonly at: number; readonly nr: number; readonly what: () => void };

export function createClock(): Clock {
  // A binary heap by time, and by order of entry.
  const heap: Entry[] = [];
  let elapsed = 0;
  let offset = 0;
  let latest = BEGINNING_MS;
  let count = 0;
  const show = () => {
    const now = BEGINNING_MS + elapsed + offset;
    latest = Math.max(latest, now);
    return now;
  };
  const after = (ms: number, what: () => void) => push(heap, { at: elapsed + ms, nr: ++count, what });
  return {
    after,
    elapsedMs: () => elapsed,
    now: () => new Date(show()),
    latest: () => {
      show();
      return new Date(latest);
    },
    pass(ms) {
      elapsed += ms;
    },
    setOffset(ms) {
      show();
      offset = ms;
    },
    wait: (ms) => new Promise((resolve) => after(ms, resolve)),
    next(far) {
      const [first] = heap;
      if (!first || (first.at > elapsed && !far)) return null;
      elapsed = Math.max(elapsed, first.at);
      return pop(heap).what;
    },
  };
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.nr < b.nr);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(entry, heap[parent])) break;
    heap[at] = heap[parent] as Entry;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry {
  const first = heap[0] as Entry;
  const last = heap.pop() as Entry;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const child = isBefore(heap[2 * at + 2], heap[2 * at + 1]) ? 2 * at + 2 : 2 * at + 1;
    if (!isBefore(heap[child], last)) break;
    heap[at] = heap[child] as Entry;
    at = child;
  }
  heap[at] = last;
  return first;
}
