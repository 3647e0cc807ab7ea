import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cents, cents, sumCents } from '../../lib/money.ts';
import { type Charged, type FeeSchedule, feesFor, passedLimit } from './rules.ts';

const schedule: FeeSchedule = { perMille: 15n, fixed: cents(0n), least: cents(1n), most: cents(1_000n) };
const organisation = (amount: bigint): Charged => ({
  amount: cents(amount),
  kind: 'organisation',
  charity: false,
});
const charity = (amount: bigint): Charged => ({ ...organisation(amount), charity: true });
const person = (amount: bigint): Charged => ({ ...organisation(amount), kind: 'person' });

describe('what receiving costs', () => {
  test.each([
    ['1.5 % of 10.00 €', [organisation(1_000n)], [15n]],
    ['half a cent is rounded up', [organisation(100n)], [2n]],
    ['the least', [organisation(10n)], [1n]],
    ['the most', [organisation(1_000_000n)], [1_000n]],
    ['a person pays nothing', [person(1_000n)], [0n]],
    ['a charity pays nothing', [charity(1_000n)], [0n]],
    ['each for himself', [person(1_000n), organisation(2_000n), charity(3_000n)], [0n, 30n, 0n]],
    // 1.50 € of 100.00 €, by 33.34 and 66.66: 0.5001 and 0.9999.
    ['two parts cost what the whole would', [organisation(3_334n), organisation(6_666n)], [50n, 100n]],
    // 0.15 € by 3.34, 3.33, 3.33: 5.01, 4.995, 4.995. The largest remainders get the cents that are left.
    [
      'the largest remainder gets the cent',
      [organisation(334n), organisation(333n), organisation(333n)],
      [5n, 5n, 5n],
    ],
    ['nobody', [], []],
  ])('%s', (_title, payments, fees) => expect(feesFor(schedule, payments)).toEqual(fees));

  test('the fixed part and the least are for each payment, and no fee is above its payment', () => {
    const dear: FeeSchedule = { perMille: 10n, fixed: cents(25n), least: cents(40n), most: cents(200n) };
    expect(
      feesFor(dear, [organisation(1_000n), organisation(5_000n), organisation(30n), person(100n)]),
    ).toEqual([...[40n, 75n, 30n, 0n]]);
  });

  test('nothing, when nothing is charged', () => {
    const free: FeeSchedule = { perMille: 0n, fixed: cents(0n), least: cents(0n), most: cents(0n) };
    expect(feesFor(free, [organisation(1_000n)])).toEqual([0n]);
  });

  test('the parts of an amount cost together, to the cent, what the whole does; none more than it is', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 50_000n }), { minLength: 1, maxLength: 9 });
    const open = { ...schedule, least: cents(0n), most: cents(10_000_000n) };
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: 1_000n }), (parts, perMille) => {
        const total = sumCents(parts.map(cents));
        const [whole] = feesFor({ ...open, perMille }, [organisation(total)]);
        const fees = feesFor({ ...open, perMille }, parts.map(organisation));
        expect(sumCents(fees)).toBe(whole);
        // No part pays a cent more or less than its exact share.
        for (const [i, fee] of fees.entries()) {
          const amount = parts[i] ?? 0n;
          const distance = fee * total - amount * (whole as Cents);
          expect(fee <= amount && distance < total && distance > -total).toBe(true);
        }
      }),
    );
  });

  test('adding people and charities changes nobody else', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 50_000n }), { maxLength: 5 });
    fc.assert(
      fc.property(amounts, amounts, (charged, free) => {
        const fees = feesFor(schedule, [
          ...free.map(person),
          ...charged.map(organisation),
          ...free.map(charity),
        ]);
        expect(fees).toEqual([
          ...free.map(() => 0n),
          ...feesFor(schedule, charged.map(organisation)),
          ...free.map(() => 0n),
        ]);
      }),
    );
  });
});

test('a limit may be reached, and not passed by a cent', () => {
  const limits = { in24Hours: cents(100n), in30Days: cents(150n) };
  const spent = (in24Hours: bigint, in30Days: bigint) => ({
    in24Hours: cents(in24Hours),
    in30Days: cents(in30Days),
  });
  expect(passedLimit(limits, cents(40n), spent(60n, 110n))).toBeNull();
  expect(passedLimit(limits, cents(41n), spent(60n, 60n))).toBe(100n);
  expect(passedLimit(limits, cents(41n), spent(0n, 110n))).toBe(150n);
});
