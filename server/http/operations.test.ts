import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENTS_PATH, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, ORIGIN, PIN, people, type TestApi } from '../testing/api.ts';
import { createProof, expectStatus } from '../testing/client.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ METRICS_FROM: '127.0.0.1,10.1.0.0/16' });
});
afterAll(() => api.close());

const read = (remoteAddress = '127.0.0.1', headers = {}) =>
  api.app.inject({ url: '/metrics', remoteAddress, headers });

test('metrics are read from the addresses on the list; for all others they are not there', async () => {
  expect((await read()).headers['content-type']).toContain('text/plain; version=0.0.4');
  expect((await read('10.1.2.3')).statusCode).toBe(200);
  for (const address of ['10.2.0.1', '203.0.113.7', '::1']) {
    const reply = await read(address);
    expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([404, 'not_found']);
  }
});

test.each(['x-forwarded-for', 'forwarded', 'via'])(
  'a proxy on this machine that nobody told us of (%s) does not show them to the world',
  async (header) => {
    expect((await read('127.0.0.1', { [header]: '10.1.2.3' })).statusCode).toBe(404);
  },
);

test('behind a proxy that we know, the address is its client’s', async () => {
  const behind = await createTestApi({ TRUSTED_PROXIES: '127.0.0.1', METRICS_FROM: '10.1.0.0/16' });
  try {
    const from = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      return (await behind.app.inject({ url: '/metrics', headers })).statusCode;
    };
    expect([await from('10.1.2.3'), await from('203.0.113.7')]).toEqual([200, 404]);
    expect((await behind.app.inject('/metrics')).statusCode).toBe(404);
  } finally {
    await behind.close();
  }
});

test('requests are counted by route, and nothing that a client wrote or that is of a person is in them', async () => {
  const alice = await api.member('alice', '345678');
  await api.signIn('bob');
  const { body: payment } = await alice.createPayment({
    ...{ payeeXUserId: people.bob.xUserId, amount: '4321', memo: 'for the cinema' },
  });
  const key = randomUUID();
  expectStatus(await alice.confirm(payment, PIN, key), 200);
  await alice.confirm(payment, PIN, key);
  await alice.getPayment(payment.id);
  await alice.resolve('bob');
  await alice.send('GET', '/v1/payments/alice?handle=bob');
  await api.app.inject({ url: '/@alice/481516', method: 'PROPFIND' as 'GET' });
  const text = (await read()).body;
  expect(text).toContain('route="/v1/payments/:id",method="GET",status="200"} 1');
  expect(text).toContain('route="/v1/payments/:id",method="GET",status="400"} 1');
  expect(text).toContain('route="none",method="any",status="404"} 1');
  expect(text).toMatch(
    /request_duration_seconds_count\{route="\/v1\/payments\/:id\/confirm",method="POST"\} 2/,
  );
  expect(text).toContain('moineau_idempotency_replays_total 1');
  expect(text).toMatch(/\nmoineau_database_connections [1-9]/);
  expect(text).toMatch(/\nmoineau_database_waiting 0/);
  const { handle, name, xUserId } = people.alice;
  for (const secret of [handle, name, xUserId, payment.id, PIN, '4321', '345678', 'cinema', 'PROPFIND', key])
    expect(text).not.toContain(secret);
});

test('open event streams are counted', async () => {
  const alice = await api.signIn('alice');
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 });
  const gone = new AbortController();
  const { access_token: accessToken } = alice.session;
  const url = `${ORIGIN}${EVENTS_PATH}`;
  const stream = await fetch(`${address}${EVENTS_PATH}`, {
    signal: gone.signal,
    headers: {
      authorization: `DPoP ${accessToken}`,
      dpop: await createProof(alice.key, { method: 'GET', url, accessToken }),
    },
  });
  expect(stream.status).toBe(200);
  expect((await read()).body).toContain('moineau_event_streams 1');
  gone.abort();
  await expect.poll(async () => (await read()).body).toContain('moineau_event_streams 0');
});
