// @vitest-environment jsdom
/**
 * Holds our tweets to X's structure: each relation of named elements in ours must stand in a saved page, and
 * what all saved ones have must stand in ours. Without this the sandbox would drift into what suits us.
 * A difference that we accept is listed where it is, with its reason. The other parts: structure-parts.test.tsx.
 */

import { describe, expect, it } from 'vitest';
import { xDomFolder, xDomMissing } from '../../tests/support/x-dom.ts';
import { tweetItems } from './client/timeline.tsx';
import { TweetCell } from './client/tweet-cell.tsx';
import { common, nameOf, relationsOf, union } from './skeleton.ts';
import { cell, draw, foreign, only, savedAll, useSeededPage } from './structure-support.tsx';
import { openingIds } from './texts/opening.ts';

if (xDomFolder === undefined) console.warn(`structure of the sandbox X site: ${xDomMissing}`);
useSeededPage();

describe.skipIf(xDomFolder === undefined)('the structure of the sandbox X site', () => {
  const articles = () =>
    savedAll(
      'article[data-testid="tweet"]',
      'home2024',
      'modal2024',
      'home2025',
      'profile2025',
      'home2026',
      'reply2026',
      'status2026',
    );
  const organic = () =>
    savedAll('article[tabindex="0"]', 'home2025', 'home2026').filter(
      (article) => article.closest('[data-testid="placementTracking"]') === null,
    );

  it.each([
    ['a plain tweet', openingIds.bread],
    ['a tweet with a hashtag', openingIds.nest],
    ['a quote', openingIds.quoting],
    ['an advertisement', openingIds.advertisement],
    ['a parody account', openingIds.trent],
    ['an automatic translation', openingIds.translated],
    ['a long tweet', openingIds.long],
    ['a tweet with a photo', openingIds.photo],
  ])('draws %s with X’s relations only', (_, tweetId) => {
    expect(foreign(relationsOf(cell(tweetId)), union(articles().map((one) => relationsOf(one))))).toEqual([]);
  });

  it('draws all that every saved tweet has', () => {
    const required = common(organic().map((one) => relationsOf(one)));
    const plain = relationsOf(cell(openingIds.bread));
    expect([...required].filter((relation) => !plain.has(relation))).toEqual([]);
    expect(required.size).toBeGreaterThan(12);
  });

  it('nests the action bar, the avatar and the author exactly as in February 2025 or October 2026', () => {
    const theirs = union(
      savedAll('article[tabindex="0"]', 'home2025', 'home2026').map((one) => relationsOf(one, true)),
    );
    const exact = [...relationsOf(cell(openingIds.bread), true)].filter((relation) =>
      /\[(reply|retweet|like|bookmark|User-Name|Tweet-User-Avatar|UserAvatar-Container-\*|caret|tweetText)\]$|^div\(group\)/.test(
        relation,
      ),
    );
    expect(exact.length).toBeGreaterThan(8);
    expect(foreign(exact, theirs)).toEqual([]);
  });

  it('puts the actions in X’s order, share last and nameless', () => {
    const order = (bar: Element) =>
      [...bar.children].map((child) => nameOf(child.querySelector('button, a') ?? child));
    const theirs = organic().map((one) => order(only(one, '[role="group"]')));
    expect(theirs).toContainEqual(order(only(cell(openingIds.bread), '[role="group"]')));
    const focal = savedAll('article[tabindex="-1"]', 'status2026').map((one) =>
      order(only(one, '[role="group"]')),
    );
    expect(focal).toContainEqual(order(only(cell(openingIds.bread, 'focal'), '[role="group"]')));
  });

  it('draws the focal tweet with X’s relations only, its time under the text', () => {
    const focal = cell(openingIds.quoting, 'focal');
    const theirs = union(
      savedAll('article[tabindex="-1"]', 'status2026', 'modal2024').map((one) => relationsOf(one)),
    );
    expect(foreign(relationsOf(focal), theirs)).toEqual([]);
    expect(focal.getAttribute('tabindex')).toBe('-1');
    expect(only(focal, '[data-testid="User-Name"]').querySelector('time')).toBeNull();
    expect(only(focal, 'a[href$="104"] > time').closest('[role="link"][tabindex]')).toBeNull();
  });

  it('draws quotes without links', () => {
    const quote = only(cell(openingIds.quoting), 'div[role="link"]');
    const theirs = union(
      savedAll('article div[role="link"]', 'status2026', 'home2024').map((one) => relationsOf(one)),
    );
    expect(foreign(relationsOf(quote), theirs)).toEqual([]);
    expect(quote.querySelector('a')).toBeNull();
  });

  it('wraps advertisements in the tracker and its four probes', () => {
    const entry = { key: 'ad', tweetId: openingIds.advertisement };
    const ad = only(
      draw(tweetItems([entry])[0]?.render()),
      '[data-testid="placementTracking"]:has(> article)',
    );
    const theirs = savedAll('[data-testid="placementTracking"]:has(> article)', 'home2026');
    expect(theirs).toHaveLength(1);
    const around = (root: Element) => [...root.children].map(nameOf);
    expect(around(ad)).toEqual(around(theirs[0] ?? ad));
    expect(ad.querySelector('time')).toBeNull();
    expect(ad.querySelector('a[href$="/analytics"]')).not.toBeNull();
  });

  it('draws reposts and pinned tweets with their social context', () => {
    const path = (article: Element) => {
      const mark = only(article, '[data-testid="socialContext"]');
      return `${nameOf(mark.parentElement ?? mark) ?? 'plain'} > ${nameOf(mark)}`;
    };
    const reposted = only(
      draw(
        <TweetCell entry={{ key: 'r', tweetId: openingIds.reposted, repostedById: '1500000000000000303' }} />,
      ),
      'article',
    );
    const pinned = only(
      draw(<TweetCell entry={{ key: 'p', tweetId: openingIds.pinned, pinned: true }} />),
      'article',
    );
    expect(savedAll('article:has([data-testid="socialContext"])', 'home2024').map(path)).toContain(
      path(reposted),
    );
    expect(savedAll('article:has([data-testid="socialContext"])', 'profile2025').map(path)).toContain(
      path(pinned),
    );
  });
});
