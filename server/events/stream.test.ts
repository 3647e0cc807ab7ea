import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENTS_PATH, WalletEvent } from '../../lib/protocol/index.ts';
import { createTestApi, ORIGIN, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, createProof, expectStatus } from '../testing/client.ts';

let api: TestApi;
let address: string;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  alice = await api.member('alice', '5000');
  bob = await api.member('bob');
});
afterAll(() => api.close());

/** An open stream of this person: what has come so far, and whether it is still open. */
async function open(client: ApiClient, lastEventId?: number) {
  const accessToken = client.session.access_token;
  const dpop = await createProof(client.key, { method: 'GET', url: `${ORIGIN}${EVENTS_PATH}`, accessToken });
  const state = { text: '', ended: false, status: 0, close: () => call.destroy() };
  const call = request(`${address}${EVENTS_PATH}`, {
    headers: {
      ...{ authorization: `DPoP ${accessToken}`, dpop, accept: 'text/event-stream' },
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  });
  call.on('error', () => {
    state.ended = true;
  });
  call.on('response', (response) => {
    state.status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      state.text += chunk;
    });
    response.on('close', () => {
      state.ended = true;
    });
    response.on('error', () => undefined);
  });
  call.end();
  await expect.poll(() => state.status).toBe(200);
  return state;
}

function eventsIn(text: string): WalletEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const [id, data] = block.split('\n');
      const event = WalletEvent.parse(JSON.parse(data?.slice('data: '.length) ?? ''));
      expect(id).toBe(`id: ${event.seq}`);
      return event;
    });
}

async function pay(amount: string) {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount });
  const confirmed = await alice.confirm(created.body, PIN);
  expectStatus(confirmed, 200);
  return confirmed.body;
}

test('payer and payee are told at once, numbered without gaps', async () => {
  const streams = { alice: await open(alice), bob: await open(bob) };
  const payment = await pay('120');
  await expect
    .poll(() => eventsIn(streams.bob.text).at(-1))
    .toMatchObject({
      type: 'payment.received',
      payment: { id: payment.id, direction: 'in', state: 'settled', terms: null },
    });
  await expect.poll(() => eventsIn(streams.alice.text).length).toBe(3);
  const told = eventsIn(streams.alice.text);
  expect(told.map((event) => event.seq)).toEqual([1, 2, 3]);
  expect(told.map((event) => event.type)).toEqual(['topup.paid', 'payment.updated', 'payment.updated']);
  streams.alice.close();
  streams.bob.close();
});

test('a stream resumes after the last event that was seen, with nothing twice and nothing lost', async () => {
  const first = await open(bob);
  await expect.poll(() => eventsIn(first.text).length).toBeGreaterThan(0);
  first.close();
  const last = eventsIn(first.text).at(-1)?.seq ?? 0;
  await pay('1');
  await pay('2');
  const second = await open(bob, last);
  await expect.poll(() => eventsIn(second.text).map((event) => event.seq)).toEqual([last + 1, last + 2]);
  second.close();
});

test('an event is found without a notification, and an idle stream says that it is there', async () => {
  const stream = await open(bob);
  await expect.poll(() => stream.text).toContain(': still here');
  const seen = eventsIn(stream.text).length;
  // Written by hand: nobody is notified.
  await api.pool.query(
    `with c as (update event_counters set last_seq = last_seq + 1 where person_id = $1 returning last_seq)
     insert into events (person_id, seq, type, payload)
     select $1, c.last_seq, e.type, e.payload from c, (select type, payload from events where person_id = $1 limit 1) e`,
    [bob.session.person.id.slice(4)],
  );
  await expect.poll(() => eventsIn(stream.text).length).toBe(seen + 1);
  stream.close();
});

test('the stream ends with its session', async () => {
  const tablet = await api.signIn('bob');
  const stream = await open(tablet);
  await api.pool.query('update sessions set ended_at = now() where device_id = $1', [
    tablet.session.device_id.slice(4),
  ]);
  await expect.poll(() => stream.ended).toBe(true);
});

test('a session that has ended hears nothing more, however much there is to tell', async () => {
  const tablet = await api.signIn('bob');
  const stream = await open(tablet);
  await expect.poll(() => eventsIn(stream.text).length).toBeGreaterThan(0);
  const heard = eventsIn(stream.text).length;
  await api.pool.query('update sessions set ended_at = now() where device_id = $1', [
    tablet.session.device_id.slice(4),
  ]);
  // At once: long before the stream would have looked by itself.
  await pay('3');
  await expect.poll(() => stream.ended).toBe(true);
  expect(eventsIn(stream.text).length).toBe(heard);
});

test('T21 the other devices of a person hear that one was shut out, and then their streams end', async () => {
  const [laptop, phone] = [await api.member('bob', '100'), await api.signIn('bob')];
  await api.signIn('alice');
  const stream = await open(phone);
  const order = () => laptop.createPayment({ payeeXUserId: people.alice.xUserId, amount: '1' });
  const [first, second] = [(await order()).body, (await order()).body];
  if (!first.terms || !second.terms) throw new Error('no terms');
  const confirm = async (id: string, body: unknown) =>
    laptop.send('POST', `/v1/payments/${id}/confirm`, { key: randomUUID(), body });
  expectStatus(await confirm(first.id, await laptop.confirmation(first.terms, PIN, { useCounter: 3 })), 200);
  expectStatus(
    await confirm(second.id, await laptop.confirmation(second.terms, PIN, { useCounter: 3 })),
    401,
  );
  await expect.poll(() => stream.ended).toBe(true);
  expect(eventsIn(stream.text).at(-1)).toMatchObject({
    type: 'device.revoked',
    device: { id: laptop.session.device_id, name: 'test' },
    reason: 'counter_reused',
  });
  expect((await phone.wallet()).status).toBe(401);
  bob = await api.signIn('bob');
});

test('one person has so many streams at once, and those that end make room', async () => {
  const streams = await Promise.all(Array.from({ length: 20 }, () => open(alice)));
  const refused = await alice.send('GET', EVENTS_PATH);
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
  (await open(bob)).close();
  for (const stream of streams) stream.close();
  await expect
    .poll(async () => (await alice.send('GET', EVENTS_PATH, { headers: { 'last-event-id': 'x' } })).status)
    .toBe(400);
});

test('needs a session, and a number to resume at', async () => {
  expect((await alice.send('GET', EVENTS_PATH, { accessToken: null })).status).toBe(401);
  expect((await alice.send('GET', EVENTS_PATH, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
});
