// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Draft, WalletView } from '../lib/messages.ts';
import { App } from './App.tsx';
import { cleanup } from './gallery/cleanup.ts';
import { done, type FakeServices, fakeServices } from './gallery/fake-services.ts';
import {
  awaitingPayment,
  bob,
  chloe,
  euros,
  kitchen,
  NOW,
  sampleDraft,
  sampleError,
  sampleHistory,
  samplePayment,
  sampleView,
} from './gallery/fixtures.ts';

beforeEach(() => {
  location.hash = '';
});
afterEach(cleanup);

const kinds = (fake: FakeServices) => fake.asked.map(({ kind }) => kind);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

/** A background that walks a draft to bob from pay to receipt. */
function walkingServices() {
  const code = sampleDraft({ step: 'code', amountMinor: '500', payment: awaitingPayment() });
  const receipt = sampleDraft({ step: 'receipt', amountMinor: '500', payment: samplePayment(9) });
  return fakeServices(sampleView({ draft: sampleDraft() }), {
    'wallet.draft_order': () => done(code),
    'wallet.draft_confirm': () => done(receipt),
  });
}

describe('paying', () => {
  test('€ is pressed: Continue and six digits are all that is left', async () => {
    const fake = walkingServices();
    render(<App services={fake} />);
    fireEvent.click(await button(/^Continuer — 5,00/));
    const field = await screen.findByLabelText('Code secret');
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(screen.getByText('5,00 €', { selector: '.amount-huge' })).toBeTruthy();
    expect(screen.getByText('@bob')).toBeTruthy();
    fireEvent.input(field, { target: { value: '294817' } });
    expect((await screen.findByRole('heading', { name: /^Envoyé à \d\d:\d\d$/ })).textContent).toBeTruthy();
    expect(fake.asked.find(({ kind }) => kind === 'wallet.draft_change')?.input).toEqual({
      amountMinor: '500',
      memo: null,
      division: 'each',
    });
    expect(fake.asked.find(({ kind }) => kind === 'wallet.draft_confirm')?.input).toEqual({ pin: '294817' });
  });

  test('who gets a message on X is said before Continue and beside the code; of a private payment, nothing', async () => {
    const told = 'Moineau prévient @bob par message sur X, si X le permet\u00a0: votre pseudo et le montant.';
    const dm = { amountMinor: '500', visibility: 'dm' } as const;
    const says = async (draft: Draft, text: string) => {
      render(<App services={fakeServices(sampleView({ draft }))} />);
      await screen.findAllByText('@bob');
      const isSaid = document.body.textContent?.includes(text);
      cleanup();
      return isSaid;
    };
    expect(await says(sampleDraft(dm), told)).toBe(true);
    expect(await says(sampleDraft({ amountMinor: '500' }), told)).toBe(false);
    const ordered = (visibility: 'dm' | 'private') =>
      sampleDraft({ ...dm, step: 'code', payment: awaitingPayment({ visibility }) });
    expect(await says(ordered('dm'), 'Vu de vous deux, dit sur X')).toBe(true);
    // What was ordered counts, not what was wished.
    expect(await says(ordered('private'), 'dit sur X')).toBe(false);
  });

  test('an organisation bears its fee: the payer pays the amount, and sees what is received', async () => {
    const payment = awaitingPayment({ payee: kitchen, amount: euros('2500'), fee: euros('50') });
    const draft = sampleDraft({ step: 'code', amountMinor: '2500', payment });
    render(<App services={fakeServices(sampleView({ draft }))} />);
    const facts = (await screen.findByText('Montant reçu')).closest('dl');
    expect([...(facts?.querySelectorAll('.amount') ?? [])].map(({ textContent }) => textContent)).toEqual([
      '0,50\u00a0€',
      '24,50\u00a0€',
      '25,00\u00a0€',
      '17,50\u00a0€',
    ]);
  });

  test('another amount, with a comma; a wrong one is said and not sent', async () => {
    const fake = walkingServices();
    render(<App services={fake} />);
    fireEvent.click(await screen.findByRole('radio', { name: 'Autre' }));
    const field = screen.getByLabelText('Autre montant, en euros');
    fireEvent.input(field, { target: { value: '7,505' } });
    fireEvent.click(await button('Continuer'));
    expect(await screen.findByText('Écrivez un montant comme 7 ou 7,50.')).toBeTruthy();
    expect(kinds(fake)).not.toContain('wallet.draft_order');
    fireEvent.input(field, { target: { value: '7,50' } });
    fireEvent.click(await button(/^Continuer — 7,50/));
    await waitFor(() => expect(kinds(fake)).toContain('wallet.draft_order'));
    expect(fake.asked.findLast(({ kind }) => kind === 'wallet.draft_change')?.input).toMatchObject({
      amountMinor: '750',
    });
  });

  test('above the limit nothing is ordered', async () => {
    const fake = fakeServices(sampleView({ draft: sampleDraft({ amountMinor: '25001' }) }));
    render(<App services={fake} />);
    fireEvent.click(await button(/^Continuer — 250,01/));
    expect(await screen.findByText(/^Au plus 250,00/)).toBeTruthy();
    expect(kinds(fake)).not.toContain('wallet.draft_order');
  });

  test('until X has answered one can’t go on; the page’s own name is not shown', async () => {
    const fake = fakeServices(sampleView({ draft: sampleDraft({ payee: null, name: 'Fausse Banque' }) }), {
      'wallet.draft_resolve': () => new Promise(() => undefined),
    });
    render(<App services={fake} />);
    expect(((await button(/^Continuer/)) as HTMLButtonElement).disabled).toBe(true);
    expect(screen.queryByText('Fausse Banque')).toBeNull();
  });

  test('a page that named another account stops the payment', async () => {
    const fake = fakeServices(
      sampleView({ draft: sampleDraft({ payee: null, error: sampleError('payee_mismatch') }) }),
    );
    render(<App services={fake} />);
    expect((await screen.findByRole('alert')).textContent).toContain('Paiement arrêté');
    expect(screen.queryByRole('button', { name: /^Continuer/ })).toBeNull();
  });

  test('what X’s page said of the payee: a repost, a parody, another handle in the address', async () => {
    const notes = { reposted: true, parody: true, addressHandle: 'b0b' };
    const first = render(<App services={fakeServices(sampleView({ draft: sampleDraft({ notes }) }))} />);
    expect(await screen.findByText(/^@bob a écrit ce post/)).toBeTruthy();
    const said = (await screen.findAllByRole('alert')).map(({ textContent }) => textContent);
    expect(said).toEqual([
      expect.stringContaining('@bob comme compte parodique'),
      expect.stringContaining('dit @b0b, son auteur est @bob'),
    ]);
    first.unmount();
    render(<App services={fakeServices(sampleView({ draft: sampleDraft() }))} />);
    await button('Abandonner ce paiement');
    expect(screen.queryAllByRole('alert')).toEqual([]);
  });

  test('an account without wallet: says until when the money is held, and lets pay', async () => {
    const payee = { x_user_id: '77', handle: 'bob', name: 'Bob Martin', holder: null };
    render(<App services={fakeServices(sampleView({ draft: sampleDraft({ payee }) }))} />);
    expect((await screen.findByText(/gardé jusqu’au 23 décembre/)).textContent).toContain('@bob');
    expect(((await button(/^Continuer — /)) as HTMLButtonElement).disabled).toBe(false);
  });

  test('T09 who looks like somebody known can’t be paid before his handle was typed', async () => {
    const payee = { ...bob, x_user_id: '99', handle: 'b0b', name: 'Bob' };
    const looksLike = { handle: 'bob', name: 'Bob Martin' };
    const draft = sampleDraft({
      handle: 'b0b',
      payee: { ...payee, holder: null },
      acquaintances: [{ xUserId: '99', isNew: true, formerHandle: null, looksLike }],
    });
    const fake = fakeServices(sampleView({ draft }), {
      'wallet.draft_handle_typed': () => done({ ...draft, typedHandles: ['b0b'] }),
    });
    render(<App services={fake} />);
    expect((await screen.findByRole('alert')).textContent).toContain('Pas le @bob que vous connaissez');
    const onward = (await button(/^Continuer — /)) as HTMLButtonElement;
    expect(onward.disabled).toBe(true);
    const field = screen.getByLabelText('Pseudo du compte à payer');
    fireEvent.input(field, { target: { value: 'bob' } });
    expect(screen.getByText('Ce n’est pas le pseudo de ce compte.')).toBeTruthy();
    expect(kinds(fake)).not.toContain('wallet.draft_handle_typed');
    fireEvent.input(field, { target: { value: '@B0B' } });
    await waitFor(() => expect(onward.disabled).toBe(false));
  });

  test('T10 terms that have changed: both are named, and the code is for the new ones', async () => {
    const payment = awaitingPayment();
    const { terms } = payment;
    if (!terms) throw new Error('no terms');
    const renamed = { ...terms, version: 2, payee_label: 'Robert Martin (@robert)' };
    const draft = sampleDraft({
      step: 'code',
      payment: { ...payment, terms: renamed },
      formerTerms: terms,
      error: sampleError('terms_changed'),
    });
    render(<App services={fakeServices(sampleView({ draft }))} />);
    const said = (await screen.findAllByRole('alert')).map(({ textContent }) => textContent).join(' ');
    expect(said).toContain('5,00\u00a0€ à Bob Martin (@bob)');
    expect(said).toContain('5,00\u00a0€ à Robert Martin (@robert)');
    expect(screen.getByText('@robert')).toBeTruthy();
  });

  test('several at once: the amount is for each or divided, and one can be left out', async () => {
    const draft = sampleDraft({
      others: [{ handle: 'chloe', payee: { ...chloe, holder: null } }].map(({ handle, payee }) => ({
        handle,
        payee: { x_user_id: payee.x_user_id, handle, name: payee.name, holder: null },
      })),
    });
    const fake = fakeServices(sampleView({ draft }));
    render(<App services={fake} />);
    expect(await button('Continuer — 10,00\u00a0€')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: /^Partager 5,00/ }));
    fireEvent.click(await button('Continuer — 5,00\u00a0€'));
    await waitFor(() => expect(kinds(fake)).toContain('wallet.draft_order'));
    expect(fake.asked.findLast(({ kind }) => kind === 'wallet.draft_change')?.input).toMatchObject({
      amountMinor: '500',
      division: 'total',
    });
    fireEvent.click(await button('Retirer @chloe'));
    await waitFor(() => expect(kinds(fake)).toContain('wallet.draft_leave_out'));
  });

  test('✕ ends the draft and closes the popup', async () => {
    const fake = fakeServices(sampleView({ draft: sampleDraft() }));
    render(<App services={fake} />);
    fireEvent.click(await button('Abandonner ce paiement'));
    await waitFor(() => expect(fake.closed()).toBe(1));
    expect(kinds(fake)).toContain('wallet.draft_discard');
  });
});

describe('the code', () => {
  const code = (more = {}) =>
    sampleDraft({ step: 'code', amountMinor: '500', payment: awaitingPayment(), ...more });

  test('a wrong code: tries left, field empty and ready', async () => {
    const wrong = code({ error: sampleError('authentication_failed', { attemptsLeft: 2 }) });
    const fake = fakeServices(sampleView({ draft: code() }), { 'wallet.draft_confirm': () => done(wrong) });
    render(<App services={fake} />);
    const field = await screen.findByLabelText<HTMLInputElement>('Code secret');
    fireEvent.input(field, { target: { value: '111112' } });
    expect((await screen.findByRole('alert')).textContent).toContain('2 essais restants');
    expect(field.value).toBe('');
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  test('locked: the time to wait is said and nothing can be typed', async () => {
    const retryAtMs = NOW.getTime() + 840_000;
    const locked = sampleView({ draft: code({ error: sampleError('pin_locked', { retryAtMs }) }) });
    const first = render(<App services={fakeServices(locked)} />);
    expect((await screen.findByRole('alert')).textContent).toContain('14 min');
    first.unmount();
    // Reopened ten minutes later, the popup goes on counting where time has gone on.
    const later = () => new Date(NOW.getTime() + 600_000);
    const expiry = '2026-11-23T15:00:00Z';
    const again = code({
      error: sampleError('pin_locked', { retryAtMs }),
      payment: awaitingPayment({ expires_at: expiry }),
    });
    render(<App services={fakeServices(sampleView({ draft: again }), {}, { now: later })} />);
    expect((await screen.findByRole('alert')).textContent).toContain('4 min');
    expect(screen.getByLabelText<HTMLInputElement>('Code secret').disabled).toBe(true);
  });

  test('too late: nothing to type, one can start again', async () => {
    const late = code({ payment: awaitingPayment({ expires_at: '2026-11-23T14:01:59Z' }) });
    const fake = fakeServices(sampleView({ draft: late }), {
      'wallet.draft_back': () => done(sampleDraft()),
    });
    render(<App services={fake} />);
    expect(screen.queryByLabelText('Code secret')).toBeNull();
    fireEvent.click(await button('Recommencer'));
    expect(await button(/^Continuer — /)).toBeTruthy();
  });

  test('what is shown is what is signed: the terms, not the draft', async () => {
    const payment = awaitingPayment();
    const terms = payment.terms && { ...payment.terms, amount_minor: '700', fee_minor: '10' };
    const fake = fakeServices(sampleView({ draft: code({ payment: { ...payment, terms } }) }));
    render(<App services={fake} />);
    expect(await screen.findByText('7,00 €', { selector: '.amount-huge' })).toBeTruthy();
    expect(screen.getByText('6,90 €')).toBeTruthy();
    expect(screen.getByText('35,50 €')).toBeTruthy();
  });

  test('a reopened popup stands at the code again, without a digit', async () => {
    const fake = fakeServices(sampleView({ draft: code() }));
    const first = render(<App services={fake} />);
    fireEvent.input(await screen.findByLabelText('Code secret'), { target: { value: '29' } });
    first.unmount();
    const { container } = render(<App services={fake} />);
    expect((await screen.findByLabelText<HTMLInputElement>('Code secret')).value).toBe('');
    expect(container.querySelectorAll('.dot-full')).toHaveLength(0);
  });

  test('a worker stopped in the middle: what the background kept is shown, and it is asked for', async () => {
    const sent = sampleDraft({ step: 'sent', payment: awaitingPayment() });
    const fake: FakeServices = fakeServices(sampleView({ draft: code() }), {
      'wallet.draft_confirm': () => {
        fake.view = sampleView({ draft: sent });
        return { ok: false, error: sampleError('refused_message') };
      },
    });
    render(<App services={fake} />);
    fireEvent.input(await screen.findByLabelText('Code secret'), { target: { value: '294817' } });
    expect(await screen.findByRole('heading', { name: 'Vérification…' })).toBeTruthy();
    await waitFor(() => expect(kinds(fake)).toContain('wallet.draft_check'));
  });
});

describe('an outcome that is not known', () => {
  test('T37 is asked for at once; nothing offers to pay again', async () => {
    const sent = sampleDraft({ step: 'sent', payment: awaitingPayment() });
    const receipt = sampleDraft({ step: 'receipt', payment: samplePayment(9) });
    let asks = 0;
    const fake = fakeServices(sampleView({ draft: sent }), {
      'wallet.draft_check': () => {
        asks += 1;
        return done(asks > 1 ? receipt : sent);
      },
    });
    render(<App services={fake} />);
    await screen.findByRole('heading', { name: 'Vérification…' });
    const names = screen
      .getAllByRole('button')
      .map((each) => each.textContent || each.getAttribute('aria-label'));
    expect(names).toEqual(['Fermer', 'Vérifier maintenant']);
    await waitFor(() => expect(asks).toBe(1));
    fireEvent.click(await button('Vérifier maintenant'));
    expect(await screen.findByRole('heading', { name: /^Envoyé à/ })).toBeTruthy();
  });
});

describe('home and history', () => {
  test('a handle typed there starts a draft; anything else is refused', async () => {
    const fake = fakeServices(sampleView(), { 'wallet.draft_start': () => done(sampleDraft()) });
    render(<App services={fake} />);
    const field = await screen.findByLabelText(/^Envoyer à qui/);
    fireEvent.input(field, { target: { value: 'bob martin' } });
    fireEvent.click(await button('Continuer'));
    expect((await screen.findByRole('alert')).textContent).toContain('lettres, chiffres');
    fireEvent.input(field, { target: { value: '@bob' } });
    fireEvent.click(await button('Continuer'));
    expect(await button(/^Continuer — /)).toBeTruthy();
    expect(fake.asked.findLast(({ kind }) => kind === 'wallet.draft_start')?.input).toEqual({
      handles: ['bob'],
    });
  });

  test('what came in is marked, told as seen, and stays marked while one looks', async () => {
    const fake: FakeServices = fakeServices(sampleView({ unseen: 1 }), {}, { payments: sampleHistory() });
    location.hash = '#/history';
    render(<App services={fake} />);
    const row = (await screen.findByText('nouveau')).closest('article') as HTMLElement;
    expect(within(row).getByText('Chloé Petit')).toBeTruthy();
    expect(within(row).getByText('reçu')).toBeTruthy();
    await waitFor(() => expect(kinds(fake)).toContain('wallet.seen'));
    fake.view = sampleView({ unseen: 0 });
    fake.tell();
    await waitFor(() => expect(kinds(fake).filter((kind) => kind === 'wallet.view')).toHaveLength(2));
    expect(screen.getByText('nouveau')).toBeTruthy();
    expect(screen.getAllByRole('heading', { level: 2 }).map((day) => day.textContent)).toContain(
      'Aujourd’hui',
    );
  });
});

describe('the first minute', () => {
  test('from a popup, signing in goes on in a full tab', async () => {
    const fake = fakeServices({ status: 'signed_out', shutOut: false });
    render(<App services={fake} />);
    fireEvent.click(await button('Continuer avec X'));
    expect(fake.opened).toEqual(['#/onboarding']);
    expect(fake.closed()).toBe(1);
  });

  test('X, code twice, money, done', async () => {
    const become = (view: WalletView) => {
      fake.view = view;
      return done(view);
    };
    const fake: FakeServices = fakeServices(
      { status: 'signed_out', shutOut: false },
      {
        'wallet.sign_in': () => become(sampleView({ pinSet: false })),
        'wallet.choose_pin': () => become(sampleView()),
      },
      { surface: 'tab', language: 'en' },
    );
    location.hash = '#/onboarding';
    render(<App services={fake} />);
    fireEvent.click(await button('Continue with X'));
    const type = async (label: string, value: string) =>
      fireEvent.input(await screen.findByLabelText(label), { target: { value } });
    await type('New secret code', '123456');
    expect((await screen.findByRole('alert')).textContent).toContain('too easy to guess');
    await type('New secret code', '294817');
    await type('Secret code, once more', '294818');
    expect((await screen.findByRole('alert')).textContent).toContain('are different');
    await type('New secret code', '294817');
    await type('Secret code, once more', '294817');
    fireEvent.click(await button('Add €20.00'));
    expect((await screen.findByRole('heading', { name: 'You’re ready' })).textContent).toBeTruthy();
    expect(fake.asked.find(({ kind }) => kind === 'wallet.choose_pin')?.input).toEqual({ pin: '294817' });
    expect(fake.asked.find(({ kind }) => kind === 'wallet.top_up')?.input).toMatchObject({
      amountMinor: '2000',
    });
  });
});
