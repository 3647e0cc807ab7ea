// @vitest-environment jsdom
/** € on tweets: where it stands, where it doesn't, what a click sends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ad, cell, quote, tweet } from '../../lib/x/page.fixture.ts';
import { buttons, goTo, inner, labels, type Opened, openX, settle, trustedClick } from './page.fixture.ts';

let opened: Opened | null = null;

async function open(html: string): Promise<Opened> {
  opened = await openX(html);
  return opened;
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.body.removeAttribute('style');
  goTo('/home');
});

afterEach(() => {
  opened?.abort();
  opened = null;
  vi.restoreAllMocks();
});

const navigation = '<a data-testid="AppTabBar_Profile_Link" href="/me"></a>';

describe('where € stands', () => {
  it('in the bar, before the share menu, once', async () => {
    const { root } = await open(cell(tweet()));
    expect(labels()).toEqual(['Send euros to @bob']);
    expect(buttons()[0]?.nextElementSibling?.className).toBe('share');
    expect(buttons()[0]?.parentElement).toBe(root.querySelector('[role="group"]'));
    expect(inner(buttons()[0]).title).toBe('Send euros to @bob');
  });

  it('speaks the language of the page', async () => {
    document.documentElement.lang = 'fr';
    await open(cell(tweet()));
    expect(labels()).toEqual(['Envoyer des euros à @bob']);
  });

  it('names the author of a repost', async () => {
    const context = '<a href="/reposter"><span data-testid="socialContext">R reposted</span></a>';
    await open(cell(tweet({ context })));
    expect(labels()).toEqual(['Send euros to @bob, who wrote this post']);
  });

  it('in the larger bar of the post a page is about', async () => {
    await open(tweet({ tabindex: '-1', quote: quote('carol') }));
    expect(buttons().map((host) => host.dataset.size)).toEqual(['focal']);
  });

  it.each([
    ['an ad', cell(ad(tweet()))],
    ["one's own tweet", `${navigation}${cell(tweet({ handle: 'Me' }))}`],
    ['the copy in the reply window', `<div role="dialog">${tweet({ bar: null, tabindex: '-1' })}</div>`],
    ['an author in doubt', cell(tweet({ avatar: 'mallory' }))],
    ['a quoted post, a photo pane, an empty page', `${quote('carol')}<div data-testid="tweet"></div>`],
  ])('not on %s', async (_what, html) => {
    await open(html);
    expect(buttons()).toEqual([]);
  });

  it('comes with tweets that come, and goes with those that go', async () => {
    const { root, page } = await open('');
    root.insertAdjacentHTML('beforeend', cell(tweet()) + cell(tweet({ handle: 'carol', id: '2' })));
    await settle();
    expect(labels()).toEqual(['Send euros to @bob', 'Send euros to @carol']);
    root.firstElementChild?.remove();
    root.insertAdjacentHTML('beforeend', cell(tweet({ handle: 'dave', id: '3' })));
    await settle();
    expect(labels()).toEqual(['Send euros to @carol', 'Send euros to @dave']);
    expect(page.watcher.pending).toBe(0);
  });

  it('forgets a cell that X unmounts before it was looked at', async () => {
    const { root, page } = await open('');
    root.insertAdjacentHTML('beforeend', cell(tweet()));
    const gone = root.firstElementChild as Element;
    gone.remove();
    await settle();
    expect(page.watcher.pending).toBe(0);
    expect(gone.querySelector('moineau-pay')).toBeNull();
  });

  it('stands in the very task in which X drew the tweet, and is not looked for again while X answers each change', async () => {
    const { root } = await open('');
    root.insertAdjacentHTML('beforeend', cell(tweet()));
    await Promise.resolve();
    expect(labels()).toEqual(['Send euros to @bob']);
    // Somebody who takes € away whenever it comes: it must not keep the page busy for good.
    let removals = 0;
    const opponent = new MutationObserver(() => {
      for (const host of buttons()) {
        host.remove();
        removals++;
      }
    });
    opponent.observe(root, { childList: true, subtree: true });
    root.insertAdjacentHTML('beforeend', cell(tweet({ handle: 'carol', id: '2' })));
    await new Promise((done) => setTimeout(done, 60));
    opponent.disconnect();
    expect(removals).toBeGreaterThan(1);
    await settle();
    expect(labels()).toEqual(['Send euros to @bob', 'Send euros to @carol']);
  });

  it('goes from an ad whose pixels come late', async () => {
    const { root } = await open(cell(tweet()));
    expect(buttons()).toHaveLength(1);
    const pixel = '<div data-testid="top-impression-pixel"></div>';
    root.querySelector('article')?.insertAdjacentHTML('beforebegin', pixel);
    root.querySelector('article')?.append(document.createElement('i'));
    await settle();
    expect(buttons()).toEqual([]);
  });

  it("goes from one's own tweet when the navigation bar comes late", async () => {
    const { root } = await open(cell(tweet({ handle: 'me' })) + cell(tweet()));
    expect(buttons()).toHaveLength(2);
    root.insertAdjacentHTML('afterbegin', navigation);
    await settle();
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it('is bound again when X puts another tweet into the same nodes', async () => {
    const { root } = await open(cell(tweet()));
    const first = buttons()[0];
    const article = root.querySelector('article') as Element;
    const other = document.createElement('div');
    other.innerHTML = tweet({ handle: 'carol', id: '2' });
    const bar = article.querySelector('[role="group"]') as Element;
    for (const child of [...article.children]) if (child !== bar) child.remove();
    for (const child of [...(other.firstElementChild?.children ?? [])]) {
      if (child.getAttribute('role') !== 'group') bar.before(child);
    }
    bar.querySelector('a')?.setAttribute('href', '/carol/status/2/analytics');
    await settle();
    expect(labels()).toEqual(['Send euros to @carol']);
    expect(buttons()[0]).not.toBe(first);
  });

  it('comes back when X draws the bar anew', async () => {
    const { root } = await open(cell(tweet()));
    const bar = root.querySelector('[role="group"]') as Element;
    bar.replaceWith(bar.cloneNode(true));
    for (const left of buttons()) left.remove();
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it('stays the same element through live counts', async () => {
    const { root } = await open(cell(tweet()));
    const first = buttons()[0];
    const count = root.querySelector('[data-testid="like"] div') as Element;
    count.replaceChildren(document.createElement('span'));
    await settle();
    expect(buttons()).toEqual([first]);
  });
});

describe('what a click does', () => {
  it('sends what the page shows at that moment', async () => {
    const { root, pay } = await open(cell(tweet({ name: 'Bob 🐦 @alice', text: 'Hello you' })));
    (root.querySelector('[data-testid="tweetText"]') as Element).textContent = 'Hello all';
    trustedClick(buttons()[0]);
    const wish = {
      place: 'tweet',
      handle: 'bob',
      tweetId: '1001',
      name: 'Bob 🐦 @alice',
      excerpt: 'Hello all',
      notes: { reposted: false, parody: false, addressHandle: null },
    };
    expect(pay.mock.calls).toEqual([[wish]]);
  });

  it('sends nothing when the author has become doubtful, and takes € away', async () => {
    const { root, pay } = await open(cell(tweet()));
    root
      .querySelector('[data-testid^="UserAvatar"]')
      ?.setAttribute('data-testid', 'UserAvatar-Container-mallory');
    trustedClick(buttons()[0]);
    expect(pay).not.toHaveBeenCalled();
    expect(buttons()).toEqual([]);
  });

  it('sends one wish for a double click', async () => {
    const { pay } = await open(cell(tweet()));
    trustedClick(buttons()[0]);
    trustedClick(buttons()[0]);
    expect(pay).toHaveBeenCalledTimes(1);
    expect(inner(buttons()[0]).dataset.sent).toBe('');
  });

  it('T29 a synthetic click opens nothing', async () => {
    const { pay } = await open(cell(tweet()));
    const host = buttons()[0];
    inner(host).click();
    inner(host).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    inner(host).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    host?.click();
    expect(pay).not.toHaveBeenCalled();
  });

  it('T28 a message of the page is heard by nobody', async () => {
    const { pay } = await open(cell(tweet()));
    const notes = { reposted: false, parody: false, addressHandle: null };
    const input = { place: 'tweet', handle: 'mallory', tweetId: '1', name: 'M', excerpt: '', notes };
    window.postMessage({ moineau: 1, kind: 'page.pay_open', input }, '*');
    document.dispatchEvent(new CustomEvent('page.pay_open', { detail: input }));
    await settle();
    expect(pay).not.toHaveBeenCalled();
  });

  it("keeps clicks and keys from X's article, and leaves Tab to the browser", async () => {
    const { root } = await open(cell(tweet()));
    const heard = vi.fn();
    const types = ['click', 'auxclick', 'pointerdown', 'pointerup', 'mousedown', 'mouseup'];
    types.push('touchstart', 'touchend', 'keydown', 'keypress', 'keyup');
    for (const type of types) {
      root.addEventListener(type, heard);
      const event = new Event(type, { bubbles: true, composed: true, cancelable: true });
      inner(buttons()[0]).dispatchEvent(event);
      expect(event.defaultPrevented).toBe(false);
    }
    expect(heard).not.toHaveBeenCalled();
  });
});
