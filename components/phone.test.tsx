// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from './App.tsx';
import { cleanup } from './gallery/cleanup.ts';
import { done, fakeServices } from './gallery/fake-services.ts';
import { awaitingPayment, NOW, sampleDraft, samplePayment, sampleView } from './gallery/fixtures.ts';
import type { PushState } from './services.ts';
import { waitsForCode } from './ui/ToConfirm.tsx';

beforeEach(() => {
  history.replaceState(null, '', '#/');
});
afterEach(cleanup);

const written = () => ({ ...awaitingPayment(), origin: 'command_tweet' as const });
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('what was asked for by writing', () => {
  test('stands at the head of the wallet and leads to its code', async () => {
    const payment = written();
    const code = sampleDraft({ step: 'code', amountMinor: '500', payment });
    const fake = fakeServices(
      sampleView(),
      { 'wallet.draft_open': () => done(code) },
      { payments: [payment, samplePayment(7)], surface: 'phone' },
    );
    render(<App services={fake} />);
    expect(await screen.findByRole('heading', { name: 'En attente de votre code' })).toBeTruthy();
    fireEvent.click(await button(/^Bob Martin/));
    expect(await screen.findByLabelText('Code secret')).toBeTruthy();
    expect(fake.asked.findLast(({ kind }) => kind === 'wallet.draft_open')?.input).toEqual({
      paymentId: payment.id,
    });
  });

  test('several with one code are one row, with what all of them take', async () => {
    const split_id = 'spl_019a0000-0000-7000-8000-000000000001';
    const payments = [1, 2].map((place) => ({ ...written(), id: samplePayment(place).id, split_id }));
    render(<App services={fakeServices(sampleView(), {}, { payments, surface: 'phone' })} />);
    const row = await button(/^Bob Martin/);
    expect(row.textContent).toContain('+ 1');
    expect(row.textContent).toContain('10,00');
    expect(screen.getAllByRole('button', { name: /^Bob Martin/ })).toHaveLength(1);
  });

  test('is nothing else: not what was ordered in a wallet, has ended, or is another’s to confirm', () => {
    const payment = written();
    expect(waitsForCode(payment, NOW)).toBe(true);
    expect(waitsForCode({ ...payment, origin: 'popup' }, NOW)).toBe(false);
    expect(waitsForCode({ ...payment, state: 'settled' }, NOW)).toBe(false);
    expect(waitsForCode({ ...payment, direction: 'in' }, NOW)).toBe(false);
    expect(waitsForCode(payment, new Date(payment.expires_at))).toBe(false);
  });
});

describe('on a phone', () => {
  test('"back" leads from the code to the amount, and from there home', async () => {
    const pay = sampleDraft({ amountMinor: '500' });
    const fake = fakeServices(
      sampleView({ draft: sampleDraft({ step: 'code', amountMinor: '500', payment: awaitingPayment() }) }),
      { 'wallet.draft_back': () => done(pay) },
      { surface: 'phone' },
    );
    render(<App services={fake} />);
    await screen.findByLabelText('Code secret');
    await waitFor(() => expect(history.state).toEqual({ depth: 2 }));
    history.back();
    expect(await button(/^Continuer — /)).toBeTruthy();
    history.back();
    expect(await screen.findByLabelText(/^Envoyer à qui/)).toBeTruthy();
    await waitFor(() => expect(history.state?.depth ?? 0).toBe(0));
  });

  test('"back" does not leave a confirmation whose outcome is not known', async () => {
    const sent = sampleDraft({ step: 'sent', amountMinor: '500', payment: awaitingPayment() });
    const fake = fakeServices(
      sampleView({ draft: sent }),
      { 'wallet.draft_check': () => done(sent) },
      { surface: 'phone' },
    );
    render(<App services={fake} />);
    await waitFor(() => expect(history.state).toEqual({ depth: 1 }));
    const wentBack = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
    history.back();
    await wentBack;
    await waitFor(() => expect(history.state).toEqual({ depth: 1 }));
    expect(fake.asked.map(({ kind }) => kind)).not.toContain('wallet.draft_discard');
  });

  test('notifications are offered once, and turned on by a press alone', async () => {
    let state: PushState = 'off';
    const turnOn = vi.fn(async () => {
      state = 'on';
      return state;
    });
    const push = { state: async () => state, turnOn };
    render(<App services={{ ...fakeServices(sampleView(), {}, { surface: 'phone' }), push }} />);
    const offer = await button('Activer les notifications');
    expect(turnOn).not.toHaveBeenCalled();
    fireEvent.click(offer);
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Activer les notifications' })).toBeNull(),
    );
    expect(turnOn).toHaveBeenCalledTimes(1);
  });

  test.each(['unavailable', 'denied', 'on'] as const)('nothing is offered where it is %s', async (state) => {
    const push = { state: async () => state, turnOn: async () => state };
    render(<App services={{ ...fakeServices(sampleView(), {}, { surface: 'phone' }), push }} />);
    await screen.findByLabelText(/^Envoyer à qui/);
    await Promise.resolve();
    expect(screen.queryByRole('button', { name: 'Activer les notifications' })).toBeNull();
  });
});
