/**
 * Against flooding: so many requests at once from one address or one person, then so many per minute. In memory
 * and per process: several processes allow several times as much. It must never keep more than `mostKeys` keys.
 * What it allows is told in the headers of draft-ietf-httpapi-ratelimit-headers.
 */
import type { EndpointName } from '../../lib/protocol/index.ts';
import { steadyMs } from '../chance.ts';
import type { Refusal } from '../result.ts';

export type Buckets = {
  /** Takes one token of this key. Null when there was one, else the seconds until there is. */
  take(key: string): number | null;
  /** Tokens of this key that are left, and the seconds until it has all of them again. */
  left(key: string): { tokens: number; seconds: number };
};

type Bucket = { tokens: number; at: number };

/** Token buckets, each full at first. `now`: milliseconds that only grow. */
export function createBuckets(
  { burst, perMinute }: { burst: number; perMinute: number },
  { mostKeys = 50_000, now = steadyMs } = {},
): Buckets {
  // In the order of their last use: the first is the one to forget.
  const buckets = new Map<string, Bucket>();
  const perMillisecond = perMinute / 60_000;
  const tokensOf = (key: string, at: number) => {
    const last = buckets.get(key);
    return last ? Math.min(burst, last.tokens + (at - last.at) * perMillisecond) : burst;
  };
  return {
    left(key) {
      const tokens = tokensOf(key, now());
      return { tokens: Math.floor(tokens), seconds: Math.ceil((burst - tokens) / perMillisecond / 1_000) };
    },
    take(key) {
      const at = now();
      const tokens = tokensOf(key, at);
      const allowed = tokens >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
      const oldest = buckets.size > mostKeys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return allowed ? null : Math.ceil((1 - tokens) / perMillisecond / 1_000);
    },
  };
}

/** How many may come at once, and then again within a minute (look-ups: within twelve). */
export type Rates = {
  readonly signIns: number;
  readonly lookups: number;
  readonly orders: number;
  /** Requests that bear a code. */
  readonly codes: number;
};

/** What became of asking: a refusal or none, and the headers that say how much is left. */
export type Allowance = { readonly refusal: Refusal | null; readonly headers: Record<string, string> };

/** What is throttled before anything else is done with a request. Null: this endpoint is not. */
export type Throttle = {
  byAddress(endpoint: EndpointName, address: string): Allowance | null;
  byPerson(endpoint: EndpointName, personId: string): Allowance | null;
};

type Policy = { readonly name: string; readonly header: string; readonly buckets: Buckets };

/** `q` requests in a window of `w` seconds, as the draft has it. */
function policy(name: string, quota: number, seconds: number): Policy {
  const buckets = createBuckets({ burst: quota, perMinute: (quota * 60) / seconds });
  return { name, buckets, header: `"${name}";q=${quota};w=${seconds}` };
}

/** Sign-ins by address; looking people up (T51), orders and codes (T25) by person. */
export function createThrottle(rates: Rates): Throttle {
  const signIns = policy('sign-ins', rates.signIns, 60);
  const lookups = policy('lookups', rates.lookups, 720);
  const orders = policy('orders', rates.orders, 60);
  const codes = policy('codes', rates.codes, 60);
  const ofAddress: Partial<Record<EndpointName, Policy>> = { startLink: signIns, startSession: signIns };
  const ofPerson: Partial<Record<EndpointName, Policy>> = {
    resolvePayee: lookups,
    getInvitation: lookups,
    createPayment: orders,
    createSplit: orders,
    createTopUp: orders,
    refundPayment: orders,
    createRequest: orders,
    acceptRequest: orders,
    changeLimits: orders,
    thankForPayment: orders,
    subscribePush: orders,
    chooseVisibility: orders,
    removeDisclosure: orders,
    confirmPayment: codes,
    confirmSplit: codes,
    choosePin: codes,
    changePin: codes,
    resetPin: codes,
    addPasskey: codes,
    removePasskey: orders,
    renameDevice: orders,
    revokeDevice: orders,
    unlinkX: orders,
    unlockSession: codes,
    unfreezeWallet: codes,
    eraseWallet: codes,
  };
  return {
    byAddress: (endpoint, address) => allowanceOf(ofAddress[endpoint], networkOf(address)),
    byPerson: (endpoint, personId) => allowanceOf(ofPerson[endpoint], personId),
  };
}

function allowanceOf(limit: Policy | undefined, key: string): Allowance | null {
  if (!limit) return null;
  const wait = limit.buckets.take(key);
  const { tokens, seconds } = limit.buckets.left(key);
  return {
    refusal: wait === null ? null : { code: 'rate_limited', retryAfter: wait },
    headers: {
      'ratelimit-policy': limit.header,
      ratelimit: `"${limit.name}";r=${tokens};t=${seconds}`,
    },
  };
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
