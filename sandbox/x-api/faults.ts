/** What may go wrong with the sandbox's X, as it does with the real one. Nothing does unless a test says so. */

export type Faults = {
  /** How likely an answer is 503, and nothing was done. All of these: 0 to 1. */
  unavailable: number;
  /** How likely what was asked is done, and the answer lost on its way. */
  lost: number;
  /** How likely a page holds a post twice, and the stream tells of it twice. */
  twice: number;
  /** How likely a page is out of order. */
  shuffled: number;
  /** How likely a new post is not yet in the time line at the first look. */
  late: number;
  /** How likely a look-up of several ids is answered with other accounts than those asked for. */
  mistaken: number;
  /** 0 (inclusive) to 1: chance, from a seed where a run must be repeated. */
  random: () => number;
};

export function noFaults(): Faults {
  return { unavailable: 0, lost: 0, twice: 0, shuffled: 0, late: 0, mistaken: 0, random: Math.random };
}

export function strikes(faults: Faults, which: Exclude<keyof Faults, 'random'>): boolean {
  return faults[which] > 0 && faults.random() < faults[which];
}

/** A page as X may give it: twice, and out of order. */
export function disturb<Item>(faults: Faults, page: readonly Item[]): Item[] {
  const again = page.filter(() => strikes(faults, 'twice'));
  const given = [...page, ...again];
  if (!strikes(faults, 'shuffled')) return given;
  return given
    .map((item) => ({ item, at: faults.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
