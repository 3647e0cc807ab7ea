// @vitest-environment jsdom
/** The post of a cell: found at once where there is just one, and the same that the patient search finds. */
import { afterEach, describe, expect, it } from 'vitest';
import { postOfCell } from './cell.ts';
import { cell, quote, tweet, tweet2021 } from './page.fixture.ts';
import { applySelectors } from './rules.ts';
import { loadSnapshot, snapshotNames, WITHOUT_SNAPSHOTS } from './snapshots.fixture.ts';
import { findTweets } from './tweet.ts';

afterEach(() => applySelectors({ selectors: {}, off: [] }, document));

describe('the post of a cell', () => {
  const added = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild as Element;
  };

  it('is the one tweet in it, as the patient search finds it', () => {
    const node = added(cell(tweet({ quote: quote('mallory') })));
    expect(postOfCell(node)).toBe(findTweets(node)[0]);
  });

  it.each<[string, () => Element]>([
    ['anything but a cell', () => added(tweet())],
    ['a cell without a post', () => added(cell('<div></div>'))],
    ['a cell of several', () => added(cell(tweet() + tweet()))],
    ['a post that holds another', () => added(cell(tweet({ quote: tweet({ handle: 'mallory' }) })))],
    ['an article that is no post', () => added(cell('<article data-testid="notification"></article>'))],
    ['older markup', () => added(cell(tweet2021('bob', '1001')))],
    ['a cell within a post', () => added(`<article>${cell(tweet())}</article>`).firstElementChild as Element],
  ])('is not known at once of %s', (_what, make) => {
    expect(postOfCell(make())).toBeNull();
  });

  it('is not known at once while the selectors are others', () => {
    const node = added(cell(tweet()));
    applySelectors({ selectors: { article: ['section'] }, off: [] }, document);
    expect(postOfCell(node)).toBeNull();
  });
});

describe.skipIf(snapshotNames.length === 0)(`on real pages ${WITHOUT_SNAPSHOTS}`, () => {
  it.each(snapshotNames.map((name) => [name]))('%s: the one that the patient search finds', (name) => {
    for (const node of loadSnapshot(name).querySelectorAll('*')) {
      const post = postOfCell(node);
      if (post) expect(findTweets(node)).toEqual([post]);
    }
  });
});
