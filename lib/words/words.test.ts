import { describe, expect, test } from 'vitest';
import { WalletErrorCode } from '../messages.ts';
import { PaymentState } from '../protocol/payments.ts';
import { wordsOf } from './all.ts';
import { formatDay, formatMonth } from './dates.ts';
import { errorText } from './errors.ts';
import { languages, loadWords, walletLanguage } from './index.ts';
import { formatWait } from './waits.ts';

/** Every text and every text-making function of a dictionary, by path. */
function leaves(node: unknown, path = ''): [string, unknown][] {
  if (Array.isArray(node)) return node.flatMap((item, place) => leaves(item, `${path}.${place}`));
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}

describe('words', () => {
  test('French and English have the same texts, of the same kind', () => {
    const shape = (language: 'fr' | 'en') =>
      leaves(wordsOf(language)).map(([path, text]) => [path, typeof text]);
    expect(shape('fr')).toEqual(shape('en'));
  });

  test.each(languages)('%s: what a page loads is that language', async (language) => {
    expect(await loadWords(language)).toBe(wordsOf(language));
  });

  test.each(languages)('%s: no text is empty', (language) => {
    for (const [path, text] of leaves(wordsOf(language))) {
      if (typeof text === 'string') expect(text.trim(), path).not.toBe('');
    }
  });

  test.each(languages)('%s: every error has a text of its own', (language) => {
    const texts = WalletErrorCode.options.map((code) =>
      errorText({ code, attemptsLeft: 2, limitMinor: '25000' }, 840, language),
    );
    expect(new Set(texts).size).toBe(WalletErrorCode.options.length);
    for (const text of texts) expect(text).toMatch(/^\p{Lu}.*[.]$/u);
  });

  test.each(languages)('%s: every state of a payment has a word, in both directions', (language) => {
    for (const state of PaymentState.options) {
      for (const direction of ['in', 'out'] as const) {
        expect(wordsOf(language).states[state]({ direction, payee: '@bob' })).not.toBe('');
      }
    }
  });

  test('an error says what it knows', () => {
    const known = { attemptsLeft: 1, limitMinor: '25000' };
    expect(errorText({ code: 'authentication_failed', ...known }, null, 'fr')).toContain('1 essai restant.');
    expect(errorText({ code: 'pin_locked', ...known }, 61, 'en')).toContain('in 2 min.');
    expect(errorText({ code: 'limit_exceeded', ...known }, null, 'fr')).toContain('250,00\u00a0€');
  });

  test('the language is the browser’s, else English', () => {
    expect(['fr', 'fr-CA', 'fr_FR', 'FR'].map(walletLanguage)).toEqual(['fr', 'fr', 'fr', 'fr']);
    expect(['en-US', 'de', 'fry', ''].map(walletLanguage)).toEqual(['en', 'en', 'en', 'en']);
  });
});

describe('dates', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  test('days are near, named or dated', () => {
    expect(formatDay('2026-11-23T11:00:00Z', now, { language: 'fr', words: wordsOf('fr') })).toBe(
      'Aujourd’hui',
    );
    expect(formatDay('2026-11-22T12:00:00Z', now, { language: 'en', words: wordsOf('en') })).toBe(
      'Yesterday',
    );
    expect(formatDay('2026-11-16T12:00:00Z', now, { language: 'fr', words: wordsOf('fr') })).toBe(
      'lundi 16 novembre',
    );
    expect(formatDay('2025-12-24T12:00:00Z', now, { language: 'fr', words: wordsOf('fr') })).toContain(
      '2025',
    );
  });

  test('months and waits', () => {
    expect(formatMonth('2026-03-14T12:00:00Z')).toBe('3/2026');
    expect(formatWait(40, 'fr')).toBe('40 s');
    expect(formatWait(841, 'fr')).toBe('15 min');
  });
});
