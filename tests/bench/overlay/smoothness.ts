/** Whether anything moves because € comes, and how long after its tweet it comes. */
import type { Page } from '@playwright/test';
import { median, rounded, say } from '../support/rounds.ts';
import type { Bench } from './contenders.ts';
import { scrollTweets } from './scroll.ts';

type Seen = {
  /** Sum of the browser's layout shift scores, of shifts in which a bar or something of ours took part. */
  readonly shifted: number;
  /** For each tweet with €: frames drawn between the tweet and its €. */
  readonly late: number[];
};

/** Runs in the page, beside X's own scripts. */
function watchPage(): void {
  const state: { shifted: number; late: number[] } = { shifted: 0, late: [] };
  Object.assign(window, { bench: state });
  let frame = 0;
  const tick = () => {
    frame++;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const mounted = new WeakMap<Element, number>();
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        const article = node.matches('article') ? node : node.querySelector('article');
        if (article && !mounted.has(article)) mounted.set(article, frame);
        const dressed = node.localName === 'moineau-pay' ? node.closest('article') : null;
        if (dressed) state.late.push(frame - (mounted.get(dressed) ?? frame));
      }
    }
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, sources = [] } = entry as PerformanceEntry & {
        value: number;
        sources?: { node?: Node }[];
      };
      const isInBar = sources.some(({ node }) => {
        const element = node instanceof Element ? node : node?.parentElement;
        return element?.closest('moineau-pay, moineau-command, article [role="group"]') != null;
      });
      if (isInBar) state.shifted += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export async function smoothnessFigures(bench: Bench): Promise<object[]> {
  const added: number[] = [];
  const late: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const without = await run(bench, 'without');
    const overlay = await run(bench, 'overlay');
    added.push(Math.max(0, overlay.shifted - without.shifted));
    late.push(...overlay.late);
    say(`shifted ${without.shifted} without, ${overlay.shifted} with; € on ${overlay.late.length} tweets`);
  }
  late.sort((a, b) => a - b);
  return [
    {
      name: 'overlay.cls',
      value: rounded(median(added)),
      unit: 'score',
      target: 0,
      against: 'without',
      n: bench.rounds,
    },
    {
      ...{
        name: 'overlay.button_delay',
        value: late[Math.floor(late.length * 0.95)] ?? null,
        unit: 'frames, p95',
      },
      ...{ target: 1, n: late.length },
    },
  ];
}

/** A share of the usual scroll: what moves, moves early. */
const SHARE = 0.25;

async function run({ readers, tweets }: Bench, contender: 'without' | 'overlay'): Promise<Seen> {
  const page: Page = await readers[contender].open();
  await page.evaluate(watchPage);
  await scrollTweets(page, Math.ceil(tweets * SHARE));
  const seen = await page.evaluate(() => Reflect.get(window, 'bench') as Seen);
  await page.close();
  return seen;
}
