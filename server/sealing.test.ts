import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSealer, parseSealingKeys } from './sealing.ts';

const key = () => randomBytes(32).toString('base64url');
const keys = (text: string) => parseSealingKeys(text) ?? [];

describe('sealing', () => {
  const old = `2025:${key()}`;
  const sealer = createSealer(keys(old));

  test('gives back what was sealed, and looks different each time', () => {
    const first = sealer.seal('a refresh token', 'x_token:1');
    const second = sealer.seal('a refresh token', 'x_token:1');
    expect(first).not.toBe(second);
    expect(first).not.toContain('refresh');
    expect(sealer.open(first, 'x_token:1')).toBe('a refresh token');
  });

  test('opens for its own purpose alone, and not when a byte was changed', () => {
    const sealed = sealer.seal('a refresh token', 'x_token:1');
    expect(() => sealer.open(sealed, 'x_token:2')).toThrow();
    const [id, text = ''] = sealed.split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (const place of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => sealer.open(`${id}.${changed.toString('base64url')}`, 'x_token:1')).toThrow();
    }
    expect(() => sealer.open('nonsense', 'x_token:1')).toThrow();
  });

  test('rotates: the new key seals, the old one still opens, and is gone when it is taken out', () => {
    const sealed = sealer.seal('secret', 'p');
    const fresh = `2026:${key()}`;
    const rotated = createSealer(keys(`${fresh},${old}`));
    expect(rotated.open(sealed, 'p')).toBe('secret');
    const again = rotated.seal('secret', 'p');
    expect(again.startsWith('2026.')).toBe(true);
    expect(createSealer(keys(fresh)).open(again, 'p')).toBe('secret');
    expect(() => createSealer(keys(fresh)).open(sealed, 'p')).toThrow('not configured');
  });

  test.each(['', 'a', 'a:short', `a:${key()},a:${key()}`, `a b:${key()}`, `a:${key()}:more`])(
    'keys written as %j are none',
    (text) => {
      expect(parseSealingKeys(text)).toBeNull();
    },
  );
});
