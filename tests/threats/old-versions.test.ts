import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, expectStatus } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;
beforeAll(async () => {
  api = await createTestApi({ LEAST_CLIENTS: 'extension/1.4.0' });
  alice = await api.member('alice', '10000');
  await api.member('bob');
});
afterAll(() => api.close());

const by = (client: string) => ({ headers: { 'moineau-client': client } });

test.each(['extension/1.3.9', 'extension/0.99.99'])(
  'T59 %s was switched off: it reads, and is told so with everything it reads',
  async (client) => {
    for (const path of ['/v1/wallet', '/v1/payments', '/v1/devices']) {
      const reply = await alice.send('GET', path, by(client));
      expect([reply.status, reply.headers['moineau-upgrade']]).toEqual([200, 'required']);
    }
  },
);

test('T59 it orders, confirms and resolves nothing, and a waiting payment stays as it is', async () => {
  const ordered = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
  expectStatus(ordered, 201);
  if (!ordered.body.terms) throw new Error('no terms');
  const old = by('extension/1.3.9');
  const body = await alice.confirmation(ordered.body.terms, PIN);
  const key = randomUUID();
  const path = `/v1/payments/${ordered.body.id}/confirm`;
  const refused = await alice.send('POST', path, { ...old, key, body });
  expect([refused.status, Problem.parse(refused.body).code]).toEqual([426, 'upgrade_required']);
  const resolve = await alice.send('POST', '/v1/payees/resolve', { ...old, body: { handle: 'bob' } });
  expect(resolve.status).toBe(426);
  expect((await alice.getPayment(ordered.body.id)).body.state).toBe('awaiting_confirmation');
  // After the upgrade the same key carries it out.
  expect((await alice.send('POST', path, { ...by('extension/1.4.0'), key, body })).status).toBe(200);
});

test('T59 what makes a wallet safer it may still do', async () => {
  expect((await alice.send('POST', '/v1/wallet/freeze', by('extension/1.0.0'))).status).toBe(200);
  await alice.unfreeze(PIN);
});

test.each(['extension/1.4.0', 'extension/1.10.0', 'extension/2.0.0', 'phone/0.1.0', 'nonsense'])(
  'T59 %s was not',
  async (client) => {
    const reply = await alice.send('POST', '/v1/payees/resolve', { ...by(client), body: { handle: 'bob' } });
    expect([reply.status, reply.headers['moineau-upgrade']]).toEqual([200, undefined]);
  },
);
