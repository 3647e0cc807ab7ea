/**
 * A small client of the API for tests and for filling the sandbox. It speaks through a `fetch`-like function, so it works
 * on an injected application and over real https alike. It must never be used by the product: the extension has its own.
 */
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import {
  canonicalConfirmation,
  canonicalPinChoice,
  canonicalWalletAct,
  type Limits,
  type MoneyRequest,
  type MoneyRequestPage,
  type Payee,
  type Payment,
  type SessionStarted,
  type Terms,
  type TopUp,
  type Wallet,
  type WalletAct,
} from '../../lib/protocol/index.ts';
import { createProof, type DeviceKey, signBytes } from './device-key.ts';

export { createDeviceKey, createProof, type DeviceKey, type ProofChanges, signBytes } from './device-key.ts';

export type ApiRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
};
export type ApiResponse = { status: number; headers: Record<string, string | undefined>; text: string };
/** Sends one request. `url` is the public address: a transport may carry it elsewhere. */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>;

export type Reply<Body = unknown> = {
  status: number;
  headers: Record<string, string | undefined>;
  body: Body;
};

/**
 * Over real sockets. `to` is where to connect (default: the url's own origin); the Host and the proofs keep the
 * public origin. For https give an agent with the right CA and, if needed, servername.
 */
export function createSocketTransport(options: { to?: string; agent?: Agent } = {}): Transport {
  return ({ method, url, headers, body }) => {
    const target = new URL(url);
    const to = new URL(options.to ?? target.origin);
    const send = to.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(
        {
          ...{ method, host: to.hostname, port: to.port, path: `${target.pathname}${target.search}` },
          headers: { ...headers, host: target.host },
          ...(options.agent ? { agent: options.agent } : {}),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const text = Buffer.concat(chunks).toString();
            const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
            resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), text });
          });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  };
}

export type SendOptions = {
  body?: unknown;
  key?: string;
  /** Null sends the request without a session. */
  accessToken?: string | null;
  proof?: string;
  headers?: Record<string, string>;
};

/** The state of one device: its session once signed in, and its use counter. */
type Device = { session: SessionStarted | null; useCounter: number };

type Setup = { origin: string; transport: Transport; key: DeviceKey };

function createRawSender({ origin, transport, key }: Setup, device: Device) {
  return async (method: string, path: string, options: SendOptions = {}): Promise<ApiResponse> => {
    const url = `${origin}${path}`;
    const ownToken = device.session?.access_token ?? null;
    const accessToken = options.accessToken === undefined ? ownToken : options.accessToken;
    const headers: Record<string, string> = {
      dpop: options.proof ?? (await createProof(key, { method, url, accessToken })),
      ...(accessToken === null ? {} : { authorization: `DPoP ${accessToken}` }),
      ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    return transport({ method, url, headers, body });
  };
}

/** The same, and reads the answer as JSON. */
function createSender(sendRaw: ReturnType<typeof createRawSender>) {
  return async <Body = unknown>(
    method: string,
    path: string,
    options: SendOptions = {},
  ): Promise<Reply<Body>> => {
    const response = await sendRaw(method, path, options);
    return { ...response, body: (response.text === '' ? undefined : JSON.parse(response.text)) as Body };
  };
}
type Send = ReturnType<typeof createSender>;

/** One device of one person. */
export type ApiClient = ReturnType<typeof createApiClient>;

/** A device with this key. It begins without a session: `signIn`. */
export function createApiClient(setup: Setup) {
  const device: Device = { session: null, useCounter: 0 };
  const sendRaw = createRawSender(setup, device);
  const send = createSender(sendRaw);
  const signer = createSigner(setup.key, device);
  return {
    key: setup.key,
    send,
    sendRaw,
    get session() {
      return sessionOf(device);
    },
    get useCounter() {
      return device.useCounter;
    },
    ...signer,
    ...accountCalls(send, device, signer),
    ...paymentCalls(send, signer),
    ...walletCalls(send, signer),
    ...requestCalls(send),
  };
}

function sessionOf(device: Device): SessionStarted {
  if (!device.session) throw new Error('not signed in');
  return device.session;
}

function createSigner(key: DeviceKey, device: Device) {
  const nextCounter = () => ++device.useCounter;
  return {
    /** Takes the next number of the device's counter. */
    nextCounter,
    /** The body of a confirmation, signed. */
    async confirmation(
      terms: Terms,
      pin: string,
      changes: { useCounter?: number; signWith?: DeviceKey } = {},
    ) {
      const use_counter = changes.useCounter ?? nextCounter();
      const bytes = canonicalConfirmation(terms, {
        deviceId: sessionOf(device).device_id,
        useCounter: use_counter,
      });
      const signature = await signBytes(changes.signWith ?? key, bytes);
      return { version: terms.version, pin, signature, use_counter };
    },
    /** The signature over an act with the own wallet, and its counter. */
    async signAct(act: WalletAct, changes: { useCounter?: number; signWith?: DeviceKey } = {}) {
      const { person, device_id } = sessionOf(device);
      const use_counter = changes.useCounter ?? nextCounter();
      const bytes = canonicalWalletAct(act, {
        personId: person.id,
        deviceId: device_id,
        useCounter: use_counter,
      });
      return { signature: await signBytes(changes.signWith ?? key, bytes), use_counter };
    },
    /** The body of a choice of code, signed. */
    async pinChoice(pin: string, useCounter?: number) {
      const { person, device_id } = sessionOf(device);
      const use_counter = useCounter ?? nextCounter();
      const bytes = canonicalPinChoice({ personId: person.id, deviceId: device_id, useCounter: use_counter });
      return { pin, signature: await signBytes(key, bytes), use_counter };
    },
  };
}
type Signer = ReturnType<typeof createSigner>;

function accountCalls(send: Send, device: Device, signer: Signer) {
  return {
    /** Signs in; `authorize` plays the person on X's page and returns what X gives back. */
    async signIn(redirectUri: string, authorize: (url: string) => Promise<{ code: string; state: string }>) {
      const link = await send<{ link_id: string; authorize_url: string }>('POST', '/v1/link/x', {
        accessToken: null,
        body: { redirect_uri: redirectUri },
      });
      expectStatus(link, 201);
      const back = await authorize(link.body.authorize_url);
      const started = await send<SessionStarted>('POST', '/v1/sessions', {
        accessToken: null,
        body: { link_id: link.body.link_id, ...back, device_name: 'test' },
      });
      expectStatus(started, 201);
      device.session = started.body;
      return started.body;
    },
    choosePin: async (pin: string, useCounter?: number) =>
      send('PUT', '/v1/pin', { body: await signer.pinChoice(pin, useCounter) }),
    wallet: () => send<Wallet>('GET', '/v1/wallet'),
    resolve: (handle: string) => send<Payee>('POST', '/v1/payees/resolve', { body: { handle } }),
    /** `amount` in cents. */
    topUp: (amount: string, paymentMethod = 'pm_card_visa', idempotencyKey: string = randomUUID()) =>
      send<TopUp>('POST', '/v1/topups', {
        key: idempotencyKey,
        body: { amount: { amount, currency: 'EUR' }, payment_method: paymentMethod },
      }),
  };
}

type Order = { payeeXUserId: string; amount: string; memo?: string | null; key?: string; origin?: string };

function paymentCalls(send: Send, signer: Signer) {
  return {
    /** `amount` in cents. */
    createPayment: (order: Order) =>
      send<Payment>('POST', '/v1/payments', {
        key: order.key ?? randomUUID(),
        body: {
          payee_x_user_id: order.payeeXUserId,
          amount: { amount: order.amount, currency: 'EUR' },
          memo: order.memo ?? null,
          visibility: 'private',
          origin: order.origin ?? 'popup',
          tweet_id: null,
        },
      }),
    getPayment: (id: string) => send<Payment>('GET', `/v1/payments/${id}`),
    cancel: (id: string, idempotencyKey: string = randomUUID()) =>
      send<Payment>('POST', `/v1/payments/${id}/cancel`, { key: idempotencyKey }),
    async confirm(
      payment: Pick<Payment, 'id' | 'terms'>,
      pin: string,
      idempotencyKey: string = randomUUID(),
    ) {
      if (!payment.terms) throw new Error('nothing to confirm');
      const body = await signer.confirmation(payment.terms, pin);
      return send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key: idempotencyKey, body });
    },
  };
}

function walletCalls(send: Send, signer: Signer) {
  const signed = async (
    path: string,
    action: 'wallet.unfreeze' | 'wallet.erase' | 'session.unlock',
    pin: string,
  ) => send<Wallet>('POST', path, { body: { pin, ...(await signer.signAct({ action })) } });
  return {
    limits: () => send<Limits>('GET', '/v1/limits'),
    /** In cents; null: none of one's own. */
    async changeLimits(in24Hours: string | null, in30Days: string | null, useCounter?: number) {
      const euros = (amount: string | null) => (amount === null ? null : { amount, currency: 'EUR' });
      const proof = await signer.signAct(
        { action: 'limits.change', in_24_hours_minor: in24Hours, in_30_days_minor: in30Days },
        useCounter === undefined ? {} : { useCounter },
      );
      const body = { in_24_hours: euros(in24Hours), in_30_days: euros(in30Days), ...proof };
      return send<Limits>('PUT', '/v1/limits', { body });
    },
    freeze: () => send<Wallet>('POST', '/v1/wallet/freeze'),
    unfreeze: (pin: string) => signed('/v1/wallet/unfreeze', 'wallet.unfreeze', pin),
    erase: (pin: string) => signed('/v1/wallet/erase', 'wallet.erase', pin),
    unlock: (pin: string) => signed('/v1/sessions/unlock', 'session.unlock', pin),
  };
}

function requestCalls(send: Send) {
  return {
    /** `amount` in cents. */
    ask: (
      payerXUserId: string,
      amount: string,
      { memo = null, key = randomUUID() }: { memo?: string | null; key?: string } = {},
    ) =>
      send<MoneyRequest>('POST', '/v1/requests', {
        key,
        body: { payer_x_user_id: payerXUserId, amount: { amount, currency: 'EUR' }, memo },
      }),
    requests: (query = '') => send<MoneyRequestPage>('GET', `/v1/requests${query}`),
    accept: (id: string, key: string = randomUUID()) =>
      send<Payment>('POST', `/v1/requests/${id}/accept`, { key }),
    decline: (id: string, key: string = randomUUID()) =>
      send<MoneyRequest>('POST', `/v1/requests/${id}/decline`, { key }),
    takeBack: (id: string, key: string = randomUUID()) =>
      send<MoneyRequest>('POST', `/v1/requests/${id}/cancel`, { key }),
    block: (personId: string) => send('POST', `/v1/people/${personId}/block`),
    unblock: (personId: string) => send('POST', `/v1/people/${personId}/unblock`),
  };
}

/** @throws Error with the answer in it, when it is not the one expected. */
export function expectStatus(reply: Reply, status: number): void {
  if (reply.status !== status)
    throw new Error(`expected ${status}, got ${reply.status}: ${JSON.stringify(reply.body)}`);
}
