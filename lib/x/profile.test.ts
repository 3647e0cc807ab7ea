// @vitest-environment jsdom
/** The traps of a profile's head, each on a page of our own. */
import { describe, expect, it } from 'vitest';
import { cell, follow, more, profile, tweet, userCell } from './page.fixture.ts';
import { placeInProfile, profileHead, readProfile } from './profile.ts';

const URL_OF_BOB = 'https://x.com/bob';

function read(html: string, url: string | null = URL_OF_BOB) {
  document.body.innerHTML = html;
  return readProfile(document, url);
}

describe('readProfile', () => {
  it('reads handle, name, id and row', () => {
    expect(read(profile({ name: 'Bob <img alt="🐦">' }))).toEqual({
      handle: 'bob',
      name: 'Bob 🐦',
      numericId: '42',
      rowAnchor: 'userActions',
      own: false,
      parody: false,
    }); // prettier-ignore
  });

  it.each([
    ['its tabs', 'https://x.com/Bob/with_replies?lang=fr', 'bob'],
    ['another person', 'https://x.com/alice', undefined],
    ["another person's tab", 'https://mobile.twitter.com/alice/media', undefined],
    ['a composer over the page', 'https://x.com/compose/post', 'bob'],
    ['a photo over the page', 'https://x.com/carol/status/1/photo/1', 'bob'],
    ['another site', 'https://evil.example/alice', 'bob'],
  ])('with the address of %s', (_what, url, expected) => {
    expect(read(profile(), url)?.handle).toBe(expected);
  });

  it('says nothing while X reuses the head: parts of two people', () => {
    expect(read(profile({ avatar: 'alice' }))).toBeNull();
    expect(read(profile({ schema: { handle: 'bob', id: '43' } }))).toBeNull();
    expect(read(profile({ banner: 'https://pbs.twimg.com/profile_banners/43/1' }))).toBeNull();
  });

  it('lets JSON-LD speak only of the handle shown, in its shapes of 2022 and 2025', () => {
    const row = more;
    expect(read(profile({ row, schema: { handle: 'alice', id: '43' } }))?.numericId).toBeNull();
    expect(read(profile({ row, schema: { handle: 'BOB', id: '42' } }))?.numericId).toBe('42');
    expect(read(profile({ row, schema: { handle: 'bob', id: '42', key: 'author' } }))?.numericId).toBe('42');
    for (const broken of ['{', 'null', '[]', '{"mainEntity":5}']) {
      expect(read(profile({ row, schema: broken }))?.numericId).toBeNull();
    }
  });

  it('reads the id of the banner, and of an unfollow button', () => {
    const banner = 'https://pbs.twimg.com/profile_banners/42/1599/1500x500';
    expect(read(profile({ row: more, banner }))?.numericId).toBe('42');
    expect(read(profile({ row: follow('42', 'unfollow') }))).toMatchObject({
      numericId: '42',
      rowAnchor: 'placementTracking',
    }); // prettier-ignore
  });

  it('does not take test ids that only look like Follow', () => {
    const row = `${more}<a data-testid="AppTabBar-follow"></a><a data-testid="0-follow"></a>`;
    expect(read(profile({ row }))?.numericId).toBeNull();
  });

  it("knows the viewer's own", () => {
    expect(read(profile({ row: '<a data-testid="editProfileButton">Edit</a>' }))).toMatchObject({
      own: true,
      rowAnchor: 'editProfileButton',
      numericId: null,
    }); // prettier-ignore
  });

  it('reads a logged-out page with its second, sticky Follow', () => {
    const html = `<div data-testid="primaryColumn">${follow('42')}</div>${profile({ row: follow('42') })}`;
    expect(read(html)).toMatchObject({ numericId: '42', rowAnchor: 'placementTracking' });
    expect(placeInProfile(document)?.parent.className).toBe('row');
  });

  it('is not taken in by name, lists, tweets, hover cards or known followers', () => {
    expect(read(profile({ name: '@alice' }))?.handle).toBe('bob');
    const facepile = '<div data-testid="UserAvatar-Container-alice"></div>';
    expect(read(profile({ facepile }))?.handle).toBe('bob');
    expect(read(userCell('alice', '43'), null)).toBeNull();
    expect(read(cell(tweet()), null)).toBeNull();
    const card =
      '<div data-testid="HoverCard"><div data-testid="UserName"><div dir="ltr">@alice</div></div></div>';
    expect(read(card + profile())?.handle).toBe('bob');
    expect(read(card, null)).toBeNull();
  });

  it('reads a head whose row is not drawn yet, and says what is missing', () => {
    document.body.innerHTML = `${profile({ row: '' })}${userCell('alice', '43')}`;
    const misses = new Map();
    expect(readProfile(document, URL_OF_BOB, misses)).toMatchObject({
      handle: 'bob',
      rowAnchor: null,
      numericId: null,
    });
    expect([...misses.keys()]).toEqual(['profileActions']);
    expect(placeInProfile(document)).toBeNull();
  });

  it.each([
    '<div data-testid="UserName"></div>',
    '<div data-testid="UserName"><div dir="ltr">@</div></div>',
    '',
  ])('throws at nothing: %s', (html) => {
    expect(read(html)).toBeNull();
    expect(() => [profileHead(document), placeInProfile(document)]).not.toThrow();
  });
});

describe('placeInProfile', () => {
  const place = (row: string) => {
    document.body.innerHTML = profile({ row });
    const found = placeInProfile(document);
    return found && [found.parent.className, found.before?.outerHTML.slice(0, 40) ?? null];
  };

  it('is before Follow', () => {
    expect(place(more + follow('42'))).toEqual(['row', follow('42').slice(0, 40)]);
  });

  it("is after X's own payment button", () => {
    const bell = '<div class="bell">b</div>';
    const row = `${more}<div><button data-testid="paymentsFromProfile">$</button></div>${bell}${follow('42')}`;
    expect(place(row)).toEqual(['row', bell.slice(0, 40)]);
  });

  it('is last where Follow is not drawn', () => {
    expect(place(more)).toEqual(['row', null]);
  });
});
