// @vitest-environment jsdom
/** The wallet's screens about X: what was written there, inviting, who sees a payment and taking that back. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WalletView } from '../lib/messages.ts';
import type { Command } from '../lib/protocol/index.ts';
import { App } from './App.tsx';
import { cleanup } from './gallery/cleanup.ts';
import { done, type FakeServices, fakeServices } from './gallery/fake-services.ts';
import {
  awaitingPayment,
  bob,
  chloe,
  sampleDraft,
  sampleError,
  samplePayment,
  sampleView,
} from './gallery/fixtures.ts';

beforeEach(() => {
  location.hash = '';
});
afterEach(cleanup);

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const inputsOf = (fake: FakeServices, kind: string) =>
  fake.asked.filter((one) => one.kind === kind).map(({ input }) => input);

function show(route: string, answers: Parameters<typeof fakeServices>[1], view: WalletView = sampleView()) {
  location.hash = `#${route}`;
  const fake = fakeServices(view, answers, { language: 'en' });
  render(<App services={fake} />);
  return fake;
}

const newcomer = { ...chloe, id: null, linked_since: null };
const held = samplePayment(3, { state: 'held', payee: newcomer, settled_at: null });
const ordered = { origin: 'command_tweet', tweet_id: '1860000000000000001' } as const;

function command(more: Partial<Command> = {}): Command {
  return {
    ...{ id: 'cmd_019a0000-0000-7000-8000-000000000001', channel: 'tweet', tweet_id: ordered.tweet_id },
    ...{ text: '@moineau #send 5€ @bob', state: 'ordered', problem: null, payment_ids: [held.id] },
    ...{ split_id: null, written_at: '2026-11-23T13:40:00Z', edited_at: null, deleted_at: null },
    ...more,
  };
}

describe('what was written on X', () => {
  test('is named at the wallet’s head where it sent nothing, and leads to why', async () => {
    show('/', { 'wallet.waiting': () => done({ requests: 0, held: 0, refused: 2 }) });
    const link = await screen.findByRole('link', { name: 'Written on X, not sent: 2' });
    expect(link.getAttribute('href')).toBe('#/written');
  });

  const refused: Partial<Command> = { state: 'refused', payment_ids: [] };

  test('stands with what came of it; what went wrong is said in words, and one’s own post can be deleted', async () => {
    const fake = show('/written', {
      'wallet.written': () =>
        done([
          { command: command(), why: null },
          {
            command: command({ ...refused, id: `${command().id.slice(0, -1)}2`, problem: 'no_amount' }),
            why: 'How much? Add an amount.',
          },
          {
            command: command({
              ...{ ...refused, id: `${command().id.slice(0, -1)}3`, problem: 'not_one_order' },
              deleted_at: '2026-11-23T13:50:00Z',
            }),
            why: null,
          },
        ]),
    });
    const cards = await screen.findAllByRole('article');
    expect(cards).toHaveLength(3);
    const [first, second, third] = cards.map((card) => within(card as HTMLElement));
    expect(first?.getByRole('button', { name: 'See the payment' })).toBeTruthy();
    expect(second?.getByText('How much? Add an amount.')).toBeTruthy();
    expect(third?.getByText(/^It was edited/)).toBeTruthy();
    // What is gone from X can't be deleted there.
    expect(third?.queryByRole('button', { name: /delete it$/ })).toBeNull();
    fireEvent.click(first?.getByRole('button', { name: 'Open my post to delete it' }) as HTMLElement);
    expect(fake.opened).toEqual(['https://x.com/i/status/1860000000000000001']);
  });

  test('hearing nothing more asks first, and says so only when it is done', async () => {
    let isDown = true;
    const fake = show('/written', {
      'wallet.written': () => done([]),
      'wallet.quiet_on_x': () => (isDown ? { ok: false, error: sampleError('offline') } : done(true)),
    });
    fireEvent.click(await button('Hear nothing more'));
    expect(inputsOf(fake, 'wallet.quiet_on_x')).toEqual([]);
    fireEvent.click(await button('Yes, for ever'));
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect(screen.queryByText(/does not write to you/)).toBeNull();
    isDown = false;
    fireEvent.click(await button('Yes, for ever'));
    expect(await screen.findByText(/does not write to you/)).toBeTruthy();
  });
});

describe('an invitation', () => {
  const text = '@chloe I have sent you something. https://api.moineau.example/w/#/held';
  const url = 'https://api.moineau.example/w/#/held';

  test('is a text, a ready post and a QR code, with no amount, and is offered where money is held', async () => {
    const fake = show(`/payment/${held.id}`, {
      'wallet.payment': () => done(held),
      'wallet.invitation': () => done({ text, url }),
    });
    fireEvent.click(await button('Invite @chloe'));
    expect(await screen.findByText(text)).toBeTruthy();
    expect(screen.getByRole('img', { name: `QR code that opens ${url}` })).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/€/);
    fireEvent.click(await button('Write a post on X'));
    expect(fake.opened).toEqual([`https://x.com/intent/post?text=${encodeURIComponent(text)}`]);
  });

  test('is nothing for whoever wants none', async () => {
    show(`/invite/${held.id}`, {
      'wallet.payment': () => done(held),
      'wallet.invitation': () => done({ text: null, url: null }),
    });
    expect(
      await screen.findByText('@chloe wants no invitations. The money waits all the same.'),
    ).toBeTruthy();
    expect(screen.queryByRole('img')).toBeNull();
  });

  test('is offered on the receipt, too', async () => {
    show('/', {}, sampleView({ draft: sampleDraft({ step: 'receipt', payment: held }) }));
    fireEvent.click(await button('Invite @chloe'));
    await waitFor(() => expect(location.hash).toBe(`#/invite/${held.id}`));
  });
});

describe('who sees a payment', () => {
  test('is chosen from the code, which says it', async () => {
    const payment = awaitingPayment();
    const fake = show(
      '/',
      {
        'wallet.visibility': ({ visibility }) => {
          const chosen = sampleDraft({ step: 'code', payment: { ...payment, visibility } });
          fake.view = sampleView({ draft: chosen });
          fake.tell();
          return done(true);
        },
      },
      sampleView({ draft: sampleDraft({ step: 'code', payment }) }),
    );
    fireEvent.click(await button('Seen by you two'));
    fireEvent.click(await screen.findByRole('radio', { name: /^Everyone on X/ }));
    fireEvent.click(await button('Keep'));
    expect(await button('Seen by everyone on X')).toBeTruthy();
    expect(inputsOf(fake, 'wallet.visibility')).toEqual([{ id: payment.id, visibility: 'public' }]);
  });

  test('on a phone, looking at it is no step out of the payment', async () => {
    history.replaceState(null, '', '#/');
    const draft = sampleDraft({ step: 'code', payment: awaitingPayment() });
    const fake = fakeServices(sampleView({ draft }), {}, { language: 'en', surface: 'phone' });
    render(<App services={fake} />);
    fireEvent.click(await button('Seen by you two'));
    expect(await screen.findByRole('radio', { name: /^Everyone on X/ })).toBeTruthy();
    fireEvent.click(await button('Back'));
    expect(await screen.findByLabelText('Secret code')).toBeTruthy();
    const kinds = fake.asked.map(({ kind }) => kind);
    expect(kinds).not.toContain('wallet.draft_back');
    expect(kinds).not.toContain('wallet.draft_discard');
  });

  test('a public payment can be taken back by its payee, too', async () => {
    const received = samplePayment(4, { direction: 'in', payer: bob, visibility: 'public' });
    let state: 'told' | 'removed' = 'told';
    const disclosure = () =>
      done({
        visibility: 'public' as const,
        state,
        tweet_id: state === 'told' ? '1860000000000000009' : null,
      });
    const fake = show(`/payment/${received.id}`, {
      'wallet.payment': () => done(received),
      'wallet.disclosure': disclosure,
      'wallet.disclosure_remove': () => {
        state = 'removed';
        return disclosure();
      },
    });
    fireEvent.click(await button('Take the post back'));
    fireEvent.click(await button('Delete it'));
    expect(await screen.findByText('The post was taken back.')).toBeTruthy();
    expect(inputsOf(fake, 'wallet.disclosure_remove')).toEqual([{ id: received.id }]);
    expect(screen.queryByRole('button', { name: 'Take the post back' })).toBeNull();
  });

  test('of a private payment X is asked nothing', async () => {
    const fake = show(`/payment/${samplePayment(5).id}`, { 'wallet.payment': () => done(samplePayment(5)) });
    await button(/^Copy/);
    expect(inputsOf(fake, 'wallet.disclosure')).toEqual([]);
  });
});

describe('the post that ordered a payment', () => {
  test('can be deleted in one tap from the receipt', async () => {
    const payment = samplePayment(6, ordered);
    const fake = show('/', {}, sampleView({ draft: sampleDraft({ step: 'receipt', payment }) }));
    fireEvent.click(await button('Open my post to delete it'));
    expect(fake.opened).toEqual(['https://x.com/i/status/1860000000000000001']);
  });

  test.each([
    ['a button under somebody’s post', { origin: 'tweet_button' as const, tweet_id: '18' }],
    ['the payer’s post, for his payee', { ...ordered, direction: 'in' as const }],
  ])('%s is nothing to delete', async (_, more) => {
    const payment = samplePayment(7, more);
    show(`/payment/${payment.id}`, { 'wallet.payment': () => done(payment) });
    await button(/^Copy/);
    expect(screen.queryByRole('button', { name: 'Open my post to delete it' })).toBeNull();
  });
});

describe('somebody who is paid before he has a wallet', () => {
  const fresh = sampleView({ pinSet: false });

  test('is told of it before he chooses a code, and may send it back without one', async () => {
    const waiting = { ...held, direction: 'in' as const };
    const fake = show(
      '/onboarding',
      {
        'wallet.waiting': () => done({ requests: 0, held: 1, refused: 0 }),
        'wallet.held': () => done({ forMe: [waiting], sent: [] }),
        'wallet.held_take': () => done({ ...waiting, state: 'returned' as const }),
      },
      fresh,
    );
    fireEvent.click(await screen.findByRole('link', { name: '1 payment waits for you' }));
    location.hash = '#/held';
    fireEvent.click(await button('Send back'));
    expect(await screen.findByText('Sent back.')).toBeTruthy();
    expect(inputsOf(fake, 'wallet.held_take')).toEqual([{ id: held.id, act: 'decline' }]);
  });

  test('who comes by an invitation is told why he is here', async () => {
    show('/held', {}, { status: 'signed_out', shutOut: false });
    expect(await screen.findByText(/^Somebody has sent you something/)).toBeTruthy();
  });
});
