/**
 * What each tweet that scrolls by costs the page's main thread. Added by an extension is the CPU time of its own scripts,
 * as the browser's trace tells it, and by how much drawing grows because of it. That is a small difference of large
 * numbers: in one and the same page stretches with what the extension draws alternate with stretches without, and in the
 * next round they change places. The counter puts nothing into the page: nothing is drawn for it.
 */
import { median, rounded, say } from '../support/rounds.ts';
import type { Bench, Contender } from './contenders.ts';
import { scrollTweets } from './scroll.ts';
import { markStretch, type Spent, tracedStretches } from './trace.ts';

/** Tweets of one stretch: short enough that the machine is as fast in one as in the next. */
const STRETCH = 40;
const MEASURED = ['counter', 'blinks', 'overlay'] as const satisfies readonly Contender[];
type Measured = (typeof MEASURED)[number];

/** Microseconds a tweet. */
type Cost = {
  /** Of its scripts. */
  readonly script: number;
  /** What drawing grew by: for each stretch without what it draws, against the stretch after or before it. */
  readonly drawing: readonly number[];
  /** Of the page itself, without what it draws. */
  readonly page: number;
};

export async function costFigures(bench: Bench): Promise<object[]> {
  const runs: Record<Measured, Cost[]> = { counter: [], blinks: [], overlay: [] };
  for (let round = 0; round < bench.rounds; round++) {
    for (const contender of MEASURED) {
      const cost = await run(bench, contender, round);
      runs[contender].push(cost);
      say(
        `${contender}: ${rounded(cost.script)} µs script, ${rounded(median(cost.drawing))} µs drawing, a tweet; the page itself ${rounded(cost.page)}`,
      );
    }
  }
  const n = bench.tweets * bench.rounds;
  const added = (contender: Measured) => {
    const script = median(runs[contender].map((cost) => cost.script));
    const drawing = contender === 'counter' ? 0 : median(runs[contender].flatMap((cost) => cost.drawing));
    return { script, drawing, all: script + drawing };
  };
  const overlay = added('overlay');
  const against = (name: string, target: number, other: Measured) => {
    const base = added(other);
    return {
      name,
      value: rounded(overlay.all),
      unit: 'µs/tweet',
      ratio: rounded(overlay.all / base.all),
      target,
      against: other,
      script_us: rounded(overlay.script),
      drawing_us: rounded(overlay.drawing),
      against_script_us: rounded(base.script),
      against_drawing_us: rounded(base.drawing),
      n,
    };
  };
  const page = median(runs.blinks.map((cost) => cost.page));
  return [
    { name: 'page.cpu_per_tweet', value: rounded(page), unit: 'µs/tweet', n },
    against('overlay.cpu_per_tweet', 2, 'counter'),
    against('overlay.vs_blinks', 0.5, 'blinks'),
  ];
}

async function run({ readers, tweets }: Bench, contender: Measured, round: number): Promise<Cost> {
  const reader = readers[contender];
  const page = await reader.open();
  const pairs = Math.ceil(tweets / STRETCH / 2);
  /** The even stretches are with what it draws in one round, and without in the next. */
  const isWith = (at: number) => (at + round) % 2 === 0;
  const mounted: number[] = [];
  const spent = await tracedStretches(page, async () => {
    for (let at = 0; at < 2 * pairs; at++) {
      await reader.turn(page, isWith(at));
      await markStretch(page, at);
      mounted[at] = await scrollTweets(page, STRETCH);
      await markStretch(page, 2 * pairs);
    }
  });
  await page.close();
  if (mounted.some((count) => count < STRETCH)) throw new Error(`${contender}: too few tweets came`);
  const each = (at: number, part: keyof Spent) =>
    ((spent[at]?.[part] ?? Number.NaN) * 1_000) / (mounted[at] ?? Number.NaN);
  const [even, odd] = [0, 1].map((first) => Array.from({ length: pairs }, (_, pair) => 2 * pair + first));
  const [on, off] = round % 2 === 0 ? [even, odd] : [odd, even];
  if (!on || !off) throw new Error('no stretches');
  return {
    script: mean(on.map((at) => each(at, 'extension'))),
    drawing: on.map((at, pair) => each(at, 'drawing') - each(off[pair] ?? -1, 'drawing')),
    page: mean(off.map((at) => each(at, 'all'))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
