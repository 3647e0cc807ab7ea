/**
 * Against flooding: so many requests at once from one address or one person, then so many per minute. In memory
 * and per process: several processes allow several times as much. It must never keep more than `mostKeys` keys.
 */
import type { EndpointName } from '../../lib/protocol/index.ts';
import type { Refusal } from '../result.ts';

export type Buckets = {
  /** Takes one token of this key. Null when there was one, else the seconds until there is. */
  take(key: string): number | null;
};

type Bucket = { tokens: number; at: number };

/** Token buckets, each full at first. `now`: milliseconds that only grow. */
export function createBuckets(
  { burst, perMinute }: { burst: number; perMinute: number },
  { mostKeys = 50_000, now = () => performance.now() } = {},
): Buckets {
  // In the order of their last use: the first is the one to forget.
  const buckets = new Map<string, Bucket>();
  const perMillisecond = perMinute / 60_000;
  return {
    take(key) {
      const at = now();
      const last = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, last.tokens + (at - last.at) * perMillisecond);
      const allowed = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
      const oldest = buckets.size > mostKeys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return allowed ? null : Math.ceil((1 - tokens) / perMillisecond / 1_000);
    },
  };
}

export type Rates = {
  readonly signIns: number;
  readonly lookups: number;
  readonly orders: number;
};

/** What is throttled before anything else is done with a request. */
export type Throttle = {
  byAddress(endpoint: EndpointName, address: string): Refusal | null;
  byPerson(endpoint: EndpointName, personId: string): Refusal | null;
};

/** Sign-ins by address; looking people up (T51) and orders by person. */
export function createThrottle(rates: Rates): Throttle {
  const signIns = createBuckets({ burst: rates.signIns, perMinute: rates.signIns });
  const lookups = createBuckets({ burst: rates.lookups, perMinute: rates.lookups / 12 });
  const orders = createBuckets({ burst: rates.orders, perMinute: rates.orders });
  const ofAddress: Partial<Record<EndpointName, Buckets>> = { startLink: signIns, startSession: signIns };
  const ofPerson: Partial<Record<EndpointName, Buckets>> = {
    resolvePayee: lookups,
    createPayment: orders,
    createTopUp: orders,
  };
  return {
    byAddress: (endpoint, address) => refusalOf(ofAddress[endpoint], networkOf(address)),
    byPerson: (endpoint, personId) => refusalOf(ofPerson[endpoint], personId),
  };
}

function refusalOf(buckets: Buckets | undefined, key: string): Refusal | null {
  const wait = buckets?.take(key) ?? null;
  return wait === null ? null : { code: 'rate_limited', retryAfter: wait };
}

/** An IPv4 address, or the /64 of an IPv6 address: one household or machine has all of it. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
