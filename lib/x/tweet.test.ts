// @vitest-environment jsdom
/** The traps of one tweet, each on a page of our own. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ad, avatar, bar, cell, quote, share, type TweetOptions, tweet, tweet2021 } from './page.fixture.ts';
import {
  actionBar,
  findTweets,
  isTweet,
  placeInBar,
  readTweet,
  readWritten,
  type TweetRef,
  tweetAround,
} from './tweet.ts';

beforeEach(() => {
  document.body.innerHTML = '';
});

function readAll(html: string): (TweetRef | null)[] {
  document.body.innerHTML = html;
  return findTweets(document).map((article) => readTweet(article));
}

function read(options: TweetOptions): TweetRef | null | undefined {
  return readAll(cell(tweet(options)))[0];
}

function article(options: TweetOptions): Element {
  document.body.innerHTML = cell(tweet(options));
  return findTweets(document)[0] as Element;
}

describe('whose tweet it is', () => {
  it('reads author, id, name and beginning', () => {
    expect(read({ name: 'Bob <img alt="🐦"> Martin', text: 'Merci <img alt="❤️"> à tous' })).toEqual({
      handle: 'bob',
      name: 'Bob 🐦 Martin',
      tweetId: '1001',
      reposted: false,
      promoted: false,
      isQuoteInside: false,
      hasActionBar: true,
      focal: false,
      hasContext: false,
      parody: false,
      excerpt: 'Merci ❤️ à tous',
    }); // prettier-ignore
  });

  it.each<[string, TweetOptions]>([
    ['picture', { avatar: 'mallory' }],
    ['name link', { linkHandle: 'mallory' }],
    ['@text', { at: 'mallory' }],
    ['permalink', { permalink: '/mallory/status/1001' }],
  ])('says nothing when only the %s disagrees', (_source, options) => {
    expect(read(options)?.handle).toBeNull();
  });

  it('compares without case', () => {
    expect(read({ handle: 'Bob_Martin', avatar: 'bob_martin', at: 'BOB_MARTIN' })?.handle).toBe('bob_martin');
  });

  it('takes "unknown" of a picture for no vote', () => {
    expect(read({ avatar: 'unknown' })?.handle).toBe('bob');
  });

  it.each(['@alice', 'Alice @alice', '@alice\u200f', '\u202e@alice', '@bob @alice', '@'])(
    'is not taken in by the display name %j',
    (name) => {
      expect(read({ name })?.handle).toBe('bob');
    },
  );

  it('is null when the name is a handle and the real one is missing', () => {
    const html = tweet({ name: '@alice' }).replace(
      /<a [^>]*tabindex="-1"><div dir="ltr"><span>@bob.*?<\/a>/,
      '',
    );
    expect(readAll(html)[0]?.handle).toBeNull();
  });

  it('drops marks of direction from what is shown', () => {
    const seen = read({ name: 'Bob\u202e\u2066x\u0007', text: 'a\u202eb' });
    expect([seen?.name, seen?.excerpt]).toEqual(['Bobx', 'ab']);
  });

  it('bounds what is shown, without half an emoji', () => {
    const seen = read({ name: `${'a'.repeat(199)}😀`, text: 'word '.repeat(100_000) });
    expect(seen?.name).toBe('a'.repeat(199));
    expect(seen?.excerpt.length).toBeLessThanOrEqual(200);
  });

  it('pays the author of a repost, not who reposted', () => {
    const context =
      '<div><a href="/reposter" role="link"><span data-testid="socialContext">R reposted</span></a></div>';
    expect(read({ context })).toMatchObject({ handle: 'bob', hasContext: true });
  });

  it('takes /i/status/ for no vote, but for the id', () => {
    expect(read({ permalink: '/i/status/77' })).toMatchObject({ handle: 'bob', tweetId: '77' });
    expect(read({ permalink: 'https://twitter.com/i/web/status/78' })).toMatchObject({
      handle: 'bob',
      tweetId: '78',
    });
  });

  it('does not take the quoted person, his words or his links for the author', () => {
    const linked = '<a href="/carol/status/9" role="link"><time>2h</time></a>';
    const html = tweet({ quote: quote('carol', 'C', linked), id: null })
      .replace(avatar('bob'), '')
      .replace(/<div data-testid="tweetText"[^>]*>Hello<\/div>/, '');
    expect(readAll(html)[0]).toMatchObject({ handle: 'bob', tweetId: '1001', excerpt: '' });
  });

  it('says that X labels a parody', () => {
    const below = '<a href="https://help.x.com/rules-and-policies/authenticity">Parody account</a>';
    expect(read({ below })?.parody).toBe(true);
  });
});

describe('which tweet it is', () => {
  it('does not take the date of the quoted post', () => {
    // A focal post has its time under the text, after the quote.
    const below = '<a href="/bob/status/2002" role="link"><time>10:25</time></a>';
    const focal = read({ id: null, quote: quote('carol'), tabindex: '-1', bar: bar('bob', '2002') + below });
    expect(focal).toMatchObject({ handle: 'bob', tweetId: '2002', isQuoteInside: true, focal: true });
  });

  it('falls back on the views link, and on nothing else', () => {
    expect(read({ id: null })?.tweetId).toBe('1001');
    const photo = '<a href="/bob/status/5/photo/1" role="link"><div data-testid="tweetPhoto"></div></a>';
    const withoutViews = bar('bob', '1').replace(/<div><a href.*?<\/a><\/div>/, '');
    expect(read({ id: null, bar: withoutViews, media: photo })?.tweetId).toBeNull();
  });

  it('reads an edited post, whose date links to its history', () => {
    expect(read({ permalink: '/bob/status/1001/history' })).toMatchObject({ handle: 'bob', tweetId: '1001' });
  });

  it('takes addresses of other sites for nothing', () => {
    expect(read({ permalink: 'https://evil.example/bob/status/66', bar: null })?.tweetId).toBeNull();
  });
});

describe('what is in it', () => {
  it('sees a quote with a video, not a community note', () => {
    const video = '<div data-testid="placementTracking"><div data-testid="videoPlayer"></div></div>';
    expect(read({ quote: quote('carol', 'C', video) })).toMatchObject({
      isQuoteInside: true,
      promoted: false,
    });
    const note = '<div role="link" data-testid="birdwatch-pivot">Readers added context</div>';
    expect(read({ below: note })?.isQuoteInside).toBe(false);
  });

  it('sees an ad by the tracker around it or by its pixels', () => {
    const tracked = cell(`<div data-testid="placementTracking">${tweet()}</div>`);
    const pixels = cell(`<div><div data-testid="left-impression-pixel"></div></div>${tweet()}`);
    const ad2021 = `<div data-testid="placementTracking"><div>${tweet2021('shop', null)}</div></div>`;
    expect(readAll(tracked + pixels + ad2021).map((seen) => seen?.promoted)).toEqual([true, true, true]);
    expect(readAll(cell(ad(tweet({ id: null }))))[0]).toMatchObject({ promoted: true, tweetId: '1001' });
  });

  it('does not take a GIF, a Follow button or a list that is tracked for an ad', () => {
    const gif = '<div data-testid="placementTracking"><div data-testid="videoPlayer"></div></div>';
    expect(read({ media: gif })?.promoted).toBe(false);
    const list = `<div data-testid="placementTracking">${cell(tweet())}${cell(tweet({ handle: 'carol' }))}</div>`;
    expect(readAll(list).map((seen) => seen?.promoted)).toEqual([false, false]);
  });

  it('finds no bar in the copy of the reply window, which is not focal', () => {
    const copy = tweet({ id: null, bar: null, tabindex: '-1' })
      .replaceAll('<a ', '<div ')
      .replaceAll('</a>', '</div>');
    expect(readAll(`<div id="layers"><div role="dialog">${copy}</div></div>`)[0]).toMatchObject({
      handle: 'bob',
      tweetId: null,
      hasActionBar: false,
      focal: false,
    }); // prettier-ignore
  });

  it('does not take the bar of an embedded post for its own', () => {
    const embedded = tweet({ handle: 'carol', id: '9' });
    expect(readAll(tweet({ bar: null, media: embedded }))).toHaveLength(1);
    expect(readAll(tweet({ bar: null, media: embedded }))[0]).toMatchObject({
      handle: 'bob',
      hasActionBar: false,
    });
  });

  it('reads a poll and its bar', () => {
    const poll = '<div data-testid="cardPoll"><div role="radiogroup"><div role="radio"></div></div></div>';
    expect(read({ media: poll })).toMatchObject({ handle: 'bob', hasActionBar: true });
  });
});

describe('markup by year', () => {
  it('reads 2021: no test ids on article, picture and name', () => {
    const context =
      '<div><a href="/alice" role="link"><span data-testid="socialContext">A Retweeted</span></a></div>';
    expect(readAll(tweet2021('oldbob', '55', context))[0]).toMatchObject({
      handle: 'oldbob',
      name: 'Old Bob',
      tweetId: '55',
      hasActionBar: true,
      hasContext: true,
      isQuoteInside: false,
    }); // prettier-ignore
  });

  it('reads 2022–23: User-Names, buttons that are div, views link last', () => {
    const row = bar('bob', '1001', 'div', '').replace(
      /(<div><a href.*?<\/a><\/div>)(.*)(<\/div>)$/,
      '$2$1$3',
    );
    const seen = readAll(tweet({ nameTestId: 'User-Names', button: 'div', bar: row }))[0];
    expect(seen).toMatchObject({ handle: 'bob', hasActionBar: true });
    const found = actionBar(findTweets(document)[0] as Element);
    expect(found && placeInBar(found).before).toBeNull();
  });

  it('reads absolute addresses of x.com, twitter.com and mobile', () => {
    for (const origin of ['https://x.com', 'https://twitter.com', 'https://mobile.twitter.com']) {
      const html = tweet().replaceAll('href="/', `href="${origin}/`);
      expect(readAll(html)[0]).toMatchObject({ handle: 'bob', tweetId: '1001' });
    }
  });

  it('finds nothing in a photo pane, a notification, or a page not yet drawn', () => {
    expect(readAll('<div data-testid="tweet"><img></div>')).toEqual([]);
    expect(readAll('<article data-testid="notification"><time>1h</time></article>')).toEqual([]);
    expect(readAll('<div id="react-root"></div>')).toEqual([]);
  });
});

describe('place of the button', () => {
  it('is before the share menu', () => {
    document.body.innerHTML = tweet();
    const row = actionBar(findTweets(document)[0] as Element) as Element;
    expect(placeInBar(row)).toEqual({ parent: row, before: row.querySelector('.share') });
  });

  it('is at the end where the last is no share menu, or the bar is empty', () => {
    document.body.innerHTML = `${bar('b', '1', 'button', '')}<div role="group"></div>`;
    for (const row of document.querySelectorAll('[role="group"]')) expect(placeInBar(row).before).toBeNull();
  });

  it('is found past an element of ours', () => {
    document.body.innerHTML = bar('b', '1', 'button', `${share()}<moineau-pay></moineau-pay>`);
    const row = document.body.firstElementChild as Element;
    expect(placeInBar(row, (element) => element.localName === 'moineau-pay').before?.className).toBe('share');
  });
});

describe('a hostile page', () => {
  it.each([
    '<article></article>',
    '<article data-testid="tweet"></article>',
    '<article><div data-testid="reply"></div></article>',
    `<article data-testid="tweet">${avatar('')}<a href=""><time></time></a><a href="/status/"><time></time></a></article>`,
    '<article data-testid="tweet"><a href="https://x.com"><div dir="ltr">@</div></a></article>',
    '<article data-testid="tweet"><div role="link"><article data-testid="tweet"></article></div></article>',
  ])('throws at nothing: %s', (html) => {
    document.body.innerHTML = html;
    for (const article of document.querySelectorAll('article')) {
      expect(() => readTweet(article)).not.toThrow();
      expect(readTweet(article)?.handle ?? null).toBeNull();
    }
  });

  it('reads no tweet in what is none, and the outermost around what is inside', () => {
    document.body.innerHTML = tweet({ media: tweet({ handle: 'carol' }) });
    const [outer, inner] = document.querySelectorAll('article');
    expect(inner && isTweet(inner)).toBe(false);
    expect(inner && tweetAround(inner)).toBe(outer);
    expect(readTweet(document.body)).toBeNull();
  });

  it('reports which selectors found nothing', () => {
    document.body.innerHTML = '<article data-testid="tweet"></article>';
    const misses = new Map();
    readTweet(findTweets(document)[0] as Element, misses);
    expect([...misses.keys()].sort()).toEqual(['authorName', 'permalinkTime', 'reply']);
  });
});

describe('what the grammar may be given', () => {
  const written = (options: TweetOptions) => readWritten(article(options));

  it('T08 is the author’s own text, letter by letter: what can’t be seen is kept, to be refused', () => {
    const text =
      'Hi <div><span><a dir="ltr" role="link" href="/bob">@bob</a></span></div> <img alt="🐦">\n#envoyer  10\u00a0€ @\u200bbob';
    expect(written({ text })).toEqual({
      text: 'Hi @bob 🐦\n#envoyer  10\u00a0€ @\u200bbob',
      replyTo: null,
      postedAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['a quoted post’s', { text: 'Look', quote: quote('carol', 'C', '#envoyer 10€ @mallory') }, 'Look'],
    ['a display name’s', { name: '#envoyer 10€ @mallory', text: 'Hello' }, 'Hello'],
    ['a picture’s description', { text: 'Look', media: '<img alt="#envoyer 10€ @mallory">' }, 'Look'],
  ])('T04 T05 is never %s', (_whose, options, text) => {
    expect(written(options)?.text).toBe(text);
  });

  it('T04 is nothing of a quoted post’s where its quoter wrote none himself', () => {
    const quoting = article({ quote: quote('carol', 'C').replace('quoted words', '#envoyer 10€ @mallory') });
    quoting.querySelector('[data-testid="tweetText"]')?.remove();
    expect(quoting.textContent).toContain('#envoyer 10€ @mallory');
    expect(readWritten(quoting)).toBeNull();
  });

  it('T04 is nothing where X shows its own translation', () => {
    const translated = article({ text: '#envoyer 10€ @bob' });
    const text = translated.querySelector('[data-testid="tweetText"]') as Element;
    const box = document.createElement('div');
    text.replaceWith(box);
    box.innerHTML =
      '<div dir="ltr"><span>Translated</span><button role="button">Show original</button></div>';
    box.append(text);
    expect(readWritten(translated)).toBeNull();
  });

  it('is nothing where X shows only the first lines', () => {
    const more = '<div role="link" data-testid="tweet-text-show-more-link">Show more</div>';
    expect(written({ text: '#envoyer 10€ @bob', media: more })).toBeNull();
  });

  it('is nothing where there is no end to it', () => {
    expect(written({ text: 'x'.repeat(4_001) })).toBeNull();
    expect(written({ text: 'x'.repeat(4_000) })?.text).toHaveLength(4_000);
  });

  it('names whom the post answers, if it is one', () => {
    const answering = (...handles: string[]) => {
      const links = handles
        .map((handle) => `<div><a href="/${handle}" role="link">@${handle}</a></div>`)
        .join('');
      const post = article({ text: '#envoyer 10€' });
      post
        .querySelector('[data-testid="tweetText"]')
        ?.insertAdjacentHTML('beforebegin', `<div>Replying to ${links}</div>`);
      return readWritten(post)?.replyTo;
    };
    expect(answering('bob')).toBe('bob');
    expect(answering('bob', 'carol')).toBeNull();
  });
});

describe('who passed it on', () => {
  const context = (html: string) => readTweet(article({ context: html }))?.reposted;

  it('is told from who wrote it', () => {
    expect(context('<a href="/carol"><span data-testid="socialContext">C reposted</span></a>')).toBe(true);
    expect(context('<div data-testid="socialContext"><a href="/carol">C</a> reposted</div>')).toBe(true);
  });

  it('is nobody for "Pinned", and for those who repost themselves', () => {
    expect(context('<div data-testid="socialContext">Pinned</div>')).toBe(false);
    expect(context('<a href="/BOB"><span data-testid="socialContext">You reposted</span></a>')).toBe(false);
  });
});

describe('the bar and other extensions', () => {
  const foreign = '<div class="foreign"><button class="theirs">⭳</button></div>';

  it.each([
    ['behind share', `${share()}${foreign}`],
    ['before share', `${foreign}${share()}`],
    ['on both sides', `${foreign}${share()}${foreign}`],
    ['as a copy of reply behind share', `${share()}<div><button data-testid="reply"></button></div>`],
  ])('with a button of theirs %s, € is still before share', (_where, last) => {
    const row = actionBar(article({ bar: bar('bob', '1', 'button', last) })) as Element;
    expect(placeInBar(row).before?.className).toBe('share');
  });
});
