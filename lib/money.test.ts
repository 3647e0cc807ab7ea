import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cents,
  centsFromWire,
  centsToWire,
  formatCents,
  negateCents,
  parseTypedEuros,
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
