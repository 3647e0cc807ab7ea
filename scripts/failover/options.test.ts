import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('asks for nothing it could not do without', () => {
  expect(readOptions([])).toMatchObject({ seed: 1, mode: 'sync', keep: false, rejoin: false });
});

test('reads what it is told', () => {
  expect(readOptions(['--seed', '42', '--mode', 'async', '--keep', '--people', '8'])).toMatchObject({
    ...{ seed: 42, mode: 'async', keep: true, people: 8 },
  });
});

test.each([
  [['--mode', 'maybe'], /sync or async/],
  [['--seed', '-1'], /seed/],
  [['--seed', 'x'], /--seed is a whole number/],
  [['--people', '1'], /--people is a whole number, 2 to 500/],
  [['--mode', 'async', '--rejoin'], /synchronous set-up/],
  [['--nonsense'], /nonsense/],
])('refuses %j', (args, reason) => {
  expect(() => readOptions(args)).toThrow(reason);
});
