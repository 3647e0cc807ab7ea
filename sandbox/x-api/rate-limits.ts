/**
 * X's rate limits: so many calls in 15 minutes for each token and endpoint, told in three headers.
 * Must never be forgotten on an answer: clients steer by these headers.
 */

const windowMs = 15 * 60 * 1000;
/** More tokens than any test makes; the oldest windows go first. */
const kept = 10_000;

type Window = { used: number; readonly endsAt: number };

export type Allowance = { readonly allowed: boolean; readonly headers: Readonly<Record<string, string>> };

export class RateLimits {
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one call of `caller` to `endpoint`; `limit` is per window of 15 minutes. */
  count(caller: string, endpoint: string, limit: number): Allowance {
    const window = this.#windowOf(`${endpoint} ${caller}`);
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    const headers = {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(limit - window.used),
      // In seconds since 1970, as X tells it.
      'x-rate-limit-reset': String(Math.ceil(window.endsAt / 1000)),
    };
    return { allowed, headers };
  }

  #windowOf(key: string): Window {
    const open = this.#windows.get(key);
    if (open && open.endsAt > this.#now()) return open;
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= kept && !oldest.done) this.#windows.delete(oldest.value);
    const window = { used: 0, endsAt: this.#now() + windowMs };
    this.#windows.set(key, window);
    return window;
  }
}
