import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import webPush from 'web-push';
import { Payment, Problem, PushMessage, PushSettings } from '../../lib/protocol/index.ts';
import { type Served, serve } from '../../sandbox/serve-for-test.ts';
import { PATIENCE } from '../../tests/support/patience.ts';
import { withTransaction } from '../db/pool.ts';
import { announce } from '../events/events.ts';
import { relayOnce } from '../events/relay.ts';
import { newId, toWireId } from '../ids.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, expectStatus } from '../testing/client.ts';
import { createPushBrowser } from '../testing/push-browser.ts';
import type { PushGateway } from './port.ts';
import { publicLookup } from './public-addresses.ts';
import { pushOnce } from './sender.ts';
import { createWebPush } from './web-push.ts';

/** A name that the test's certificate has. */
const HOST = 'push.x.com';

type Pushed = { readonly path: string; readonly headers: Record<string, unknown>; readonly body: Buffer };

const vapid = webPush.generateVAPIDKeys();
let service: Served;
let pushed: Pushed[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 201 };
let push: PushGateway;
let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  service = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    pushed.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, answer.headers).end();
  });
  push = createWebPush({
    ...{ ...vapid, subject: 'mailto:ops@moineau.example', hosts: [HOST] },
    direction: { url: service.url, ca: service.ca },
  });
  api = await createTestApi({ RATE_ORDERS: '10000', RATE_CODES: '10000' }, { push });
  alice = await api.member('alice', '100000');
});
afterAll(async () => {
  await api.close();
  await service.close();
});
beforeEach(async () => {
  pushed = [];
  answer = { status: 201 };
  await api.pool.query('delete from push_subscriptions');
});

const log = { warn: () => undefined };

/** A new device of bob's, and the browser in it. */
async function subscriber(hideAmounts = false, endpoint = `https://${HOST}/${randomUUID()}`) {
  const client = await api.member('bob');
  const browser = createPushBrowser();
  const order = { endpoint, keys: browser.keys, hide_amounts: hideAmounts };
  const reply = await client.send('POST', '/v1/push-subscriptions', { body: order });
  return { client, browser, endpoint, reply };
}

async function pay(amount = '500'): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount });
  expectStatus(created, 201);
  const confirmed = await alice.confirm(created.body, PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

/** The outbox is empty: carried by this or by the server's own relay. */
const carried = () =>
  vi.waitFor(async () => {
    await relayOnce(api.pool);
    expect((await api.pool.query('select from outbox')).rowCount).toBe(0);
  }, PATIENCE);

/** As the running server does it: the outbox first, then whoever is due. */
async function carry(gateway = push): Promise<void> {
  await carried();
  await api.pool.query('update push_subscriptions set due_at = moineau_now() where due_at is not null');
  await pushOnce({ pool: api.pool, push: gateway, log });
}

const readAll = (browser: { read(body: Buffer): string }) =>
  pushed.map(({ body }) => PushMessage.parse(JSON.parse(browser.read(body))));

test('money that comes in is pushed to the device that asked for it, encrypted for it alone, once', async () => {
  const { client, browser, endpoint, reply } = await subscriber();
  expect(PushSettings.parse(reply.body)).toMatchObject({
    public_key: vapid.publicKey,
    subscription: { hide_amounts: false },
  });
  const payment = await pay('1250');
  await carry();
  expect(readAll(browser)).toMatchObject([
    {
      kind: 'payment.received',
      payment_id: payment.id,
      amount: { amount: '1250' },
      from: { handle: 'alice' },
    },
  ]);
  expect(pushed[0]?.path).toBe(new URL(endpoint).pathname);
  expect(pushed[0]?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
  expect(pushed[0]?.headers.authorization).toMatch(/^vapid t=/);
  expect(pushed[0]?.body.includes(payment.id)).toBe(false);
  await carry();
  expect(pushed).toHaveLength(1);
  expectStatus(await client.send('DELETE', '/v1/push-subscriptions'), 204);
  await pay();
  await carry();
  expect(pushed).toHaveLength(1);
});

test('where amounts are hidden none is sent', async () => {
  const { browser } = await subscriber(true);
  await pay('98765'.slice(0, 4));
  await carry();
  expect(readAll(browser)).toMatchObject([{ kind: 'payment.received', amount: null }]);
  expect(browser.read(pushed[0]?.body ?? Buffer.alloc(0))).not.toContain('9876');
});

test('what he asked for by writing on X is pushed to its author, who is to type his code', async () => {
  const { client, browser } = await subscriber();
  const order = { payeeXUserId: people.alice.xUserId, amount: '700' };
  // Ordered in a wallet, somebody is there already.
  expectStatus(await client.createPayment({ ...order, origin: 'popup' }), 201);
  const written = await client.createPayment({ ...order, origin: 'command_tweet' });
  expectStatus(written, 201);
  await carry();
  expect(readAll(browser)).toMatchObject([
    {
      kind: 'payment.asked',
      payment_id: written.body.id,
      amount: { amount: '700' },
      to: { handle: 'alice' },
    },
  ]);
});

test('what he wrote on X and ordered nothing is pushed; what ordered is told by its payment', async () => {
  const { client, browser } = await subscriber();
  const personId = client.session.person.id.slice(4);
  const told = (state: 'ordered' | 'refused') => {
    const command = { id: toWireId('cmd', newId()), state };
    return [{ personId, type: 'command.updated', payload: { command } } as const];
  };
  const refused = told('refused');
  await withTransaction(api.pool, (tx) => announce(tx, told('ordered')));
  await withTransaction(api.pool, (tx) => announce(tx, refused));
  await carry();
  expect(readAll(browser)).toEqual([
    { kind: 'command.refused', seq: expect.any(Number), command_id: refused[0]?.payload.command.id },
  ]);
});

test('more than three at once are one message', async () => {
  const { browser } = await subscriber();
  for (let nr = 0; nr < 4; nr++) await pay();
  await carry();
  expect(readAll(browser)).toMatchObject([{ kind: 'several', count: 4 }]);
});

test('a push service that is away is asked again, later and later, and nothing is lost', async () => {
  const { browser } = await subscriber();
  const payment = await pay();
  answer = { status: 503, headers: { 'retry-after': '300' } };
  await carry();
  const { rows } = await api.pool.query<{ wait: number; failures: number }>(
    `select failures, extract(epoch from due_at - moineau_now())::float8 as wait from push_subscriptions`,
  );
  expect(rows[0]?.failures).toBe(1);
  expect(rows[0]?.wait).toBeGreaterThan(280);
  // What comes meanwhile does not make it be asked sooner.
  await pay();
  await carried();
  expect(await pushOnce({ pool: api.pool, push, log })).toBe(0);
  pushed = [];
  answer = { status: 201 };
  await carry();
  expect(readAll(browser)).toMatchObject([{ payment_id: payment.id }, { kind: 'payment.received' }]);
});

test('what comes while the message before is under way is pushed too', async () => {
  const { browser } = await subscriber();
  await pay();
  let during: Promise<unknown> | undefined;
  const slow: PushGateway = {
    ...push,
    async send(target, message) {
      during ??= pay().then(carried);
      await during;
      return push.send(target, message);
    },
  };
  await carry(slow);
  await carry();
  expect(readAll(browser)).toHaveLength(2);
});

test.each([404, 410])('a subscription that its browser took back (%i) goes', async (status) => {
  await subscriber();
  await pay();
  answer = { status };
  await carry();
  const { rowCount } = await api.pool.query('select from push_subscriptions');
  expect(rowCount).toBe(0);
});

test('nobody is told on a device on which nobody is signed in any more', async () => {
  const { client } = await subscriber();
  await api.pool.query('update sessions set ended_at = moineau_now() where device_id = $1', [
    client.session.device_id.slice(4),
  ]);
  await pay();
  await carry();
  expect(pushed).toEqual([]);
});

test('a browser that now belongs to somebody else tells the one before no more', async () => {
  const { endpoint } = await subscriber();
  const chloe = await api.member('chloe');
  const browser = createPushBrowser();
  const order = { endpoint, keys: browser.keys, hide_amounts: false };
  expectStatus(await chloe.send('POST', '/v1/push-subscriptions', { body: order }), 200);
  await pay();
  await carry();
  expect(pushed).toEqual([]);
});

test.each([
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/push',
  'https://[::1]/push',
  'https://fcm.googleapis.com.evil.example/push',
  `https://${HOST}:8443/push`,
  `https://user@${HOST}/push`,
  `http://${HOST}/push`,
])('T55 a subscription at %s is refused', async (endpoint) => {
  const { reply } = await subscriber(false, endpoint);
  expect(Problem.parse(reply.body)).toMatchObject({ status: 400, code: 'invalid_request' });
  expect((await api.pool.query('select from push_subscriptions')).rowCount).toBe(0);
});

test.each([
  '169.254.169.254',
  '127.0.0.1',
  '10.1.2.3',
  '::1',
  '::ffff:192.168.1.1',
  'fd00::1',
  '64:ff9b::a00:1',
])(
  'T55 a push service whose name leads to %s is not called, whatever its name said before',
  async (address) => {
    const asked: string[] = [];
    const resolve = ((name: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
      asked.push(name);
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ]);
    }) as Parameters<typeof publicLookup>[0];
    const gateway = createWebPush(
      { ...vapid, subject: 'mailto:a@b.example', hosts: [HOST] },
      publicLookup(resolve),
    );
    const target = { endpoint: `https://${HOST}/1`, keys: createPushBrowser().keys };
    expect(await gateway.send(target, '{}')).toEqual({ kind: 'later', afterSeconds: null });
    expect(asked).toEqual([HOST]);
  },
);

test('the payee thanks once; the payer is told, once, and sees it', async () => {
  const bob = await api.member('bob');
  const payment = await pay();
  const events = async (client: ApiClient) => {
    const personId = client.session.person.id.slice(4);
    const { rows } = await api.pool.query<{ type: string; payload: { payment?: { id: string } } }>(
      'select type, payload from events where person_id = $1 order by seq',
      [personId],
    );
    return rows.filter(({ payload }) => payload.payment?.id === payment.id).map(({ type }) => type);
  };
  const first = await bob.send('POST', `/v1/payments/${payment.id}/thanks`);
  const thanked = Payment.parse(first.body);
  expect(thanked).toMatchObject({ id: payment.id, direction: 'in' });
  expect(thanked.thanked_at).not.toBeNull();
  const again = await Promise.all([1, 2, 3].map(() => bob.send('POST', `/v1/payments/${payment.id}/thanks`)));
  for (const reply of again) expect(reply.body).toEqual(thanked);
  expect((await alice.getPayment(payment.id)).body.thanked_at).toBe(thanked.thanked_at);
  expect(await events(alice)).toEqual(['payment.updated', 'payment.updated', 'payment.thanked']);
  expect(await events(bob)).toEqual(['payment.received', 'payment.updated']);
});

test('T52 nobody thanks for what did not reach him', async () => {
  const payment = await pay();
  const chloe = await api.member('chloe');
  for (const stranger of [chloe, alice]) {
    expect((await stranger.send('POST', `/v1/payments/${payment.id}/thanks`)).status).toBe(404);
  }
  expect(api.log.some((line) => line.includes(payment.id) && line.includes('not his'))).toBe(true);
  expect((await alice.getPayment(payment.id)).body.thanked_at).toBeNull();
});

test('a page of the history says from which event on to follow', async () => {
  const bob = await api.member('bob');
  await pay();
  const page = await bob.send<{ as_of_seq: number }>('GET', '/v1/payments?limit=1');
  const { rows } = await api.pool.query<{ last: bigint }>(
    'select max(seq) as last from events where person_id = $1',
    [bob.session.person.id.slice(4)],
  );
  expect(BigInt(page.body.as_of_seq)).toBe(rows[0]?.last);
});
