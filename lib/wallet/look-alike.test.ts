import { describe, expect, it } from 'vitest';
import { looksLike } from './look-alike.ts';

const named = (handle: string, name = handle) => ({ handle, name });

describe('T09 a handle that an eye takes for another', () => {
  it.each([
    ['paul_l', 'pauI_1'],
    ['bob_martin', 'bobmartin'],
    ['bernard', 'bemard'],
    ['wallace', 'vvallace'],
    ['moineau', 'm0ineau'],
    ['chloe', 'chleo'],
    ['chloe', 'chlooe'],
    ['refuge_sample', 'refuge_sampIe'],
    ['b0b', 'bob'],
  ])('%s and %s', (one, other) => {
    expect(looksLike(named(one), named(other))).toBe(true);
    expect(looksLike(named(other), named(one))).toBe(true);
  });

  it.each([
    ['bob', 'rob'],
    ['alice', 'bob'],
    ['chloe', 'clothe_shop'],
    ['martin_a', 'martin_paris'],
  ])('%s and %s are two', (one, other) => {
    expect(looksLike(named(one), named(other))).toBe(false);
  });

  it('or who bears the same name under another handle', () => {
    expect(looksLike(named('bob_2', 'Bob  MARTIN ✓'), named('bob', 'Bob Martin'))).toBe(true);
    expect(looksLike(named('aaaa', '✓'), named('bbbb', '★'))).toBe(false);
  });
});
