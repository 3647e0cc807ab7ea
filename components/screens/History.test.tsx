// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../App.tsx';
import { cleanup } from '../gallery/cleanup.ts';
import { done, fakeServices } from '../gallery/fake-services.ts';
import { euros, NOW, sampleHistory, samplePayment, sampleView } from '../gallery/fixtures.ts';

const LONG = 100_000;

beforeEach(() => {
  // No layout here: every row is as high as expected.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(68);
  vi.stubGlobal('scrollTo', () => undefined);
  location.hash = '#/history';
});
afterEach(async () => {
  // The screen remembers what was looked for.
  const all = screen.queryByRole('button', { name: 'Tout afficher' });
  if (all) fireEvent.click(all);
  await cleanup();
});

const articles = () => screen.findAllByRole('article');
const services = (payments = sampleHistory(), answers = {}) =>
  fakeServices(sampleView(), answers, { payments, surface: 'tab' });

test('of a hundred thousand payments a few are drawn, each with its place and of how many', async () => {
  const payments = Array.from({ length: LONG }, (_, place) => samplePayment(LONG - place));
  const fake = services([]);
  const at = vi.fn(async (from: number, count: number) => payments.slice(from, from + count));
  const months = [{ month: '2026-11', count: LONG, came: 0n, went: 0n }] as never;
  render(
    <App
      services={{ ...fake, history: { ...fake.history, monthTotals: async () => months, paymentsAt: at } }}
    />,
  );
  await waitFor(async () => expect((await articles())[0]?.getAttribute('aria-setsize')).toBe(String(LONG)));
  const shown = await articles();
  expect(shown.length).toBeLessThan(60);
  expect(shown.map((article) => article.getAttribute('aria-posinset')).slice(0, 3)).toEqual(['1', '2', '3']);
  expect(at.mock.calls.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(100);
  expect(screen.getByRole('feed', { name: 'Historique' })).toBeTruthy();
});

test('Page Down and Page Up go from one payment to the next', async () => {
  render(<App services={services()} />);
  const [first] = await articles();
  first?.focus();
  fireEvent.keyDown(document.activeElement as Element, { key: 'PageDown' });
  expect(document.activeElement?.getAttribute('aria-posinset')).toBe('2');
  fireEvent.keyDown(document.activeElement as Element, { key: 'PageDown' });
  fireEvent.keyDown(document.activeElement as Element, { key: 'PageUp' });
  expect(document.activeElement?.getAttribute('aria-posinset')).toBe('2');
});

test('days are headings of their own, each once', async () => {
  render(<App services={services()} />);
  await articles();
  const days = screen.getAllByRole('heading', { level: 2 }).map((day) => day.textContent);
  expect(days).toEqual(['Aujourd’hui', 'Hier', 'lundi 16 novembre', 'mercredi 24 décembre 2025']);
});

test('what is typed narrows the list, and how much is found is read out', async () => {
  render(<App services={services()} />);
  await articles();
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'chloe' } });
  await waitFor(async () => expect(await articles()).toHaveLength(2));
  expect(screen.getByText('2 paiements').getAttribute('role')).toBe('status');
  fireEvent.change(screen.getByLabelText('Sens'), { target: { value: 'in' } });
  await waitFor(async () => expect(await articles()).toHaveLength(1));
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'nobody' } });
  expect(await screen.findByText(/^Rien ne correspond/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Tout afficher' }));
  await waitFor(async () => expect(await articles()).toHaveLength(sampleHistory().length));
});

test('months are a table of what came and went, each a way into it', async () => {
  render(<App services={services()} />);
  await articles();
  const table = screen.getByRole('table', { hidden: true });
  const rows = within(table)
    .getAllByRole('row', { hidden: true })
    .map((row) => row.textContent);
  expect(rows[1]).toBe('novembre 202614,50\u00a0€1\u202f255,00\u00a0€');
  fireEvent.click(within(table).getByText('décembre 2025'));
  await waitFor(async () => expect(await articles()).toHaveLength(1));
});

test('thanks take one tap, and are a word afterwards', async () => {
  const paid = samplePayment(1, { direction: 'in', amount: euros('1250') });
  const fake = services([paid]);
  render(<App services={fake} />);
  fireEvent.click(await screen.findByRole('button', { name: 'Dire merci à Alice Durand' }));
  await waitFor(() =>
    expect(fake.asked).toContainEqual({ kind: 'wallet.thank', input: { paymentId: paid.id } }),
  );
  await cleanup();
  render(<App services={services([{ ...paid, thanked_at: NOW.toISOString() }])} />);
  expect(await screen.findByText('Vous avez dit merci.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Dire merci/ })).toBeNull();
});

test('a download is fetched by the background and saved by the tab', async () => {
  const fake = services(sampleHistory(), { 'wallet.export': () => done(null) });
  const file = { name: 'moineau.csv', content: new Blob(['a']) };
  render(<App services={{ ...fake, history: { ...fake.history, takeExport: async () => file } }} />);
  await articles();
  fireEvent.change(screen.getByLabelText('Période'), { target: { value: '2026-11' } });
  fireEvent.click(screen.getByRole('button', { name: 'Télécharger', hidden: true }));
  await waitFor(() => expect(fake.saved).toEqual([file]));
  expect(fake.asked.findLast(({ kind }) => kind === 'wallet.export')?.input).toEqual({
    format: 'csv-fr',
    from: new Date(2026, 10, 1).toISOString(),
    to: new Date(2026, 11, 1).toISOString(),
  });
});

test('how one is told is shown as it is kept, and kept as it is chosen', async () => {
  location.hash = '#/notifications';
  const kept = { notify: true, hideAmounts: false, quiet: null };
  const fake = services([], {
    'wallet.preferences': () => done(kept),
    'wallet.preferences_change': (to: never) => done(to),
  });
  render(<App services={fake} />);
  fireEvent.click(await screen.findByLabelText('Cacher les montants'));
  fireEvent.click(screen.getByLabelText('Heures calmes'));
  fireEvent.input(await screen.findByLabelText('De'), { target: { value: '23:00' } });
  fireEvent.change(screen.getByLabelText('De'), { target: { value: '23:00' } });
  await waitFor(() =>
    expect(fake.asked.findLast(({ kind }) => kind === 'wallet.preferences_change')?.input).toEqual({
      notify: true,
      hideAmounts: true,
      quiet: { from: '23:00', until: '07:00' },
    }),
  );
});
