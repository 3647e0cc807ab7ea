import { expect, test } from 'vitest';
import { createBuckets, createThrottle, networkOf } from './throttle.ts';

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

test('what is left is told without taking any', () => {
  let at = 0;
  const buckets = createBuckets({ burst: 3, perMinute: 6 }, { now: () => at });
  expect(buckets.left('a')).toEqual({ tokens: 3, seconds: 0 });
  buckets.take('a');
  expect(buckets.left('a')).toEqual({ tokens: 2, seconds: 10 });
  at += 10_000;
  expect(buckets.left('a')).toEqual({ tokens: 3, seconds: 0 });
});

test('each limit has its own bucket for each person, and says what it allows', () => {
  const throttle = createThrottle({ signIns: 1, lookups: 1, orders: 2, codes: 1 });
  expect(throttle.byPerson('createPayment', 'a')).toEqual({
    refusal: null,
    headers: { 'ratelimit-policy': '"orders";q=2;w=60', ratelimit: '"orders";r=1;t=30' },
  });
  expect(throttle.byPerson('createTopUp', 'a')?.headers.ratelimit).toBe('"orders";r=0;t=60');
  expect(throttle.byPerson('createPayment', 'a')?.refusal).toEqual({ code: 'rate_limited', retryAfter: 30 });
  expect(throttle.byPerson('createPayment', 'b')?.refusal).toBeNull();
  expect(throttle.byPerson('confirmPayment', 'a')?.refusal).toBeNull();
  expect(throttle.byPerson('choosePin', 'a')?.refusal?.code).toBe('rate_limited');
  expect(throttle.byPerson('resolvePayee', 'a')?.headers['ratelimit-policy']).toBe('"lookups";q=1;w=720');
  expect(throttle.byPerson('wallet', 'a')).toBeNull();
  expect(throttle.byAddress('startLink', '203.0.113.7')?.refusal).toBeNull();
  expect(throttle.byAddress('startSession', '203.0.113.7')?.refusal?.code).toBe('rate_limited');
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
