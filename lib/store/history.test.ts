import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../protocol/index.ts';
import { alice, bob, chloe, euros, samplePage, samplePayment } from '../protocol/samples.fixture.ts';
import { matching, monthTotals, paymentsAt, paymentsOf } from './history.ts';
import { listPayments, putPayment } from './payments.ts';
import { everything, type Filter } from './search.ts';
import { beginSession } from './session.ts';

const session = {
  accessToken: 't',
  expiresAt: '2027-01-01T00:00:00Z',
  deviceId: 'dev_1',
  person: alice,
  pinSet: true,
};
const received = { direction: 'in' as const, payee: alice };
const keep = (payments: Payment[]) => beginSession(session, samplePage(payments));
const serialOf = (id: string) => Number(id.slice(-12));

beforeEach(() => keep([]));

describe('paymentsAt', () => {
  it('reads any piece of the history, from the start or from a place that is known', async () => {
    await keep(Array.from({ length: 40 }, (_, place) => samplePayment(40 - place)));
    const piece = async (from: number, count: number, anchor: { place: number; id: string } | null = null) =>
      (await paymentsAt(from, count, anchor)).map(({ id }) => serialOf(id));
    expect(await piece(0, 3)).toEqual([40, 39, 38]);
    expect(await piece(10, 2)).toEqual([30, 29]);
    expect(await piece(10, 2, { place: 9, id: samplePayment(31).id })).toEqual([30, 29]);
    expect(await piece(10, 2, { place: 3, id: samplePayment(37).id })).toEqual([30, 29]);
    expect(await piece(10, 2, { place: 30, id: samplePayment(10).id })).toEqual([30, 29]);
    expect(await piece(38, 9)).toEqual([2, 1]);
    expect(await piece(40, 9)).toEqual([]);
    expect(await piece(5, 1)).toEqual([35]);
  });
});

describe('matching', () => {
  const payments = [
    samplePayment(1, { memo: 'Crème brûlée' }),
    samplePayment(2, { ...received, payer: chloe, amount: euros('1250'), memo: 'Ma part du cadeau' }),
    samplePayment(3, { payee: { ...bob, handle: 'paul_l' }, amount: euros('125000') }),
    samplePayment(4, { state: 'refused', created_at: '2026-10-02T10:00:00Z', amount: euros('7') }),
    samplePayment(5, { payee: { ...bob, name: 'Ünal Şahin', handle: 'unal' }, memo: 'ＦＵＬＬ' }),
  ];
  const found = async (filter: Partial<Filter>) =>
    (await matching({ ...everything, ...filter })).map(serialOf);
  beforeEach(() => keep(payments));

  it.each([
    ['creme', [1]],
    ['CRÈME BRU', [1]],
    ['chloé', [2]],
    ['CHLOE cad', [2]],
    ['@paul', [3]],
    ['l', [3]],
    ['unal sahin', [5]],
    ['full', [5]],
    ['12,50', [2]],
    ['12.5', [2]],
    ['12,50 €', [2]],
    ['1 250', [3]],
    ['1\u202f250,00 €', [3]],
    ['1,250.00', [3]],
    ['0,07', [4]],
    ['cadeau bob', []],
    ['zzz', []],
  ] as const)('%s finds %j', async (text, serials) => {
    expect(await found({ text })).toEqual(serials);
  });

  it('filters by way, state and month, with text and without', async () => {
    expect(await found({ direction: 'in' })).toEqual([2]);
    expect(await found({ state: 'refused' })).toEqual([4]);
    expect(await found({ month: '2026-11' })).toEqual([5, 3, 2, 1]);
    expect(await found({ month: '2026-11', direction: 'out', text: 'b' })).toEqual([3, 1]);
  });

  it('takes no mark for a word that somebody wrote', async () => {
    await putPayment(samplePayment(6, { memo: 'in settled 2026-11' }));
    expect(await found({ direction: 'in' })).toEqual([2]);
    expect(await found({ text: 'settled' })).toEqual([6]);
  });

  it('finds a payment by what it is now', async () => {
    await putPayment(samplePayment(4, { state: 'settled', memo: 'enfin' }));
    expect(await found({ state: 'refused' })).toEqual([]);
    expect(await found({ text: 'enfin' })).toEqual([4]);
  });

  it('gives them by id, in the order asked for', async () => {
    const ids = [samplePayment(2).id, samplePayment(5).id, samplePayment(99).id];
    expect((await paymentsOf(ids)).map(({ id }) => serialOf(id))).toEqual([2, 5]);
  });
});

describe('monthTotals', () => {
  it('counts what moved, without what was given back, what the fee took and what came to nothing', async () => {
    await keep([
      samplePayment(1, { amount: euros('1000'), amount_refunded: euros('300') }),
      samplePayment(2, { ...received, amount: euros('2000'), fee: euros('30') }),
      samplePayment(3, { state: 'held', settled_at: null, amount: euros('50') }),
      samplePayment(4, { state: 'returned', settled_at: null, amount: euros('5000') }),
    ]);
    expect(await monthTotals()).toEqual([{ month: '2026-11', count: 4, came: 1970n, went: 750n }]);
  });

  it('is the sum of what is kept, whatever became of it and however often it was told', async () => {
    const states = ['awaiting_confirmation', 'settled', 'held', 'returned', 'cancelled'] as const;
    const change = fc.record({
      serial: fc.integer({ min: 1, max: 6 }),
      state: fc.constantFrom(...states),
      amount: fc.integer({ min: 1, max: 99999 }),
      month: fc.constantFrom('09', '10', '11'),
      direction: fc.constantFrom('in' as const, 'out' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), async (changes) => {
        await keep([]);
        for (const { serial, state, amount, month, direction } of changes) {
          const created_at = `2026-${month}-10T12:00:00Z`;
          await putPayment(
            samplePayment(serial, { state, amount: euros(`${amount}`), created_at, direction }),
          );
        }
        const kept = await listPayments({ limit: 99 });
        const moved = kept.filter(({ state }) => state === 'settled' || state === 'held');
        const sum = (way: string) =>
          moved
            .filter(({ direction }) => direction === way)
            .reduce((total, { amount }) => total + BigInt(amount.amount), 0n);
        const totals = await monthTotals();
        expect(totals.reduce((count, month) => count + month.count, 0)).toBe(kept.length);
        expect(totals.reduce((total, { came }) => total + came, 0n)).toBe(sum('in'));
        expect(totals.reduce((total, { went }) => total + went, 0n)).toBe(sum('out'));
      }),
      { numRuns: 25 },
    );
  });
});
