/** What a page gains that draws our window and is told the code: nothing, for the code is only half. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, createDeviceKey, createProof, expectStatus } from '../../server/testing/client.ts';

let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '5000');
  await api.member('bob');
});
afterAll(() => api.close());

test('T32 the right code, typed into a drawn window, confirms nothing without the device’s key', async () => {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
  expectStatus(created, 201);
  const { id, terms } = created.body;
  if (!terms) throw new Error('no terms');
  const thief = await createDeviceKey();
  const url = `/v1/payments/${id}/confirm`;
  const body = await alice.confirmation(terms, PIN, { signWith: thief });

  // The code alone, the code with the thief's own key, and the code with a stolen token and the thief's own proof.
  const proof = await createProof(thief, {
    method: 'POST',
    url: `https://api.moineau.example${url}`,
    accessToken: alice.session.access_token,
  });
  const tries = [
    await alice.send('POST', url, { key: randomUUID(), body: { pin: PIN } }),
    await alice.send('POST', url, { key: randomUUID(), body }),
    await alice.send('POST', url, { key: randomUUID(), body, proof }),
  ];
  expect(tries.map((reply) => Problem.parse(reply.body).code)).toEqual([
    'invalid_request',
    'authentication_failed',
    'unauthenticated',
  ]);
  expect((await alice.confirm(created.body, PIN)).body).toMatchObject({ state: 'settled' });
});
