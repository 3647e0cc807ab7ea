/** What changes by itself while one reads: counts, as over X's live pipeline, and posts by others. */

import type { Tweet } from '../model.ts';
import { seededRandom } from '../seed.ts';
import { changeCounts, getState, takeNewTweets } from './store.ts';

const countEvery_ms = 1_500;
const askEvery_ms = 2_000;

/** @param page asks only while it is visible. Returns a function that stops it. */
export function startLive(page: Document): () => void {
  const random = seededRandom(15);
  const counting = setInterval(() => {
    const { home, tweets } = getState();
    // The upper rows change most: those are the ones being looked at.
    const entry = home[Math.floor(random() ** 2 * Math.min(home.length, 40))];
    const tweet = tweets.get(entry?.tweetId ?? '');
    if (tweet === undefined || tweet.promoted === true) return;
    const { likes, views } = tweet.counts;
    changeCounts(
      tweet.id,
      random() < 0.4
        ? { likes: likes + 1, views: views + 5 }
        : { views: views + 1 + Math.floor(random() * 20) },
    );
  }, countEvery_ms);
  const asking = setInterval(() => {
    if (page.visibilityState === 'visible') void ask();
  }, askEvery_ms);
  return () => {
    clearInterval(counting);
    clearInterval(asking);
  };
}

async function ask(): Promise<void> {
  try {
    const response = await fetch(`/i/api/sandbox/since?version=${getState().version}`, {
      signal: AbortSignal.timeout(5_000),
    });
    if (!response.ok) return;
    const fresh: { tweets: Tweet[]; version: number } = await response.json();
    takeNewTweets(fresh.tweets, fresh.version);
  } catch {
    // The sandbox was stopped or the page is being left; the next turn tries again.
  }
}
