/**
 * Which features are on. All of them, unless signed data from the API switches some off (rules.ts): a feature that X's
 * changes have made wrong is worse than none. Pure state; knows no feature and no storage.
 */
export type Switches = {
  isOn(feature: string): boolean;
  /** Calls back after each change, until the signal is aborted. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /** @param off names of the features that are off from now on; all others are on */
  set(off: Iterable<string>): void;
};

export function createSwitches(): Switches {
  let off: ReadonlySet<string> = new Set();
  const listeners = new Set<() => void>();
  return {
    isOn: (feature) => !off.has(feature),
    onChange(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    set(names) {
      off = new Set(names);
      for (const listener of listeners) listener();
    },
  };
}
