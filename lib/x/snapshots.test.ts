/** Our readers against what people found in 22 real pages of X, 2021 to 2026. */
import { describe, expect, it } from 'vitest';
import { readPage } from '../../scripts/x-read.ts';
import { claimedUrl } from './page.ts';
import { placeInProfile, readProfile } from './profile.ts';
import {
  type ExpectedPage,
  expectedPages,
  loadSnapshot,
  snapshotNames,
  WITHOUT_SNAPSHOTS,
} from './snapshots.fixture.ts';
import { actionBar, findTweets, placeInBar, readTweet } from './tweet.ts';

/** Handles are compared without case. */
function lowered<T extends { handle: string | null } | null>(read: T): T {
  return read?.handle ? { ...read, handle: read.handle.toLowerCase() } : read;
}

describe.skipIf(snapshotNames.length === 0)(`readers on real pages ${WITHOUT_SNAPSHOTS}`, () => {
  const pages: [string, ExpectedPage][] = snapshotNames.length === 0 ? [] : Object.entries(expectedPages());

  it.each(pages)('%s', (name, expected) => {
    const document = loadSnapshot(name);
    const read = readPage(document);
    expect(read.articles.map(lowered)).toEqual(expected.articles.map(lowered));
    expect(read.composers).toBe(expected.composers);
    const profile = readProfile(document, claimedUrl(document));
    const { handle, numericId, rowAnchor } = profile ?? {};
    expect(profile && lowered({ handle: handle ?? '', numericId, rowAnchor })).toEqual(
      lowered(expected.profile),
    );
    expect(placeInProfile(document) !== null).toBe(expected.profile !== null);
  });

  it.each(pages)(
    '%s: nothing is read from classes, ids, labels or pictures, which X changes at will',
    (name) => {
      const document = loadSnapshot(name);
      const before = readPage(document);
      for (const element of document.querySelectorAll('*')) {
        for (const attribute of ['class', 'aria-label', 'aria-labelledby', 'style', 'd'])
          element.removeAttribute(attribute);
        // X's one id that readers may know: where modals are drawn, and where its page begins.
        if (element.id !== 'layers' && element.id !== 'react-root') element.removeAttribute('id');
      }
      expect(readPage(document)).toEqual(before);
    },
  );

  it.each(pages)('%s: our button would stand before the share menu of every bar', (name) => {
    for (const article of findTweets(loadSnapshot(name))) {
      const bar = actionBar(article);
      if (!bar) continue;
      expect(placeInBar(bar).before).toBe(bar.lastElementChild);
    }
  });

  it.each(pages)('%s: each author is named, and no selector is missed', (name) => {
    for (const article of findTweets(loadSnapshot(name))) {
      const misses = new Map();
      const tweet = readTweet(article, misses);
      expect(tweet?.name).not.toBe('');
      if (tweet?.tweetId && tweet.hasActionBar) expect([...misses.keys()]).toEqual([]);
    }
  });
});
