import { expect, test } from 'vitest';
import { preferredLanguage } from './language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['EN-us, fr;q=0.9', 'en'],
  ['de, fr;q=0.3, en;q=0.7', 'en'],
  ['en;q=0, fr;q=0.1', 'fr'],
  ['fr;q=nonsense, en', 'en'],
  ['fry, de', 'en'],
  ['*', 'en'],
])('Accept-Language %s asks for %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
