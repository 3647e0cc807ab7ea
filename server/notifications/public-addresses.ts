/**
 * Addresses that others name must never lead into our own network (T55). The check is made on the addresses that the
 * connection will use, after the name was resolved: what a name says now it need not say a moment later.
 */
import { type LookupAddress, lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isListed, parseNetworks } from '../http/networks.ts';

/** Not on the public internet: RFC 6890 and its successors, IPv6 transition prefixes included. */
const SPECIAL = parseNetworks(
  [
    '0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.0.2.0/24',
    '192.31.196.0/24, 192.52.193.0/24, 192.88.99.0/24, 192.168.0.0/16, 192.175.48.0/24, 198.18.0.0/15',
    '198.51.100.0/24, 203.0.113.0/24, 224.0.0.0/4, 240.0.0.0/4',
    '::/96, ::ffff:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48, 100::/64, 2001::/23, 2001:db8::/32, 2002::/16',
    '3fff::/20, 5f00::/16, fc00::/7, fe80::/10, fec0::/10, ff00::/8',
  ].join(),
);

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (SPECIAL === null) throw new Error('the list of special networks can not be read');
  return isIP(address) !== 0 && !isListed(SPECIAL, address);
}

type Resolve = typeof resolveName;

/** The `lookup` of a connection that may go to public addresses alone. One that is not makes all of them suspect. */
export function publicLookup(resolve: Resolve = resolveName): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, []);
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublicAddress(address))) {
        return callback(
          Object.assign(new Error(`${hostname} is not a public address`), { code: 'ENOTPUBLIC' }),
          [],
        );
      }
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}
