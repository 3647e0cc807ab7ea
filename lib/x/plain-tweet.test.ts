// @vitest-environment jsdom
/** The quick look against the patient one: silent, or of the same opinion, on every post there is. */
import { afterEach, describe, expect, it } from 'vitest';
import { ad, avatar, cell, quote, type TweetOptions, tweet, tweet2021 } from './page.fixture.ts';
import { plainGlance, postOfCell } from './plain-tweet.ts';
import { applySelectors } from './rules.ts';
import { loadSnapshot, snapshotNames, WITHOUT_SNAPSHOTS } from './snapshots.fixture.ts';
import { findTweets, patientGlance } from './tweet.ts';

afterEach(() => applySelectors({ selectors: {}, off: [] }, document));

/** What the patient reader has to say. */
function patient(article: Element) {
  const seen = patientGlance(article);
  if (!seen) return null;
  const { bar, handle, tweetId, promoted, focal, hasContext } = seen;
  return { bar, handle, tweetId, promoted, focal, hasContext };
}

function first(html: string): Element {
  document.body.innerHTML = html;
  const [article] = findTweets(document);
  if (!article) throw new Error('no post in it');
  return article;
}

const listed = (options: TweetOptions = {}) => first(cell(tweet({ tabindex: '0', ...options })));
const context = '<a href="/chloe"><span data-testid="socialContext">Chloé reposted</span></a>';

describe('a post in a list', () => {
  it.each<[string, TweetOptions]>([
    ['plain', {}],
    ['with a quoted post', { quote: quote('mallory') }],
    ['passed on by somebody', { context }],
    ['whose author is called like another', { name: '@mallory' }],
    ['with an address in capitals', { permalink: '/BOB/status/1001' }],
  ])('%s is read at a glance, and alike', (_what, options) => {
    const article = listed(options);
    const seen = plainGlance(article);
    expect(seen?.handle).toBe('bob');
    expect(seen).toEqual(patient(article));
  });

  it('tells that somebody passed it on', () => {
    expect(plainGlance(listed({ context }))?.hasContext).toBe(true);
    expect(plainGlance(listed())?.hasContext).toBe(false);
  });
});

describe('says nothing', () => {
  it.each<[string, () => Element]>([
    ['when the picture is another person’s', () => listed({ avatar: 'mallory' })],
    ['when the link leads to another', () => listed({ linkHandle: 'mallory' })],
    ['when the text names another', () => listed({ at: 'mallory' })],
    ['when the address of the post names another', () => listed({ permalink: '/mallory/status/1001' })],
    ['when the address names nobody', () => listed({ permalink: '/i/status/1001' })],
    ['of the picture that X has when it knows none', () => listed({ avatar: 'unknown' })],
    ['without a date', () => listed({ id: null })],
    ['without a bar', () => listed({ bar: null })],
    ['of a post that a page is about', () => listed({ tabindex: '-1' })],
    ['of an ad', () => first(cell(ad(tweet({ tabindex: '0' }))))],
    [
      'of a list that is an ad as a whole',
      () => first(`<div data-testid="placementTracking">${cell(tweet())}</div>`),
    ],
    ['of older markup', () => first(cell(tweet2021('bob', '1001')))],
    ['outside of a cell', () => first(tweet({ tabindex: '0' }))],
    ['when only the quoted post was passed on', () => listed({ quote: quote('mallory', 'Q', context) })],
    ['of a post around another', () => listed({ quote: tweet({ handle: 'mallory' }) })],
    [
      'when its pixels come after it',
      () => first(cell(`${tweet()}<i data-testid="right-impression-pixel"></i>`)),
    ],
  ])('%s', (_when, make) => {
    expect(plainGlance(make())).toBeNull();
  });

  it('when the author’s row is missing and a quoted one stands there', () => {
    const article = listed({ quote: quote('mallory') });
    article.querySelector('[data-testid="User-Name"]')?.remove();
    expect(plainGlance(article)).toBeNull();
  });

  it('when the author’s picture is missing and a quoted one stands there', () => {
    const article = listed({ quote: quote('mallory') });
    article.querySelector('[data-testid="Tweet-User-Avatar"]')?.remove();
    expect(plainGlance(article)).toBeNull();
  });

  it('when his own row is missing and he quotes himself, without a picture', () => {
    const row = listed({ id: '999' }).querySelector('[data-testid="User-Name"]')?.outerHTML ?? '';
    const article = listed({ quote: `<div role="link" tabindex="0">${row}</div>` });
    article.querySelector('[data-testid="User-Name"]')?.remove();
    expect(article.querySelector('time')).not.toBeNull();
    expect(plainGlance(article)).toBeNull();
  });

  it('when his own picture is missing and a quoted one stands above', () => {
    const article = listed({ context: `<div role="link" tabindex="0">${avatar('bob')}</div>` });
    article.querySelectorAll('[data-testid="Tweet-User-Avatar"]')[1]?.remove();
    expect(plainGlance(article)).toBeNull();
  });

  it('when the only bar is a quoted post’s', () => {
    const inside = '<div role="group"><button data-testid="reply"></button></div>';
    expect(plainGlance(listed({ bar: null, quote: quote('mallory', 'Q', inside) }))).toBeNull();
  });

  it('when a picture of his own kind stands before his', () => {
    const article = listed();
    article.insertAdjacentHTML('afterbegin', avatar('mallory'));
    expect(plainGlance(article)).toBeNull();
  });

  it('while X has changed and the selectors are others', () => {
    const article = listed();
    applySelectors({ selectors: { reply: ['[data-testid="answer"]'] }, off: [] }, document);
    expect(plainGlance(article)).toBeNull();
  });
});

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
  it.each(snapshotNames.map((name) => [name]))('%s: never another opinion', (name) => {
    for (const article of findTweets(loadSnapshot(name))) {
      const seen = plainGlance(article);
      if (seen) expect(seen).toEqual(patient(article));
    }
  });

  it('speaks of every post of a home timeline but its ads', () => {
    const home = snapshotNames.find((name) => name.startsWith('2025-02_home')) ?? '';
    const posts = findTweets(loadSnapshot(home)).filter((article) => !patientGlance(article)?.promoted);
    expect(posts.length).toBeGreaterThan(3);
    for (const article of posts) expect(plainGlance(article)).not.toBeNull();
  });
});
