import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cents,
  centsFromWire,
  centsToWire,
  divideCents,
  formatCents,
  negateCents,
  parseTypedEuros,
  perMilleOf,
  sumCents,
} from './money.ts';

const anyAmount = fc.bigInt({ min: 1n, max: 999_999_999n }).map(cents);

describe('the wire form', () => {
  it('comes back as it went, for any amount', () => {
    fc.assert(fc.property(anyAmount, (amount) => centsFromWire(centsToWire(amount)) === amount));
  });

  it.each(['', '1.5', '01', '1e3', ' 1', '0x10', '-', '1'.repeat(40)])('refuses %j', (text) => {
    expect(() => centsFromWire(text)).toThrow(RangeError);
  });
});

describe('parseTypedEuros', () => {
  it.each([
    ['5', 500n],
    ['5,5', 550n],
    ['5.50', 550n],
    [' 12,99 € ', 1299n],
    ['1\u202f000', 100_000n],
    ['0,01', 1n],
  ])('reads %j', (text, expected) => expect(parseTypedEuros(text)).toBe(expected));

  it.each(['', '0', '0,00', '-5', '1,234', '1.2.3', '1e3', 'cinq', '5$', '１０'])(
    'guesses nothing from %j',
    (text) => expect(parseTypedEuros(text)).toBeNull(),
  );

  it('reads what formatCents shows, in both languages, below a thousand euros', () => {
    const small = fc.bigInt({ min: 1n, max: 99_999n }).map(cents);
    fc.assert(
      fc.property(small, fc.constantFrom('fr' as const, 'en' as const), (amount, language) => {
        return parseTypedEuros(formatCents(amount, language)) === amount;
      }),
    );
  });
});

describe('formatCents', () => {
  it.each([
    [1n, '0,01\u00a0€', '€0.01'],
    [500n, '5,00\u00a0€', '€5.00'],
    [125_000n, '1\u202f250,00\u00a0€', '€1,250.00'],
    [-1050n, '−10,50\u00a0€', '−€10.50'],
  ])('shows %s cents', (amount, french, english) => {
    expect(formatCents(cents(amount), 'fr')).toBe(french);
    expect(formatCents(cents(amount), 'en')).toBe(english);
  });
});

it('adds without loss, and an amount with its negative is 0', () => {
  fc.assert(
    fc.property(fc.array(anyAmount), (amounts) => sumCents([...amounts, ...amounts.map(negateCents)]) === 0n),
  );
});

describe('divideCents', () => {
  it.each([
    [1000n, [1n, 1n, 1n], [334n, 333n, 333n]],
    [1001n, [1n, 1n, 1n], [334n, 334n, 333n]],
    [2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    [100n, [1n, 2n], [33n, 67n]],
    [10n, [0n, 1n, 0n], [0n, 10n, 0n]],
    [0n, [1n, 5n], [0n, 0n]],
  ])('divides %s by %s', (amount, weights, parts) =>
    expect(divideCents(cents(amount), weights)).toEqual(parts),
  );

  const anyWeights = fc
    .array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 })
    .filter((weights) => weights.some((weight) => weight > 0n));

  it('loses and makes no cent, and gives each his share to less than a cent', () => {
    fc.assert(
      fc.property(anyAmount, anyWeights, (amount, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0n);
        const parts = divideCents(amount, weights);
        expect(parts).toHaveLength(weights.length);
        expect(sumCents(parts)).toBe(amount);
        for (const [i, part] of parts.entries()) {
          const distance = part * total - amount * (weights[i] ?? 0n);
          expect(distance < total && distance > -total).toBe(true);
        }
      }),
    );
  });

  it('differs by a cent at most between equals, and the first ones get it', () => {
    fc.assert(
      fc.property(
        anyAmount,
        fc.integer({ min: 1, max: 12 }),
        fc.bigInt({ min: 1n, max: 9n }),
        (amount, count, weight) => {
          const parts = divideCents(amount, new Array<bigint>(count).fill(weight));
          expect((parts[0] ?? 0n) - (parts.at(-1) ?? 0n)).toBeLessThanOrEqual(1n);
          expect(parts).toEqual(parts.toSorted((a, b) => Number(b - a)));
        },
      ),
    );
  });

  it.each([
    [100n, []],
    [100n, [0n, 0n]],
    [100n, [2n, -1n]],
    [-1n, [1n]],
  ])('refuses %s by %s', (amount, weights) =>
    expect(() => divideCents(cents(amount), weights)).toThrow(RangeError),
  );
});

describe('perMilleOf', () => {
  it.each([
    [1000n, 15n, 15n],
    [33n, 15n, 0n],
    [34n, 15n, 1n],
    [100n, 15n, 2n],
    [999n, 0n, 0n],
    [999n, 1000n, 999n],
  ])('of %s, %s per mille is %s', (amount, perMille, expected) =>
    expect(perMilleOf(cents(amount), perMille)).toBe(expected),
  );

  it('is never off by more than half a cent', () => {
    fc.assert(
      fc.property(anyAmount, fc.bigInt({ min: 0n, max: 1_000n }), (amount, perMille) => {
        const distance = perMilleOf(amount, perMille) * 1000n - amount * perMille;
        return distance <= 500n && distance > -500n;
      }),
    );
  });
});
