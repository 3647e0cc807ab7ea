/** The longest task of the main thread while the timeline scrolls on a computer four times as slow, with us and without. */
import { median, rounded, say } from '../support/rounds.ts';
import type { Bench } from './contenders.ts';
import { scrollTweets } from './scroll.ts';
import { traced } from './trace.ts';

const SLOWER = 4;
/** A share of the usual scroll: each run takes four times as long. */
const SHARE = 0.15;

export async function longestTaskFigure(bench: Bench): Promise<object> {
  const ratios: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const without = await run(bench, 'without');
    const overlay = await run(bench, 'overlay');
    say(`longest task: ${rounded(without)} ms without, ${rounded(overlay)} ms with`);
    ratios.push(overlay / without);
    longest.push(overlay);
  }
  return {
    ...{ name: 'overlay.longest_task', value: rounded(median(longest)), unit: 'ms' },
    ...{ ratio: rounded(median(ratios)), target: 1.1, against: 'without', n: bench.rounds },
  };
}

async function run({ readers, tweets }: Bench, contender: 'without' | 'overlay'): Promise<number> {
  const page = await readers[contender].open();
  // Loading has long tasks of its own.
  await scrollTweets(page, 20);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const { longest } = await traced(page, async () => {
    await scrollTweets(page, Math.ceil(tweets * SHARE));
  });
  await page.close();
  return longest;
}
