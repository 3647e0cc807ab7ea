/**
 * One device of one person, as the extension is: it proves its key with every request, waits no longer than its
 * deadline, keeps the key of an order whose outcome it does not know and asks again with it, and does one thing at a
 * time.
 */
import {
  canonicalConfirmation,
  canonicalPinChoice,
  canonicalWalletAct,
  type Problem,
  type SessionStarted,
  type SplitTerms,
  type Terms,
} from '../../lib/protocol/index.ts';
import { createDeviceKey, createProof, type DeviceKey, signBytes } from '../../server/testing/client.ts';
import type { Random } from '../chaos/random.ts';
import { type Clock, SECOND_MS } from './clock.ts';
import type { Network } from './network.ts';
import { PIN } from './pins.ts';

export const ORIGIN = 'https://api.moineau.example';
export const REDIRECT_URI = 'https://abcdefghijklmnop.chromiumapp.org/x';

const ORDER_DEADLINE_MS = 28 * SECOND_MS;
const READ_DEADLINE_MS = 6 * SECOND_MS;
const MOST_TRIES = 12;
/** Answers that leave the outcome open, or say "not now". */
const openCodes: readonly string[] = [
  'request_in_flight',
  'unavailable',
  'internal_error',
  'x_unavailable',
  'rate_limited',
];

export type Outcome<Body> =
  | { readonly kind: 'done'; readonly body: Body }
  | { readonly kind: 'refused'; readonly code: Problem['code'] }
  /** Asked for again and again, in vain; or not at all, for want of a session. */
  | { readonly kind: 'unknown' };

export type Call = {
  readonly key?: string;
  /** Made anew for each try: a signature has a counter that only rises. */
  readonly body?: () => Promise<unknown>;
};

export type Device = {
  readonly name: string;
  readonly random: Random;
  isSignedIn(): boolean;
  session(): SessionStarted;
  call<Body>(method: string, path: string, call?: Call): Promise<Outcome<Body>>;
  /** The body of a confirmation. */
  sign(terms: Terms | SplitTerms, pin: string): Promise<unknown>;
  signPin(pin: string): Promise<unknown>;
  /** Signs in with a new key: the old one may have been shut out. */
  signIn(handle: string): Promise<boolean>;
  /** Does things one after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  newKey(): string;
};

type Setup = {
  readonly name: string;
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
};

/** A UUID from the seed. */
export function uuidFrom(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function createDevice({ name, network, clock, random }: Setup): Device {
  let key: DeviceKey | null = null;
  let session: SessionStarted | null = null;
  let useCounter = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const attempt = async (
    method: string,
    path: string,
    { key: orderKey, body }: Call,
    token: string | null,
  ) => {
    if (!key) throw new Error(`${name} has no key`);
    const url = `${ORIGIN}${path}`;
    const content = await body?.();
    const iat = Math.floor(clock.now().getTime() / 1000);
    const proof = await createProof(key, { method, url, accessToken: token }, { iat, jti: uuidFrom(random) });
    const headers: Record<string, string> = {
      dpop: proof,
      ...(token === null ? {} : { authorization: `DPoP ${token}` }),
      ...(orderKey === undefined ? {} : { 'idempotency-key': orderKey }),
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const deadline = method === 'GET' ? READ_DEADLINE_MS : ORDER_DEADLINE_MS;
    return network.send(
      { method, url, headers, body: content === undefined ? undefined : JSON.stringify(content) },
      deadline,
    );
  };

  const call = async <Body>(method: string, path: string, options: Call, token: string | null) => {
    let unproved = 0;
    for (let tried = 1; tried <= MOST_TRIES; tried++) {
      const response = await attempt(method, path, options, token).catch((error: Error) => error);
      let pauseMs = random.between(200, 3_000) * tried;
      if (!(response instanceof Error)) {
        const body = response.text === '' ? undefined : JSON.parse(response.text);
        if (response.status < 300) return { kind: 'done', body: body as Body } as const;
        const { code, retry_after = 0 } = body as Problem;
        // A copy of the request may have come first, with the same proof.
        const again = openCodes.includes(code) || (code === 'unauthenticated' && ++unproved < 3);
        if (!again) return { kind: 'refused', code } as const;
        pauseMs += retry_after * SECOND_MS;
      }
      await clock.wait(pauseMs);
    }
    return { kind: 'unknown' } as const;
  };

  const sign = async (bytesOf: (counter: number) => Uint8Array<ArrayBuffer>) => {
    if (!key) throw new Error(`${name} has no key`);
    const counter = ++useCounter;
    return { signature: await signBytes(key, bytesOf(counter)), use_counter: counter };
  };
  const signUnlock = async () => {
    const { person, device_id: deviceId } = started();
    const signed = await sign((counter) =>
      canonicalWalletAct(
        { action: 'session.unlock' },
        { personId: person.id, deviceId, useCounter: counter },
      ),
    );
    return { pin: PIN, ...signed };
  };
  const started = () => {
    if (!session) throw new Error(`${name} has not signed in`);
    return session;
  };

  return {
    name,
    random,
    isSignedIn: () => session !== null,
    session: started,
    async call<Body>(method: string, path: string, options: Call = {}): Promise<Outcome<Body>> {
      if (!session) return { kind: 'unknown' };
      const token = session.access_token;
      let outcome = await call<Body>(method, path, options, token);
      // Idle for too long: the person types his code, and it goes on.
      if (outcome.kind === 'refused' && outcome.code === 'session_locked') {
        const unlocked = await call('POST', '/v1/sessions/unlock', { body: signUnlock }, token);
        if (unlocked.kind === 'done') outcome = await call<Body>(method, path, options, token);
      }
      // Signed out or shut out: the person signs in again when he looks the next time.
      if (outcome.kind === 'refused' && outcome.code === 'unauthenticated') session = null;
      return outcome;
    },
    async sign(terms, pin) {
      const deviceId = started().device_id;
      const signed = await sign((counter) => canonicalConfirmation(terms, { deviceId, useCounter: counter }));
      return { ...('version' in terms ? { version: terms.version } : {}), pin, ...signed };
    },
    async signPin(pin) {
      const { person, device_id: deviceId } = started();
      const signed = await sign((counter) =>
        canonicalPinChoice({ personId: person.id, deviceId, useCounter: counter }),
      );
      return { pin, ...signed };
    },
    async signIn(handle) {
      key = await createDeviceKey();
      useCounter = 0;
      const link = await call<{ link_id: string; authorize_url: string }>(
        ...(['POST', '/v1/link/x', { body: async () => ({ redirect_uri: REDIRECT_URI }) }, null] as const),
      );
      if (link.kind !== 'done') return false;
      const state = new URL(link.body.authorize_url).searchParams.get('state') ?? '';
      const body = { link_id: link.body.link_id, code: `code-${handle}`, state, device_name: name };
      const answer = await call<SessionStarted>('POST', '/v1/sessions', { body: async () => body }, null);
      if (answer.kind === 'done') session = answer.body;
      return answer.kind === 'done';
    },
    inTurn(work) {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    },
    newKey: () => uuidFrom(random),
  };
}
