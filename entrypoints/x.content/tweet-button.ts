/**
 * € in the action bar of each tweet whose author is beyond doubt. None on ads, on one's own tweets, on the copy in the
 * reply window, on quoted posts. What is sent is read again at the click: the page may have changed since.
 */
import {
  findTweets,
  glanceAt,
  otherHandleOfUrl,
  placeInBar,
  readTweet,
  tweetAround,
} from '../../lib/x/index.ts';
import { isOurs } from './ours.ts';
import type { Feature, Page } from './page.ts';
import { createPayButton } from './pay-button.ts';

export const tweetButton: Feature = {
  name: 'tweet-button',
  init(page) {
    const { signal } = page;
    let viewer = page.viewer().handle;
    page.watcher.add({
      name: 'tweet-button',
      signal,
      tweet: (article) => dress(page, article),
      settled: () => {
        if (page.viewer().handle === viewer) return;
        // The navigation bar came after the first tweets: one of them may be the viewer's own.
        viewer = page.viewer().handle;
        page.watcher.recheck();
      },
    });
    const undress = () => {
      for (const article of findTweets(page.document)) take(page, article);
    };
    signal.addEventListener('abort', undress, { once: true });
  },
};

/** Whether a tweet may be paid for: an author beyond doubt, a place for €, and neither an ad nor one's own. */
function mayBePaid<Seen extends { readonly handle: string | null; readonly promoted: boolean }>(
  page: Page,
  seen: Seen | null,
): seen is Seen & { readonly handle: string } {
  if (!seen?.handle || seen.promoted) return false;
  return seen.handle.toLowerCase() !== page.viewer().handle?.toLowerCase();
}

function take({ placed }: Page, article: Element): void {
  placed.get(article)?.host.remove();
  placed.delete(article);
}

function dress(page: Page, article: Element): void {
  const tweet = glanceAt(article, page.misses);
  const bar = tweet?.bar;
  if (!bar || !mayBePaid(page, tweet)) {
    take(page, article);
    return;
  }
  const now = page.placed.get(article);
  const key = `${tweet.handle.toLowerCase()}|${tweet.tweetId}|${tweet.focal}|${page.language()}`;
  if (now?.key === key && now.bar === bar && now.host.parentElement === bar) return;
  now?.host.remove();
  const size = tweet.focal && hasLargeIcons(bar) ? 'focal' : 'bar';
  const look = { theme: page.theme(), accent: page.accent() };
  const button = createPayButton(page.document, size, look, () => {
    wish(page, button.host);
  });
  const words = page.words();
  button.label(tweet.hasContext ? words.payAuthor(tweet.handle) : words.payTo(tweet.handle));
  const place = placeInBar(bar, isOurs);
  place.parent.insertBefore(button.host, place.before);
  page.placed.set(article, { ...button, key, bar, tweetId: tweet.tweetId });
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
  const tweet = article && readTweet(article, page.misses);
  if (!tweet?.hasActionBar || !mayBePaid(page, tweet)) {
    host.remove();
    return;
  }
  const { handle, tweetId, name, excerpt, reposted, parody } = tweet;
  const notes = { reposted, parody, addressHandle: otherHandleOfUrl(page.url(), { handle, tweetId }) };
  page.pay({ place: 'tweet', handle, tweetId, name, excerpt, notes });
}
