/**
 * € in the action bar of each tweet whose author is beyond doubt. None on ads, on one's own tweets, on the copy in the
 * reply window, on quoted posts. What is sent is read again at the click: the page may have changed since.
 */
import { actionBar, placeInBar, readTweet, type TweetRef, tweetAround } from '../../lib/x/index.ts';
import type { Feature, Page } from './page.ts';
import { createPayButton, isPayButton, type PayButton } from './pay-button.ts';

type Placed = PayButton & { key: string; readonly bar: Element };

export const tweetButton: Feature = {
  name: 'tweet-button',
  init(page) {
    // Weak: an article that X unmounts takes its entry along.
    const placed = new WeakMap<Element, Placed>();
    let viewer = page.viewer().handle;
    page.watcher.add({
      name: 'tweet-button',
      tweet: (article) => dress(page, placed, article),
      settled: () => {
        if (page.viewer().handle === viewer) return;
        // The navigation bar came after the first tweets: one of them may be the viewer's own.
        viewer = page.viewer().handle;
        page.watcher.recheck();
      },
    });
  },
};

/** A tweet that may be paid for: read, with an author, and neither an ad nor one's own. */
export function payable(
  page: Pick<Page, 'viewer' | 'misses'>,
  article: Element,
): (TweetRef & { handle: string }) | null {
  const tweet = readTweet(article, page.misses);
  if (!tweet?.handle || !tweet.hasActionBar || tweet.promoted) return null;
  if (tweet.handle.toLowerCase() === page.viewer().handle?.toLowerCase()) return null;
  return { ...tweet, handle: tweet.handle };
}

function dress(page: Page, placed: WeakMap<Element, Placed>, article: Element): void {
  const tweet = payable(page, article);
  const bar = tweet && actionBar(article);
  const now = placed.get(article);
  if (!tweet || !bar) {
    now?.host.remove();
    placed.delete(article);
    return;
  }
  const key = `${tweet.handle.toLowerCase()}|${tweet.tweetId}|${tweet.focal}`;
  if (now?.key === key && now.bar === bar && now.host.parentElement === bar) return;
  now?.host.remove();
  const size = tweet.focal && hasLargeIcons(bar) ? 'focal' : 'bar';
  const button = createPayButton(page.document, size, page.theme(), () => {
    wish(page, button.host);
  });
  const words = page.words();
  button.label(tweet.hasContext ? words.payAuthor(tweet.handle) : words.payTo(tweet.handle));
  const place = placeInBar(bar, isPayButton);
  place.parent.insertBefore(button.host, place.before);
  placed.set(article, { ...button, key, bar });
}

/** A page's own post has icons of 1.5 rem, except in the upper bar of an article. One measure a page. */
function hasLargeIcons(bar: Element): boolean {
  const rem = Number.parseFloat(getComputedStyle(bar.ownerDocument.documentElement).fontSize) || 15;
  const width = bar.querySelector('svg')?.getBoundingClientRect().width ?? 0;
  return width === 0 || width > 1.35 * rem;
}

/** Frozen from here on: whatever the page does next, this is what was clicked on. */
function wish(page: Page, host: Element): void {
  const article = tweetAround(host);
  const tweet = article && payable(page, article);
  if (!tweet) {
    host.remove();
    return;
  }
  const { handle, tweetId, name, excerpt } = tweet;
  page.pay({ place: 'tweet', handle, tweetId, name, excerpt });
}
