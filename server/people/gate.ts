/**
 * Back-pressure for work that costs much CPU: so many at once, so many waiting, the rest is turned away at once.
 * It must never let the queue grow without a bound.
 */

export type Gate = {
  /** The result of `work`, or null when there were too many before it. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
  running(): number;
  waiting(): number;
};

export function createGate(limits: { running: number; waiting: number }): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= limits.running) {
        if (queue.length >= limits.waiting) return null;
        await new Promise<void>((resolve) => queue.push(resolve));
      } else {
        running++;
      }
      try {
        return await work();
      } finally {
        // The place goes to the next in the queue, or is free again.
        const next = queue.shift();
        if (next) next();
        else running--;
      }
    },
    running: () => running,
    waiting: () => queue.length,
  };
}
