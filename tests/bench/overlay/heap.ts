/**
 * What stays in memory after twenty thousand tweets have come and gone. The timeline is scrolled down and back again and
 * again; what X itself keeps of each post it keeps after the first time.
 */
import type { Page } from '@playwright/test';
import { rounded, say } from '../support/rounds.ts';
import type { Bench } from './contenders.ts';
import { scrollBack, scrollTweets } from './scroll.ts';

const TWEETS = 20_000;

type Kept = { readonly bytes: number; readonly nodes: number };

export async function heapFigures(bench: Bench): Promise<object[]> {
  const without = await growth(bench, 'without');
  const overlay = await growth(bench, 'overlay');
  const more = (overlay.bytes - without.bytes) / 1_000_000;
  const base = { against: 'without', n: TWEETS };
  return [
    { name: 'overlay.heap', value: rounded(more), unit: 'MB', target: 1, ...base },
    {
      name: 'overlay.detached_nodes',
      value: Math.max(0, overlay.nodes - without.nodes),
      unit: 'nodes',
      target: 0,
      ...base,
    },
  ];
}

async function growth({ readers, tweets }: Bench, contender: 'without' | 'overlay'): Promise<Kept> {
  const page = await readers[contender].open();
  const there = async () => {
    await scrollTweets(page, tweets);
    await scrollBack(page);
  };
  await there();
  const before = await kept(page);
  for (let come = 0; come < TWEETS; come += 2 * tweets) await there();
  const after = await kept(page);
  await page.close();
  const grown = { bytes: after.bytes - before.bytes, nodes: after.nodes - before.nodes };
  say(`${contender}: ${rounded(grown.bytes / 1_000_000)} MB and ${grown.nodes} nodes more`);
  return grown;
}

/** After the garbage has been collected, twice: what the first leaves to be finished, the second finds. */
async function kept(page: Page): Promise<Kept> {
  const session = await page.context().newCDPSession(page);
  for (let turn = 0; turn < 2; turn++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize: bytes } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { bytes, nodes };
}
