import { afterEach, describe, expect, it, vi } from 'vitest';
import { noNotes } from '../notes.ts';
import type { Handlers } from './handlers.ts';
import { answerMessage, type Sender, senderRole } from './router.ts';

const extension = {
  id: 'abcdefghijklmnopabcdefghijklmnop',
  origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
};
const tab = { id: 1, windowId: 7 } as NonNullable<Sender['tab']>;
const onX: Sender = { id: extension.id, url: 'https://x.com/bob/status/20', tab, frameId: 0 };
const inWallet: Sender = { id: extension.id, url: `${extension.origin}/popup.html#/` };

const wish = {
  place: 'tweet',
  handle: 'bob',
  tweetId: '20',
  name: 'Bob Martin',
  excerpt: 'Bread',
  notes: noNotes,
};

function wired() {
  const open = vi.fn(async () => null);
  const view = vi.fn(async () => ({ status: 'signed_out', shutOut: false }) as const);
  const confirm = vi.fn();
  const handlers = {
    'page.pay_open': open,
    'wallet.view': view,
    'wallet.draft_confirm': confirm,
  } as unknown as Handlers;
  return { open, view, confirm, wiring: { handlers, extension } };
}

const envelope = (kind: string, input: unknown) => ({ moineau: 1, kind, input });

afterEach(() => vi.restoreAllMocks());

describe('senderRole', () => {
  it.each<[string, Partial<Sender>, 'page' | 'wallet' | null]>([
    ['our content script on X', onX, 'page'],
    ['the same on twitter.com', { ...onX, url: 'https://twitter.com/home' }, 'page'],
    ['the wallet in a popup', inWallet, 'wallet'],
    ['the wallet in a tab', { ...inWallet, tab, frameId: 0 }, 'wallet'],
    ['another extension', { ...onX, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' }, null],
    ['a frame inside X', { ...onX, frameId: 3 }, null],
    ['X without TLS', { ...onX, url: 'http://x.com/home' }, null],
    ['a host that looks like X', { ...onX, url: 'https://x.com.example/home' }, null],
    [
      'a page that names us in its address',
      { ...onX, url: `https://evil.example/${extension.origin}/` },
      null,
    ],
    ['no address', { id: extension.id }, null],
  ])('%s', (_, sender, role) => expect(senderRole(sender as Sender, extension)).toBe(role));
});

describe('answerMessage', () => {
  it('hands a wish from the page to its handler, with the window it came from', async () => {
    const { open, wiring } = wired();
    const answer = await answerMessage(envelope('page.pay_open', wish), onX, wiring);
    expect(answer).toEqual({ ok: true, value: null });
    expect(open).toHaveBeenCalledWith(wish, { windowId: 7, tabId: 1 });
  });

  it('T28 the page can wish and nothing else: codes and wallet messages from it are refused unread', async () => {
    const { view, confirm, wiring } = wired();
    for (const [kind, input] of [
      ['wallet.view', {}],
      ['wallet.draft_confirm', { pin: '271828' }],
    ] as const) {
      const answer = await answerMessage(envelope(kind, input), onX, wiring);
      expect(answer).toMatchObject({ ok: false, error: { code: 'refused_message' } });
    }
    expect(view).not.toHaveBeenCalled();
    expect(confirm).not.toHaveBeenCalled();
  });

  it('T28 a wish with an amount, a code or any other field is refused', async () => {
    const { open, wiring } = wired();
    for (const extra of [{ amount: '500' }, { pin: '271828' }, { payee_id: 'x' }]) {
      const answer = await answerMessage(envelope('page.pay_open', { ...wish, ...extra }), onX, wiring);
      expect(answer).toMatchObject({ ok: false });
    }
    expect(open).not.toHaveBeenCalled();
  });

  it.each([undefined, null, 7, 'pay', {}, { kind: 'page.pay_open' }, envelope('page.pay_all', wish)])(
    'is silent about what is not a message of ours: %j',
    async (raw) => {
      const { wiring } = wired();
      expect(await answerMessage(raw, onX, wiring)).toBeUndefined();
    },
  );

  it('tells an unexpected error as an unknown outcome, so that pages ask instead of repeating', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { view, wiring } = wired();
    view.mockRejectedValue(new Error('boom'));
    const answer = await answerMessage(envelope('wallet.view', {}), inWallet, wiring);
    expect(answer).toMatchObject({ ok: false, error: { code: 'outcome_unknown' } });
  });
});
