import { expect, test } from 'vitest';
import { type Cents, cents } from '../../lib/money.ts';
import { isSettled, type OwnLimits, settle, settledAt } from './own-limits.ts';

const at = new Date('2026-11-23T12:00:00Z');
const aDayLater = new Date('2026-11-24T12:00:00Z');
const own = (day: number | null, month: number | null): OwnLimits => {
  const orNull = (value: number | null): Cents | null => (value === null ? null : cents(BigInt(value)));
  return { in24Hours: orNull(day), in30Days: orNull(month) };
};

test.each([
  ['a first one, lower than everyone’s', own(null, null), own(500, null), own(500, null), null],
  ['a lower one', own(500, 900), own(400, 900), own(400, 900), null],
  ['a higher one', own(500, 900), own(600, 900), own(500, 900), own(600, 900)],
  ['none any more', own(500, 900), own(null, null), own(500, 900), own(null, null)],
  ['one lower, one higher', own(500, 900), own(400, 1000), own(400, 900), own(400, 1000)],
  ['nothing at all', own(500, null), own(0, 0), own(0, 0), null],
])('%s: what is lower counts at once, what is higher a day later', (_title, now, wanted, atOnce, raised) => {
  const after = settle({ now, raised: null }, wanted, at);
  expect(after).toEqual({ now: atOnce, raised: raised && { ...raised, from: aDayLater } });
});

test('a raise counts from its instant on, and is what is settled meanwhile', () => {
  const row = {
    person_id: 'x',
    ...{ limit_24_hours: 500n, limit_30_days: null, next_24_hours: null, next_30_days: null },
    ...{ next_from: aDayLater, frozen_at: null },
  };
  const before = settledAt(row, new Date(aDayLater.getTime() - 1));
  expect(before).toEqual({ now: own(500, null), raised: { ...own(null, null), from: aDayLater } });
  expect(isSettled(before, own(null, null))).toBe(true);
  expect(isSettled(before, own(500, null))).toBe(false);
  expect(settledAt(row, aDayLater)).toEqual({ now: own(null, null), raised: null });
});

test('another raise begins its day anew, and a lower one puts it aside', () => {
  const waiting = { now: own(500, null), raised: { ...own(800, null), from: at } };
  expect(settle(waiting, own(700, null), at).raised?.from).toEqual(aDayLater);
  expect(settle(waiting, own(500, null), at)).toEqual({ now: own(500, null), raised: null });
});
