// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../lib/words/all.ts';
import { App } from './App.tsx';
import { cleanup } from './gallery/cleanup.ts';
import { done, fakeServices } from './gallery/fake-services.ts';
import { awaitingPayment, NOW, sampleDraft, sampleView } from './gallery/fixtures.ts';

beforeEach(() => {
  location.hash = '';
});
afterEach(cleanup);

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const open = sampleView();
const lockedWallet = open.wallet && { ...open.wallet, locked: true };

describe('T27 the lock', () => {
  test('stands before the wallet when nobody was there, and the code opens it', async () => {
    const fake = fakeServices(sampleView({ wallet: lockedWallet }), {
      'wallet.unlock': () => {
        fake.view = open;
        return done(open);
      },
    });
    render(<App services={fake} />);
    expect(await screen.findByRole('heading', { name: 'Verrouillé' })).toBeTruthy();
    expect(screen.queryByText(/42,50/)).toBeNull();
    fireEvent.input(screen.getByLabelText('Code secret'), { target: { value: '271828' } });
    expect(await screen.findByText(/^42,50/)).toBeTruthy();
    expect(fake.asked.find(({ kind }) => kind === 'wallet.unlock')?.input).toEqual({
      proof: { pin: '271828' },
    });
  });

  test('lets a payment that was begun go on to its code, and shows no balance on the way', async () => {
    const draft = sampleDraft({ step: 'code', amountMinor: '500', payment: awaitingPayment() });
    render(<App services={fakeServices(sampleView({ wallet: lockedWallet, draft }))} />);
    expect(await screen.findByLabelText('Code secret')).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Verrouillé' })).toBeNull();
    expect(screen.queryByText(/37,50/)).toBeNull();
  });

  test('comes down after five minutes and a second without a hand, and the draft is there afterwards', async () => {
    let now = NOW.getTime();
    const draft = sampleDraft({ amountMinor: '500' });
    const view = sampleView({ draft });
    const fake = fakeServices(view, { 'wallet.unlock': () => done(view) }, { now: () => new Date(now) });
    render(<App services={fake} />);
    await button(/^Continuer — 5,00/);
    await waitFor(() => {
      now += 5 * 60_000 + 1_000;
      // A hand after so long may be another's.
      fireEvent.keyDown(document.body, { key: 'a' });
      expect(screen.getByRole('heading', { name: 'Verrouillé' })).toBeTruthy();
    });
    fireEvent.input(screen.getByLabelText('Code secret'), { target: { value: '271828' } });
    expect(await button(/^Continuer — 5,00/)).toBeTruthy();
  });
});

test('T32 the person’s own phrase stands where the code is asked for', async () => {
  const draft = sampleDraft({ step: 'code', payment: awaitingPayment() });
  render(<App services={fakeServices(sampleView({ draft, phrase: 'la théière bleue' }))} />);
  expect(await screen.findByText('Votre phrase : la théière bleue')).toBeTruthy();
});

test('T59 a version that was switched off shows what can be read, and no way to pay', async () => {
  const draft = sampleDraft({ amountMinor: '500' });
  const fake = fakeServices(sampleView({ draft, upgrade: true }));
  render(<App services={fake} />);
  expect(await screen.findByRole('heading', { name: 'Mettez Moineau à jour' })).toBeTruthy();
  expect(screen.getByText(/^42,50/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Continuer/ })).toBeNull();
  fireEvent.click(await button('Mettre à jour'));
  expect(fake.opened).toEqual(['update']);
});

describe('a passkey', () => {
  const gesture = {
    challenge: 'AAAA',
    useCounter: 3,
    credentials: ['c'],
    person: { id: 'p', handle: 'alice' },
  };
  const passkey = { credential_id: 'c', client_data: 'd', authenticator_data: 'a', signature: 's' };
  const draft = sampleDraft({ step: 'code', payment: awaitingPayment() });

  test('confirms in the place of the code', async () => {
    const fake = fakeServices(
      sampleView({ draft, passkey: true }),
      { 'wallet.gesture': () => done(gesture), 'wallet.draft_confirm_passkey': () => done(draft) },
      { surface: 'window', gestures: { use: async () => passkey, make: async () => null } },
    );
    render(<App services={fake} />);
    fireEvent.click(await button('Utiliser une clé d’accès'));
    await waitFor(() =>
      expect(fake.asked.find(({ kind }) => kind === 'wallet.draft_confirm_passkey')?.input).toEqual({
        passkey,
        useCounter: 3,
      }),
    );
  });

  test('from the popup it goes on in a window, which the dialog does not close', async () => {
    const gestures = { use: async () => passkey, make: async () => null };
    const fake = fakeServices(sampleView({ draft, passkey: true }), {}, { gestures });
    render(<App services={fake} />);
    fireEvent.click(await button('Utiliser une clé d’accès'));
    expect([fake.opened, fake.closed()]).toEqual([['#/passkey'], 1]);
    expect(fake.asked.map(({ kind }) => kind)).not.toContain('wallet.gesture');
  });

  test('given up: said, and nothing is sent', async () => {
    const fake = fakeServices(
      sampleView({ draft, passkey: true }),
      { 'wallet.gesture': () => done(gesture) },
      { surface: 'window', gestures: { use: async () => null, make: async () => null } },
    );
    render(<App services={fake} />);
    fireEvent.click(await button('Utiliser une clé d’accès'));
    expect(await screen.findByText(/^Aucune clé d’accès n’a servi/)).toBeTruthy();
    expect(fake.asked.map(({ kind }) => kind)).not.toContain('wallet.draft_confirm_passkey');
  });
});

test.each(['fr', 'en'] as const)(
  'what was done elsewhere is told at home until it was he, %s',
  async (language) => {
    const alert = {
      ...{ seq: 7, at: '2026-11-23T13:40:00Z', what: 'device_added' as const, from: null, isTold: true },
      device: 'Firefox, windows',
    };
    const fake = fakeServices(
      sampleView({ alerts: [alert] }),
      {
        'wallet.alerts_own': () => {
          fake.view = sampleView();
          return done(null);
        },
      },
      { language },
    );
    render(<App services={fake} />);
    const notice = await screen.findByRole('alert');
    const { alerts } = wordsOf(language);
    expect(notice.textContent).toContain(alerts.what.device_added);
    expect(notice.textContent).toContain('Firefox, windows');
    const links = [...notice.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['#/devices', '#/code-change', '#/freeze']);
    fireEvent.click(await button(language === 'fr' ? 'C’était moi' : 'It was me'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(fake.asked.find(({ kind }) => kind === 'wallet.alerts_own')?.input).toEqual({ seq: 7 });
  },
);

test('devices: listed, this one named, another one removed after a question', async () => {
  const device = (id: string, name: string, this_one: boolean) => ({
    ...{ id, name, this_one },
    linked_at: NOW.toISOString(),
    seen_at: NOW.toISOString(),
  });
  const [mine, lost] = [device('dev_1', 'Laptop', true), device('dev_2', 'Old phone', false)];
  location.hash = '#/devices';
  const fake = fakeServices(sampleView(), {
    'wallet.devices': () => done({ items: [mine, lost] }),
    'wallet.device_revoke': () => done({ items: [mine] }),
  });
  render(<App services={fake} />);
  expect(await screen.findByText(/^cet appareil/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Retirer Laptop' })).toBeNull();
  (await button('Retirer Old phone')).focus();
  fireEvent.click(await button('Retirer Old phone'));
  // The question has the focus; Escape leaves it for the button that asked.
  const question = await screen.findByText(/^Retirer Old phone\s\?/);
  await waitFor(() => expect(document.activeElement).toBe(question));
  fireEvent.keyDown(question, { key: 'Escape' });
  const again = await button('Retirer Old phone');
  await waitFor(() => expect(document.activeElement).toBe(again));
  fireEvent.click(again);
  (await button('Oui, le retirer')).focus();
  fireEvent.click(await button('Oui, le retirer'));
  expect((await screen.findByRole('status')).textContent).toBe('Old phone est retiré et déconnecté.');
  // The row has gone, and with it what had the focus.
  const title = screen.getByRole('heading', { name: 'Vos appareils' });
  await waitFor(() => expect(document.activeElement).toBe(title));
});

test('a button that is at work keeps the focus, and does nothing twice', async () => {
  location.hash = '#/freeze';
  const fake = fakeServices(sampleView(), { 'wallet.freeze': () => new Promise(() => undefined) });
  render(<App services={fake} />);
  const freeze = await button('Geler maintenant');
  // The title takes the focus once the screen is drawn.
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
  freeze.focus();
  fireEvent.click(freeze);
  await waitFor(() => expect(freeze.getAttribute('aria-disabled')).toBe('true'));
  fireEvent.click(freeze);
  expect(fake.asked.filter(({ kind }) => kind === 'wallet.freeze')).toHaveLength(1);
  expect([document.activeElement, freeze.hasAttribute('disabled')]).toEqual([freeze, false]);
});
