import { expect, test } from 'vitest';
import { isListed, parseNetworks } from './networks.ts';

test.each([
  ['127.0.0.0/8,::1', '127.0.0.1', true],
  ['127.0.0.0/8,::1', '::1', true],
  ['127.0.0.0/8,::1', '::ffff:127.0.0.1', true],
  ['127.0.0.0/8,::1', '128.0.0.1', false],
  ['10.1.0.0/16', '10.1.2.3', true],
  ['10.1.0.0/16', '10.2.2.3', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['2001:db8::/32', '2001:db8:1::9', true],
  ['2001:db8::/32', '2001:db9::9', false],
  ['10.0.0.0/8', 'not an address', false],
])('%s and %s: %s', (list, address, listed) => {
  const networks = parseNetworks(list);
  expect(networks && isListed(networks, address)).toBe(listed);
});

test.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '::/129', '10.0.0.0/8/8', '10.0.0.0/8,'])(
  '"%s" is no list',
  (text) => {
    expect(parseNetworks(text)).toBeNull();
  },
);
