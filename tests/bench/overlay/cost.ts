/**
 * What each tweet that scrolls by costs the page's main thread. Added by an extension is the CPU time of its own scripts,
 * as the browser's trace tells it, and by how much drawing grew against the run without it in the same round. The counter
 * puts nothing into the page: nothing is drawn for it.
 */
import { median, rounded, say } from '../support/rounds.ts';
import { type Bench, type Contender, contenders } from './contenders.ts';
import { scrollTweets } from './scroll.ts';
import { traced } from './trace.ts';

/** Microseconds a tweet. */
type Cost = { readonly script: number; readonly drawing: number; readonly all: number };

export async function costFigures(bench: Bench): Promise<object[]> {
  const runs = new Map<Contender, Cost[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < bench.rounds; round++) {
    for (const contender of contenders) {
      const cost = await run(bench, contender);
      runs.get(contender)?.push(cost);
      say(
        `${contender}: ${rounded(cost.script)} µs script, ${rounded(cost.drawing)} µs drawing, ${rounded(cost.all)} µs in all, a tweet`,
      );
    }
  }
  const base = runs.get('without') ?? [];
  const added = (contender: Contender) => {
    const own = runs.get(contender) ?? [];
    const script = median(own.map((cost) => cost.script));
    const drawing = median(own.map((cost, round) => cost.drawing - (base[round]?.drawing ?? Number.NaN)));
    return { script, drawing: contender === 'counter' ? 0 : drawing, all: median(own.map(({ all }) => all)) };
  };
  const overlay = added('overlay');
  const against = (name: string, target: number, other: Contender) => {
    const yardstick = added(other);
    const value = overlay.script + overlay.drawing;
    const base_us = yardstick.script + yardstick.drawing;
    return {
      name,
      value: rounded(value),
      unit: 'µs/tweet',
      ratio: rounded(value / base_us),
      target,
      against: other,
      script_us: rounded(overlay.script),
      drawing_us: rounded(overlay.drawing),
      against_us: rounded(base_us),
      n: bench.tweets * bench.rounds,
    };
  };
  return [
    {
      name: 'page.cpu_per_tweet',
      value: rounded(added('without').all),
      unit: 'µs/tweet',
      n: bench.tweets * bench.rounds,
    },
    against('overlay.cpu_per_tweet', 2, 'counter'),
    against('overlay.vs_blinks', 0.5, 'blinks'),
  ];
}

async function run({ readers, tweets }: Bench, contender: Contender): Promise<Cost> {
  const page = await readers[contender].open();
  let mounted = 0;
  const spent = await traced(page, async () => {
    mounted = await scrollTweets(page, tweets);
  });
  await page.close();
  if (mounted < tweets) throw new Error(`${contender}: only ${mounted} tweets came`);
  const each = (ms: number) => (ms * 1_000) / mounted;
  return { script: each(spent.extension), drawing: each(spent.drawing), all: each(spent.all) };
}
