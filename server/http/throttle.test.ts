import { expect, test } from 'vitest';
import { createBuckets, networkOf } from './throttle.ts';

test('a full bucket lets its burst pass, then one as each token comes back, and says how long that takes', () => {
  let at = 0;
  const buckets = createBuckets({ burst: 3, perMinute: 6 }, { now: () => at });
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([null, null, null, 10]);
  at += 9_000;
  expect(buckets.take('a')).toBe(1);
  at += 1_000;
  expect([buckets.take('a'), buckets.take('a')]).toEqual([null, 10]);
  // Never more than the burst, however long nobody came.
  at += 3_600_000;
  expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([null, null, null, 10]);
});

test('each key has its own, and at most so many are kept: the one used longest ago is forgotten', () => {
  const buckets = createBuckets({ burst: 1, perMinute: 1 }, { mostKeys: 2, now: () => 0 });
  expect([buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([null, null, 60]);
  expect(buckets.take('c')).toBeNull();
  expect(buckets.take('a')).toBe(60);
  expect(buckets.take('b')).toBeNull();
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
