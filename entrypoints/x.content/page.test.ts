// @vitest-environment jsdom
/** What features share: theme, errors kept apart, leaving without a trace. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cell, profile, tweet } from '../../lib/x/page.fixture.ts';
import { PATIENCE } from '../../tests/support/patience.ts';
import { extensionRuntime, sendWish } from './extension.ts';
import { buttons, goTo, labels, type Opened, openX, settle } from './page.fixture.ts';
import { type Feature, runFeatures } from './page.ts';
import { oncePer, whenTrusted } from './pay-button.ts';
import { tweetButton } from './tweet-button.ts';

let opened: Opened | null = null;

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.body.removeAttribute('style');
  goTo('/bob');
});

afterEach(() => {
  opened?.abort();
  vi.restoreAllMocks();
});

describe('leaving', () => {
  it('takes every element, observer and listener of ours away', async () => {
    opened = await openX(profile() + cell(tweet()));
    const { root } = opened;
    expect(buttons()).toHaveLength(2);
    opened.abort();
    expect(buttons()).toEqual([]);
    root.insertAdjacentHTML('beforeend', cell(tweet({ handle: 'carol', id: '2' })));
    document.body.style.backgroundColor = 'rgb(0, 0, 0)';
    await settle();
    expect(buttons()).toEqual([]);
    expect(opened.page.watcher.pending).toBe(0);
  });

  it('happens by itself once the extension has gone', async () => {
    opened = await openX(cell(tweet()));
    opened.alive.now = false;
    opened.root.insertAdjacentHTML('beforeend', cell(tweet({ handle: 'carol', id: '2' })));
    await settle();
    expect(opened.dead).toHaveBeenCalledTimes(1);
    expect(buttons()).toEqual([]);
  });

  it("clears what an older copy of the script left, and leaves X's nodes as they were", async () => {
    const html = cell(tweet());
    opened = await openX(
      html.replace('<div class="share">', '<moineau-pay></moineau-pay><div class="share">'),
    );
    expect(labels()).toEqual(['Send euros to @bob']);
    opened.abort();
    const clean = document.createElement('div');
    clean.innerHTML = html;
    expect(opened.root.innerHTML).toBe(clean.innerHTML);
  });
});

describe('features', () => {
  it('that fail do not stop the others', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const broken: Feature = {
      name: 'broken',
      init() {
        throw new Error('at start');
      },
    };
    const calls = { count: 0 };
    const failing: Feature = {
      name: 'failing',
      init(page) {
        const tweet = () => {
          calls.count++;
          throw new Error('at a tweet');
        };
        page.watcher.add({ name: 'failing', tweet });
      },
    };
    const many = Array.from({ length: 30 }, (_, id) => cell(tweet({ id: `${id + 1}` }))).join('');
    opened = await openX(many, [broken, failing, tweetButton]);
    await settle();
    expect(buttons()).toHaveLength(30);
    expect(calls.count).toBe(20);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('that join late see what stands there already', async () => {
    opened = await openX(cell(tweet()), []);
    const join = runFeatures([], opened.page);
    await settle();
    expect(buttons()).toEqual([]);
    join(tweetButton);
    await settle();
    expect(labels()).toEqual(['Send euros to @bob']);
  });

  it("follow X's themes", async () => {
    document.body.style.backgroundColor = 'rgb(255, 255, 255)';
    opened = await openX(cell(tweet()));
    expect(buttons()[0]?.dataset.theme).toBe('light');
    document.body.style.backgroundColor = 'rgb(21, 32, 43)';
    await settle();
    expect(buttons()[0]?.dataset.theme).toBe('dim');
    document.body.style.backgroundColor = 'rgb(0, 0, 0)';
    opened.root.insertAdjacentHTML('beforeend', cell(tweet({ id: '2' })));
    await settle();
    expect(buttons().map((host) => host.dataset.theme)).toEqual(['dark', 'dark']);
  });

  it("wait for X's root, and do nothing where another extension replaced the page", async () => {
    opened = await openX('');
    opened.abort();
    document.body.innerHTML = cell(tweet());
    const { openPage } = await import('./page.ts');
    const controller = new AbortController();
    const options = { document, signal: controller.signal, pay: () => undefined, isAlive: () => true };
    runFeatures([tweetButton], openPage({ ...options, onDead: () => undefined }));
    await settle();
    expect(buttons()).toEqual([]);
    const root = document.createElement('div');
    root.id = 'react-root';
    root.innerHTML = cell(tweet());
    document.body.append(root);
    await vi.waitFor(() => expect(buttons().length).toBeGreaterThan(0), PATIENCE);
    controller.abort();
    expect(buttons()).toEqual([]);
  });
});

describe('what leaves the page', () => {
  const notes = { reposted: false, parody: false, addressHandle: null };
  const wish = { place: 'profile', handle: 'bob', xUserId: null, name: 'Bob', notes } as const;

  it('is one envelope', async () => {
    const sendMessage = vi.fn(async () => ({ ok: true }));
    expect(await sendWish(wish, () => ({ id: 'x', sendMessage }))).toBe(true);
    expect(sendMessage.mock.calls).toEqual([[{ moineau: 1, kind: 'page.pay_open', input: wish }]]);
  });

  it('is nothing once the extension has gone', async () => {
    expect(await sendWish(wish, () => null)).toBe(false);
    let isThere = true;
    const sendMessage = async () => {
      isThere = false;
      throw new Error('Extension context invalidated.');
    };
    expect(await sendWish(wish, () => (isThere ? { id: 'x', sendMessage } : null))).toBe(false);
  });

  it('goes by a real runtime, not by an element named "browser"', () => {
    const runtime = { id: 'x', sendMessage: async () => null };
    const element = document.createElement('div');
    expect(extensionRuntime({ browser: element, chrome: { runtime } } as object)).toBe(runtime);
    expect(extensionRuntime({ browser: { runtime } })).toBe(runtime);
    expect(extensionRuntime({ chrome: { runtime: { sendMessage: async () => null } } })).toBeNull();
    expect(extensionRuntime({})).toBeNull();
  });

  it('T29 needs a trusted event', () => {
    const act = vi.fn();
    whenTrusted(act)({ isTrusted: false });
    expect(act).not.toHaveBeenCalled();
    whenTrusted(act)({ isTrusted: true });
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('is sent at most once per pause', () => {
    const act = vi.fn();
    let now = 0;
    const click = oncePer(1_000, act, () => now);
    for (const at of [0, 10, 999, 1_000, 1_500, 2_000]) {
      now = at;
      click();
    }
    expect(act).toHaveBeenCalledTimes(3);
  });
});
