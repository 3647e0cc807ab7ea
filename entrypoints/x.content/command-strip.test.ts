// @vitest-environment jsdom
/** The strip under command tweets: whose, from which words, and what a click asks for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnownAnswer, KnownQuery, TweetKnown } from '../../lib/messages.ts';
import { cell, quote, tweet } from '../../lib/x/page.fixture.ts';
import { commandStrip, STRIP_TAG } from './command-strip.ts';
import type { Ask } from './extension.ts';
import type { Inbox } from './inbox.ts';
import { goTo, inner, type Opened, openX, privately, settle, trustedClick } from './page.fixture.ts';
import { tweetButton } from './tweet-button.ts';

const COMMAND = '#envoyer 10€ @bob';
const navigation = '<a data-testid="AppTabBar_Profile_Link" href="/alice"></a>';

let opened: Opened | null = null;
let asked: [string, KnownQuery][] = [];
/** What the background says of a post. */
let says: Record<string, NonNullable<TweetKnown['strip']>> = {};
let tell: () => void = () => undefined;

const ask = (async (kind: string, query: KnownQuery): Promise<KnownAnswer | null> => {
  asked.push([kind, query]);
  if (kind !== 'page.known') return null;
  const known = query.tweets.flatMap((tweetId) => {
    const strip = says[tweetId];
    return strip ? [{ tweetId, paid: null, strip }] : [];
  });
  return { posts: query.recent ? { from: '', ids: Object.keys(says) } : null, known };
}) as Ask;
const inbox: Inbox = {
  on(_kind, hear) {
    tell = () => (hear as (input: null) => void)(null);
  },
};

async function open(html: string): Promise<Opened> {
  opened = await openX(navigation + html, [tweetButton, commandStrip], { ask, inbox });
  return opened;
}

async function answered(): Promise<void> {
  await new Promise((done) => setTimeout(done, 160));
  await settle();
}

const strips = () => [...document.querySelectorAll<HTMLElement>(STRIP_TAG)];
const said = () => strips().map((host) => privately(host));
const commands = () => asked.flatMap(([, query]) => query.commands ?? []);
const own = (options: Parameters<typeof tweet>[0] = {}) =>
  cell(tweet({ handle: 'alice', id: '1', text: COMMAND, ...options }));

beforeEach(() => {
  asked = [];
  says = { '1': { text: 'To confirm · €10.00 to @bob', tone: 'waiting' } };
  document.documentElement.lang = 'en';
  goTo('/home');
});

afterEach(() => {
  opened?.abort();
  opened = null;
  vi.restoreAllMocks();
});

describe('under one’s own command', () => {
  it('takes its room at once, below the bar, and says what the background says', async () => {
    const { root } = await open(own());
    expect(strips()).toHaveLength(1);
    expect(strips()[0]?.previousElementSibling).toBe(root.querySelector('[role="group"]'));
    await answered();
    expect(said()).toEqual(['€ ● To confirm · €10.00 to @bob']);
    expect(commands()).toEqual([
      { tweetId: '1', text: COMMAND, replyTo: null, postedAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('can’t be read by the page, whatever it says', async () => {
    await open(own() + own({ id: '2' }));
    await answered();
    const [one, two] = strips().map((host) => host.outerHTML + host.shadowRoot?.innerHTML);
    expect(one).toBe(two);
    expect(document.documentElement.outerHTML).not.toContain('To confirm');
  });

  it('follows the payment', async () => {
    await open(own());
    await answered();
    says = { '1': { text: 'Sent · €10.00 to @bob', tone: 'done' } };
    tell();
    await answered();
    expect(said()).toEqual(['€ ✓ Sent · €10.00 to @bob']);
    expect(strips()).toHaveLength(1);
  });

  it('asks to open the wallet on the words that stand there at the click', async () => {
    const { root } = await open(own());
    await answered();
    (root.querySelector('[data-testid="tweetText"]') as Element).textContent = '#envoyer 20€ @bob';
    trustedClick(strips()[0]);
    expect(asked.filter(([kind]) => kind === 'page.command_open').map(([, input]) => input)).toEqual([
      {
        viewer: { handle: 'alice', xUserId: null },
        tweetId: '1',
        command: {
          tweetId: '1',
          text: '#envoyer 20€ @bob',
          replyTo: null,
          postedAt: '2026-01-01T00:00:00.000Z',
        },
      },
    ]);
  });

  it('T29 hears no synthetic click, and keeps clicks and keys from X', async () => {
    const { root } = await open(own());
    await answered();
    const heard = vi.fn();
    for (const type of ['click', 'keydown', 'pointerdown']) root.addEventListener(type, heard);
    inner(strips()[0]).click();
    inner(strips()[0]).dispatchEvent(
      new KeyboardEvent('keydown', { key: 'n', bubbles: true, composed: true }),
    );
    inner(strips()[0]).dispatchEvent(new Event('pointerdown', { bubbles: true, composed: true }));
    expect(heard).not.toHaveBeenCalled();
    expect(asked.some(([kind]) => kind === 'page.command_open')).toBe(false);
  });

  it('comes back when X draws the bar anew, once', async () => {
    const { root } = await open(own());
    await answered();
    const bar = root.querySelector('[role="group"]') as Element;
    bar.replaceWith(bar.cloneNode(true));
    await settle();
    expect(said()).toEqual(['€ ● To confirm · €10.00 to @bob']);
  });

  it('goes with its feature, and leaves X’s nodes as they were', async () => {
    const html = own();
    const { root, abort } = await open(html);
    abort();
    const clean = document.createElement('div');
    clean.innerHTML = navigation + html;
    expect(root.innerHTML).toBe(clean.innerHTML);
  });
});

describe('nobody else', () => {
  it.each([
    ['T04 another’s command that I only look at', cell(tweet({ handle: 'mallory', id: '9', text: COMMAND }))],
    [
      'T04 a repost of it',
      cell(
        tweet({
          handle: 'mallory',
          id: '9',
          text: COMMAND,
          context: '<a href="/alice"><span data-testid="socialContext">You reposted</span></a>',
        }),
      ),
    ],
    [
      'T04 a post of mine that quotes one',
      own({ id: '9', text: 'Look', quote: quote('mallory', 'M', COMMAND) }),
    ],
    ['T05 a command in my display name', own({ id: '9', text: 'Hello', name: COMMAND })],
    [
      'T05 a command in a picture’s description',
      own({ id: '9', text: 'Hello', media: `<img alt="${COMMAND}">` }),
    ],
    ['a post of mine without a command', own({ id: '9', text: 'Hello' })],
    [
      'a command of mine of which X shows the first lines only',
      own({ id: '9', below: '<div data-testid="tweet-text-show-more-link">more</div>' }),
    ],
    [
      'the copy in the reply window',
      `<div role="dialog">${tweet({ handle: 'alice', id: '9', text: COMMAND, bar: null })}</div>`,
    ],
  ])('sees one for %s', async (_what, html) => {
    await open(html);
    await answered();
    expect(strips()).toEqual([]);
    expect(commands()).toEqual([]);
  });
});

describe('whoever is paid', () => {
  const toYou = { text: 'To you · €10.00 from @bob', tone: 'done' } as const;
  const LONG_AGO = 'datetime="2026-01-01"';
  const old = (text = '#envoyer 10€ @alice') => cell(tweet({ handle: 'bob', id: '9', text }));
  const theirs = (text?: string) => old(text).replace(LONG_AGO, `datetime="${new Date().toISOString()}"`);
  /** On a screen: what a strip of no height before would push. */
  const inSight = () => {
    const box = { top: 10, bottom: 110, height: 100 } as DOMRect;
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(box);
  };
  const questions = () => asked.filter(([kind]) => kind === 'page.known').map(([, { tweets }]) => tweets);

  it.each([
    ['names him', theirs()],
    ['names him in capitals, among others', theirs('#pay 10€ to @chloe and ＠ALICE')],
    [
      'answers him',
      theirs('#envoyer 10€').replace(
        '<div data-testid="tweetText"',
        '<div>Replying to <a href="/alice">@alice</a></div>$&',
      ),
    ],
  ])('reads "to you" in the open time line, where nothing moves: a command that %s', async (_what, html) => {
    inSight();
    const { root } = await open(html);
    await answered();
    // X draws it anew, as it does when somebody scrolls back: it has its room again.
    root.innerHTML = navigation + html;
    await settle();
    expect(strips()).toHaveLength(1);
    expect(said()).toEqual(['']);
    expect(inner(strips()[0]).hidden).toBe(true);
    says = { '9': toYou };
    tell();
    // The news name the post, then it is asked for.
    await vi.waitFor(() => expect(said()).toEqual(['€ ✓ To you · €10.00 from @bob']));
    expect(inner(strips()[0]).hidden).toBe(false);
    expect(commands()).toEqual([]);
    // After the news, which name it. Before, if it is there sooner than the list of the posts that are known.
    expect(questions().slice(-2)).toEqual([[], ['9']]);
    expect(questions().flat().length).toBeLessThanOrEqual(2);
  });

  it('reads it of an old one, too, of which nothing was known when it was drawn', async () => {
    inSight();
    says = { '9': toYou };
    const { root } = await open(old());
    await answered();
    expect(said()).toEqual(['€ ✓ To you · €10.00 from @bob']);
    says = {};
    tell();
    await answered();
    // Nothing moves while he looks; drawn anew it takes no room.
    expect(said()).toEqual(['']);
    root.innerHTML = navigation + old();
    await settle();
    expect(strips()).toEqual([]);
  });

  it('reads it though the post doesn’t name him, and it never pushes the page under his eyes', async () => {
    says = { '9': toYou };
    inSight();
    const unnamed = theirs('#envoyer 10€ @alice_old');
    const { root } = await open(unnamed);
    await answered();
    expect(strips()).toEqual([]);
    root.innerHTML = navigation + unnamed;
    await settle();
    expect(said()).toEqual(['€ ✓ To you · €10.00 from @bob']);
  });
});
