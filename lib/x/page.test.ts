// @vitest-environment jsdom
/** What a page says about itself. */
import { beforeEach, describe, expect, it } from 'vitest';
import { claimedUrl, countComposers, readLanguage, readViewer, themeOf } from './page.ts';

beforeEach(() => {
  document.head.innerHTML = '';
  document.body.innerHTML = '';
});

const nav = (handle: string) => `<a data-testid="AppTabBar_Profile_Link" href="/${handle}"></a>`;
const switcher = (handle: string) =>
  `<button data-testid="SideNav_AccountSwitcher_Button"><div data-testid="UserAvatar-Container-${handle}"></div></button>`;
const state = (id: string, handle: string) =>
  `<script type="text/plain">window.__INITIAL_STATE__={"entities":{"users":{"entities":{"${id}":{"name":"}","screen_name":"${handle}"}}}},"session":{"guest":0,"user_id":"${id}"}};window.__META_DATA__={};</script>`;

describe('readViewer', () => {
  it('reads the navigation bar, the account switcher and the first state, if they agree', () => {
    expect(readViewer(document)).toEqual({ handle: null, numericId: null });
    document.body.innerHTML = nav('me');
    expect(readViewer(document).handle).toBe('me');
    document.body.innerHTML = switcher('me') + state('99', 'ME');
    expect(readViewer(document)).toEqual({ handle: 'me', numericId: '99' });
    document.body.innerHTML = nav('me') + switcher('other');
    expect(readViewer(document).handle).toBeNull();
  });

  it('reads the cookie it is given, and no other', () => {
    expect(readViewer(document, 'a=1; twid=u%3D99; b=2').numericId).toBe('99');
    expect(readViewer(document, 'xtwid=u=99').numericId).toBeNull();
    document.body.innerHTML = state('98', 'me');
    expect(readViewer(document, 'twid=u=99').numericId).toBeNull();
  });

  it('throws at no state', () => {
    document.body.innerHTML = '<script type="text/plain">window.__INITIAL_STATE__={"session":{}</script>';
    expect(readViewer(document)).toEqual({ handle: null, numericId: null });
  });
});

describe('themeOf', () => {
  it.each([
    ['rgb(255, 255, 255)', 'light'],
    ['rgb(21, 32, 43)', 'dim'],
    ['rgb(0, 0, 0)', 'dark'],
    ['rgb(5 5 5)', 'dark'],
    ['rgb(1, 12, 18)', 'dark'],
    ['rgb(20, 20, 20)', 'dark'],
    ['rgba(0, 0, 0, 0)', 'light'],
    ['', 'light'],
    ['red;', 'light'],
  ])('%s is %s', (background, theme) => {
    expect(themeOf(background)).toBe(theme);
  });
});

it('readLanguage: French in French, English everywhere else', () => {
  for (const [lang, expected] of [
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['fry', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ]) {
    document.documentElement.lang = lang ?? '';
    expect(readLanguage(document)).toBe(expected);
  } // prettier-ignore
});

it("claimedUrl: only what React wrote, not the first page's", () => {
  document.head.innerHTML = '<link rel="canonical" href="https://x.com/home">';
  expect(claimedUrl(document)).toBeNull();
  document.head.innerHTML += '<meta property="og:url" content="https://x.com/bob" data-rh="true">';
  expect(claimedUrl(document)).toBe('https://x.com/bob');
});

it('countComposers counts both at once', () => {
  document.body.innerHTML =
    '<div data-testid="tweetTextarea_0"></div><textarea data-testid="tweetTextarea_0"></textarea>';
  expect(countComposers(document)).toBe(2);
});
