import { describe, expect, test } from 'vitest';
import { initialsOf, safeName, safeText, tintOf } from './names.ts';

describe('names', () => {
  test.each([
    ['Bob Martin', 'Bob Martin'],
    ['\u202eecilA\u2066', 'ecilA'],
    ['a\u200bb', 'a b'],
    ['  \u2066\u2069 ', '@bob'],
    ['', '@bob'],
    ['x\u0000y', 'x y'],
    ['👨‍👩‍👧 Famille', '👨‍👩‍👧 Famille'],
  ])('%j is shown as %j', (name, shown) => {
    expect(safeName(name, 'bob')).toBe(shown);
  });

  test('a name is cut at fifty code points, never in the middle of one', () => {
    expect([...safeName('😀'.repeat(80), 'bob')]).toHaveLength(50);
  });

  test('text of a post is one line without direction controls', () => {
    expect(safeText('un\n\ndeux \u202etrois')).toBe('un deux trois');
  });

  test('initials', () => {
    expect(initialsOf('Bob Martin')).toBe('BM');
    expect(initialsOf('Élodie')).toBe('É');
    expect(initialsOf('@bob')).toBe('B');
    expect(initialsOf('✨✨')).toBe('?');
  });

  test('a tint stays the same', () => {
    expect(tintOf('12345')).toBe(tintOf('12345'));
    expect(tintOf('12345')).toBeLessThan(6);
  });
});
