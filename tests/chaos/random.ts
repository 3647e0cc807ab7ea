/** Chance from a seed, so that what was drawn is drawn again. Never for secrets. */

export type Random = {
  /** A whole number from 0, below `limit`. */
  below(limit: number): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True so many times in a hundred. */
  percent(share: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(list: readonly T[]): T;
  /** So many different ones, in no order. */
  sample<T>(list: readonly T[], size: number): T[];
  /** Another chance, of this name: what is drawn from one never shifts what is drawn from the other. */
  fork(name: string | number): Random;
};

/** FNV-1a. */
function mix(seed: number, name: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (const byte of Buffer.from(`${seed}/${name}`)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** The chance of a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  const pick = <T>(list: readonly T[]): T => {
    const item = list[below(list.length || 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    below,
    pick,
    between: (least, most) => least + below(most - least + 1),
    percent: (share) => below(100) < share,
    sample(list, size) {
      const left = [...list];
      return Array.from({ length: Math.min(size, list.length) }, () =>
        left.splice(below(left.length), 1),
      ).flat();
    },
    fork: (name) => randomFrom(mix(seed, String(name))),
  };
}
