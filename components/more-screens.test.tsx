// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { centsFromWire } from '../lib/money.ts';
import { sampleRequest } from '../lib/protocol/samples.fixture.ts';
import { App } from './App.tsx';
import { cleanup } from './gallery/cleanup.ts';
import { done, type FakeServices, fakeServices } from './gallery/fake-services.ts';
import {
  alice,
  awaitingPayment,
  bob,
  chloe,
  euros,
  sampleDraft,
  sampleError,
  samplePayment,
  sampleView,
} from './gallery/fixtures.ts';
import { handlesOf } from './handles.ts';
import { sharesOf } from './screens/Ask.tsx';
import { refundable } from './screens/PaymentScreen.tsx';

beforeEach(() => {
  location.hash = '';
});
afterEach(cleanup);

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const inputsOf = (fake: FakeServices, kind: string) =>
  fake.asked.filter((one) => one.kind === kind).map(({ input }) => input);

function show(route: string, answers: Parameters<typeof fakeServices>[1], view = sampleView()) {
  location.hash = `#${route}`;
  const fake = fakeServices(view, answers);
  render(<App services={fake} />);
  return fake;
}

describe('handles and shares', () => {
  test('several handles are joined by commas or @; a name is not two people', () => {
    expect(handlesOf('@bob @chloe')).toEqual(['bob', 'chloe']);
    expect(handlesOf('bob, https://x.com/chloe')).toEqual(['bob', 'chloe']);
    expect(handlesOf('bob martin')).toBeNull();
    expect(handlesOf('')).toBeNull();
    expect(handlesOf(Array.from({ length: 10 }, (_, i) => `@p${i}`).join(' '))).toBeNull();
  });

  test('a bill of 10.00 € by three is 3.34, 3.33, 3.33, and what one bears oneself is not asked for', () => {
    const ten = centsFromWire('1000');
    expect(sharesOf(ten, 3, 'divide')).toEqual({ asks: [334n, 333n, 333n], mine: null });
    expect(sharesOf(ten, 2, 'with_me')).toEqual({ asks: [334n, 333n], mine: 333n });
    expect(sharesOf(ten, 2, 'each')).toEqual({ asks: [1000n, 1000n], mine: null });
    expect(sharesOf(centsFromWire('2'), 3, 'divide')).toBeNull();
  });
});

describe('requests', () => {
  const page = { items: [sampleRequest(1)], nextCursor: null };

  test('paying one leads to the code of the payment that it made', async () => {
    const draft = sampleDraft({ step: 'code', payment: awaitingPayment() });
    const fake = show('/requests', {
      'wallet.requests': () => done(page),
      'wallet.request_accept': () => {
        fake.view = sampleView({ draft });
        return done(draft);
      },
    });
    fireEvent.click(await button(/^Payer 5,00/));
    expect(await screen.findByLabelText('Code secret')).toBeTruthy();
    expect(inputsOf(fake, 'wallet.request_accept')).toEqual([{ id: page.items[0]?.id }]);
  });

  test('blocking asks first; Escape leaves it, and the focus is where it began', async () => {
    const fake = show('/requests', { 'wallet.requests': () => done(page), 'wallet.block': () => done(null) });
    fireEvent.click(await button('Bloquer'));
    const question = await screen.findByText(/^Ne plus voir les demandes de Bob Martin/);
    expect(document.activeElement).toBe(question);
    fireEvent.keyDown(question, { key: 'Escape' });
    await waitFor(async () => expect(document.activeElement).toBe(await button('Bloquer')));
    expect(inputsOf(fake, 'wallet.block')).toEqual([]);
    fireEvent.click(await button('Bloquer'));
    fireEvent.click(await button('Bloquer'));
    await waitFor(() => expect(inputsOf(fake, 'wallet.block')).toEqual([{ id: bob.id, isBlocked: true }]));
  });

  test('a bill is divided to the cent before anything is asked; who can’t be asked stops nobody else', async () => {
    const fake = show('/ask', {
      'wallet.ask': () =>
        done([
          { handle: 'bob', error: null },
          { handle: 'chloe', error: sampleError('payer_without_wallet') },
        ]),
    });
    fireEvent.input(await screen.findByLabelText(/^À qui demandez-vous/), {
      target: { value: '@bob, @chloe' },
    });
    fireEvent.input(screen.getByLabelText('Montant, en euros'), { target: { value: '10' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Je prends aussi une part' }));
    const shares = screen.getByRole('region', { name: 'La part de chacun' });
    expect([...shares.querySelectorAll('dd')].map(({ textContent }) => textContent)).toEqual([
      '3,34\u00a0€',
      '3,33\u00a0€',
      '3,33\u00a0€',
    ]);
    fireEvent.click(await button('Envoyer 2 demandes'));
    expect(await screen.findByRole('heading', { name: 'Tous n’ont pas pu être sollicités' })).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('@chloe');
    expect(inputsOf(fake, 'wallet.ask')).toEqual([
      {
        asks: [
          { handle: 'bob', amountMinor: '334' },
          { handle: 'chloe', amountMinor: '333' },
        ],
        memo: null,
      },
    ]);
  });

  test('out of reach: says so and asks again', async () => {
    let answered = 0;
    show('/requests', {
      'wallet.requests': () => (answered++ === 0 ? { ok: false, error: sampleError('offline') } : done(page)),
    });
    fireEvent.click(await button('Réessayer'));
    expect(await button(/^Payer 5,00/)).toBeTruthy();
  });
});

describe('held money and refunds', () => {
  const held = samplePayment(3, { state: 'held', direction: 'in', payer: bob, payee: alice });

  test('what waits for me is taken with one press, and said', async () => {
    const fake = show('/held', {
      'wallet.held': () => done({ forMe: [held], sent: [] }),
      'wallet.held_take': () => done({ ...held, state: 'settled' as const }),
    });
    fireEvent.click(await button(/^Prendre 5,00/));
    expect(await screen.findByText(/dans votre portefeuille\. Un nouveau membre/)).toBeTruthy();
    expect(inputsOf(fake, 'wallet.held_take')).toEqual([{ id: held.id, act: 'claim' }]);
  });

  test('what I sent is cancelled after a question', async () => {
    const sent = samplePayment(4, { state: 'held', payee: { ...chloe, id: null, linked_since: null } });
    const fake = show('/held', {
      'wallet.held': () => done({ forMe: [], sent: [sent] }),
      'wallet.payment_cancel': () => done({ ...sent, state: 'returned' as const }),
    });
    fireEvent.click(await button('Annuler et reprendre'));
    expect(inputsOf(fake, 'wallet.payment_cancel')).toEqual([]);
    fireEvent.click(await button('Annuler le paiement'));
    expect(await screen.findByText('L’argent est revenu dans votre portefeuille.')).toBeTruthy();
  });

  test('a part is given back, never more than is left', async () => {
    const received = samplePayment(5, {
      ...{ direction: 'in', payer: bob, payee: alice, amount_refunded: euros('100') },
    });
    expect(refundable(received)).toBe(400n);
    expect(refundable(samplePayment(6))).toBe(0n);
    const fake = show(`/payment/${received.id}`, {
      'wallet.payment': () => done(received),
      'wallet.refund': () => done({ ...received, amount_refunded: euros('350') }),
    });
    fireEvent.click(await button('Rembourser'));
    fireEvent.click(screen.getByRole('radio', { name: 'Une partie' }));
    const field = screen.getByLabelText('Partie à rembourser, en euros');
    fireEvent.input(field, { target: { value: '4,01' } });
    fireEvent.click(await button(/^Rembourser/));
    expect(await screen.findByText(/^Au plus 4,00/)).toBeTruthy();
    fireEvent.input(field, { target: { value: '2,50' } });
    fireEvent.click(await button(/^Rembourser 2,50/));
    await waitFor(() =>
      expect(inputsOf(fake, 'wallet.refund')).toEqual([{ id: received.id, amountMinor: '250' }]),
    );
  });

  test('what I sent and is settled can be given back by nobody but its payee', async () => {
    show('/payment/x', { 'wallet.payment': () => done(samplePayment(7)) });
    expect(await button('Copier le reçu')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Rembourser' })).toBeNull();
  });
});

describe('one’s own wallet', () => {
  const limits = {
    everyone: {
      ...{ to_person: euros('25000'), to_organisation: euros('50000') },
      ...{ in_24_hours: euros('100000'), in_30_days: euros('300000') },
    },
    ...{ own: { in_24_hours: null, in_30_days: null }, raised: null },
    left: { in_24_hours: euros('100000'), in_30_days: euros('300000') },
  };

  test('a limit of one’s own is written in euros; an empty one is none; anything else is said', async () => {
    const fake = show('/limits', {
      'wallet.limits': () => done(limits),
      'wallet.limits_change': () => done(limits),
    });
    const day = await screen.findByLabelText(/^En 24 heures/);
    fireEvent.input(day, { target: { value: 'beaucoup' } });
    fireEvent.click(await button('Enregistrer'));
    expect(await screen.findByText('Écrivez un montant comme 100 ou 100,50.')).toBeTruthy();
    fireEvent.input(day, { target: { value: '200' } });
    fireEvent.click(await button('Enregistrer'));
    await waitFor(() =>
      expect(inputsOf(fake, 'wallet.limits_change')).toEqual([{ in24Hours: '20000', in30Days: null }]),
    );
  });

  test('freezing asks for nothing, opening again for the code', async () => {
    const open = sampleView();
    if (!open.wallet) throw new Error('no wallet');
    const frozen = { ...open, wallet: { ...open.wallet, frozen_since: '2026-11-23T14:00:00Z' } };
    const fake = show('/freeze', {
      'wallet.freeze': () => {
        fake.view = frozen;
        return done(frozen);
      },
      'wallet.unfreeze': () => {
        fake.view = open;
        return done(open);
      },
    });
    fireEvent.click(await button('Geler maintenant'));
    fireEvent.input(await screen.findByLabelText('Code secret, pour rouvrir'), {
      target: { value: '294817' },
    });
    expect(await button('Geler maintenant')).toBeTruthy();
    expect(inputsOf(fake, 'wallet.unfreeze')).toEqual([{ pin: '294817' }]);
  });

  test('leaving tells all that stands in the way, with what to do', async () => {
    show('/leave', {
      'wallet.leave': () => done({ isGone: false, obstacles: ['balance', 'held_sent'] }),
    });
    fireEvent.input(await screen.findByLabelText(/^Code secret, pour partir/), {
      target: { value: '294817' },
    });
    const alert = await screen.findByRole('alert');
    expect(within(alert).getAllByRole('listitem')).toHaveLength(2);
  });

  test('help finds by any word, accents aside, and opens what it has found', async () => {
    show('/help', {});
    fireEvent.input(await screen.findByLabelText('Chercher dans l’aide'), { target: { value: 'GELEZ' } });
    await waitFor(() => expect(document.querySelectorAll('details')).toHaveLength(1));
    expect(document.querySelector('details')?.open).toBe(true);
    fireEvent.input(screen.getByLabelText('Chercher dans l’aide'), { target: { value: 'zzz' } });
    expect((await screen.findAllByText(/^Rien trouvé/)).length).toBeGreaterThan(0);
  });
});

test.each([
  ['chloe', 'S’exercer dans le bac à sable\u00a0: @chloe n’a pas de portefeuille'],
  [null, 'Envoyer de l’argent'],
] as const)('nobody practises where money is real: with %s', async (practiceHandle, name) => {
  location.hash = '#/held';
  const answers = { 'wallet.held': () => done({ forMe: [], sent: [] }) };
  render(<App services={fakeServices(sampleView(), answers, { practiceHandle })} />);
  expect(await screen.findByRole('button', { name })).toBeTruthy();
  expect(screen.queryAllByRole('button', { name: /chloe/ })).toHaveLength(practiceHandle === null ? 0 : 1);
});
