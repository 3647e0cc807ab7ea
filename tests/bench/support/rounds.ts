/**
 * Measuring one thing against another on a machine whose speed changes: they take turns, and each run is held
 * against its two neighbours. A ratio is what to keep; a figure of its own is worth little on another machine.
 */

export type Run = {
  readonly value: number;
  /** How many transactions, requests … the value rests on. */
  readonly n: number;
};

export type Contender = {
  readonly name: string;
  readonly unit: string;
  run(): Promise<Run>;
};

/** One line of a bench's output. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly ratio: number;
  /** The name of what it was measured against; that has a line of its own. */
  readonly against: string;
  readonly n: number;
};

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new Error('no median of nothing');
  return (low + high) / 2;
}

/**
 * Base, first, base, second, base … as often as there are rounds. A contender's ratio is the median of its
 * runs, each divided by the mean of the base's run before and after it.
 */
export async function takeTurns(
  base: Contender,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Figure[]> {
  const baseRuns = [await measured(base)];
  const runs = new Map<Contender, { run: Run; ratio: number }[]>(contenders.map((one) => [one, []]));
  let before = baseRuns[0] as Run;
  for (let round = 1; round <= rounds; round++) {
    for (const [contender, kept] of runs) {
      const run = await measured(contender);
      const after = await measured(base);
      baseRuns.push(after);
      kept.push({ run, ratio: run.value / ((before.value + after.value) / 2) });
      before = after;
    }
  }
  return [
    figureOf(
      base,
      base,
      baseRuns.map((run) => ({ run, ratio: 1 })),
    ),
    ...[...runs].map(([contender, kept]) => figureOf(contender, base, kept)),
  ];
}

async function measured(contender: Contender): Promise<Run> {
  const run = await contender.run();
  say(`${contender.name}: ${rounded(run.value)} ${contender.unit}`);
  return run;
}

function figureOf(
  contender: Contender,
  base: Contender,
  kept: readonly { run: Run; ratio: number }[],
): Figure {
  return {
    name: contender.name,
    value: rounded(median(kept.map(({ run }) => run.value))),
    unit: contender.unit,
    ratio: rounded(median(kept.map(({ ratio }) => ratio))),
    against: base.name,
    n: kept.reduce((sum, { run }) => sum + run.n, 0),
  };
}

/** Four digits that count: more would pretend to know. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** One JSON line on standard output, which holds nothing else. */
export function report(figures: readonly Figure[]): void {
  for (const figure of figures) console.log(JSON.stringify(figure));
}

/** What a person who waits wants to know: on standard error. */
export function say(text: string): void {
  console.error(`# ${text}`);
}
