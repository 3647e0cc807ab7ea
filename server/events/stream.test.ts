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

test('needs a session, and a number to resume at', async () => {
  expect((await alice.send('GET', EVENTS_PATH, { accessToken: null })).status).toBe(401);
  expect((await alice.send('GET', EVENTS_PATH, { headers: { 'last-event-id': 'x' } })).status).toBe(400);
});
