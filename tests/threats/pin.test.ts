import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Payment, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, createDeviceKey, createProof, expectStatus } from '../../server/testing/client.ts';
import { changePin, resetPin } from '../../server/testing/security.ts';

const WRONG = '270169';

let api: TestApi;
let alice: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '20000');
  await api.member('bob');
});
afterEach(() =>
  api.pool.query('update pins set failures = 0, locked_until = null, locks = 0, blocked = false'),
);
afterAll(() => api.close());

async function order(): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
  expectStatus(created, 201);
  return created.body;
}
async function failures(): Promise<number> {
  const { rows } = await api.pool.query<{ failures: number }>(
    'select failures from pins where person_id = $1',
    [alice.session.person.id.slice(4)],
  );
  return rows[0]?.failures ?? -1;
}

test('T22 five wrong codes one after the other lock: the sixth try is refused even with the right one', async () => {
  const payment = await order();
  for (const left of [4, 3, 2, 1, 0]) {
    const reply = await alice.confirm(payment, WRONG);
    expect(reply.status).toBe(401);
    const problem = Problem.parse(reply.body);
    expect(problem).toMatchObject({ code: 'authentication_failed', attempts_left: left });
    // The last of them says until when.
    if (left > 0) expect(problem.retry_after).toBeUndefined();
    else expect(problem.retry_after).toBeGreaterThan(14 * 60);
  }
  const sixth = await alice.confirm(payment, PIN);
  expect(sixth.status).toBe(423);
  const problem = Problem.parse(sixth.body);
  expect(problem.code).toBe('pin_locked');
  expect(problem.retry_after).toBeGreaterThan(14 * 60);
  expect(problem.retry_after).toBeLessThanOrEqual(15 * 60);
  expect(sixth.headers['retry-after']).toBe(String(problem.retry_after));

  // A quarter of an hour later.
  await api.pool.query("update pins set locked_until = locked_until - interval '15 minutes'");
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
  expect(await failures()).toBe(0);
});

test('T22 five more wrong ones after the lock, and no code is right until another was chosen with X', async () => {
  const payment = await order();
  for (let i = 0; i < 5; i++) expect((await alice.confirm(payment, WRONG)).status).toBe(401);
  await api.pool.query("update pins set locked_until = locked_until - interval '15 minutes'");
  for (let i = 0; i < 4; i++) await alice.confirm(payment, WRONG);
  const last = Problem.parse((await alice.confirm(payment, WRONG)).body);
  expect([last.attempts_left, last.retry_after]).toEqual([0, undefined]);
  await api.pool.query("update pins set locked_until = locked_until - interval '15 minutes'");
  const right = await alice.confirm(payment, PIN);
  expect([right.status, Problem.parse(right.body)]).toMatchObject([
    423,
    { code: 'pin_blocked', retryable: false },
  ]);
  // Whoever has not the key is told the same, and opens nothing by it.
  if (!payment.terms) throw new Error('no terms');
  const body = await alice.confirmation(payment.terms, PIN, { signWith: await createDeviceKey() });
  const stranger = await alice.send('POST', `/v1/payments/${payment.id}/confirm`, {
    key: randomUUID(),
    body,
  });
  expect(Problem.parse(stranger.body).code).toBe('pin_blocked');

  // The device is known for longer than a day, and he has just signed in with X on it.
  await api.pool.query("update devices set created_at = created_at - interval '25 hours'");
  expect((await resetPin(alice, '602214')).status).toBe(204);
  expect((await alice.confirm(payment, PIN)).status).toBe(401);
  expect((await alice.confirm(payment, '602214')).status).toBe(200);
  expect((await changePin(alice, '602214', PIN)).status).toBe(204);
});

test('T22 a right code between two locks begins anew: the next lock is a short one', async () => {
  const payment = await order();
  for (let i = 0; i < 5; i++) await alice.confirm(payment, WRONG);
  await api.pool.query("update pins set locked_until = locked_until - interval '15 minutes'");
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
  const next = await order();
  for (let i = 0; i < 5; i++) await alice.confirm(next, WRONG);
  expect(Problem.parse((await alice.confirm(next, PIN)).body).retry_after).toBeLessThanOrEqual(15 * 60);
});

test('T22 a right code gives all five tries back', async () => {
  for (let round = 0; round < 2; round++) {
    const payment = await order();
    for (let i = 0; i < 4; i++) await alice.confirm(payment, WRONG);
    expect((await alice.confirm(payment, PIN)).status).toBe(200);
  }
});

test('T23 of twenty wrong codes at once at most five are looked at', async () => {
  const payment = await order();
  const replies = await Promise.all(Array.from({ length: 20 }, () => alice.confirm(payment, WRONG)));
  const statuses = replies.map((reply) => reply.status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 423)).toHaveLength(15);
});

test("T25 whoever has not the device's key cannot lock its owner out", async () => {
  const payment = await order();
  if (!payment.terms) throw new Error('no terms');
  const stranger = await createDeviceKey();
  for (let i = 0; i < 7; i++) {
    const body = await alice.confirmation(payment.terms, WRONG, { signWith: stranger });
    const reply = await alice.send('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body });
    expect(Problem.parse(reply.body).code).toBe('authentication_failed');
  }
  // With a stolen token alone he does not even get that far.
  const path = `/v1/payments/${payment.id}/confirm`;
  const request = {
    method: 'POST',
    url: `https://api.moineau.example${path}`,
    accessToken: alice.session.access_token,
  };
  const proof = await createProof(stranger, request);
  const body = await alice.confirmation(payment.terms, WRONG, { signWith: stranger });
  const reply = await alice.send('POST', path, { key: randomUUID(), body, proof });
  expect(Problem.parse(reply.body).code).toBe('unauthenticated');
  expect(await failures()).toBe(0);
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
});

test('T26 nor does a lock tell them apart', async () => {
  const payment = await order();
  if (!payment.terms) throw new Error('no terms');
  for (let i = 0; i < 5; i++) await alice.confirm(payment, WRONG);
  const wrongKey = await alice.confirmation(payment.terms, PIN, { signWith: await createDeviceKey() });
  const replies = [
    await alice.confirm(payment, WRONG),
    await alice.send('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body: wrongKey }),
  ];
  for (const reply of replies) expect(Problem.parse(reply.body).code).toBe('pin_locked');
});

test('T26 a wrong code and a wrong key are answered with the same words', async () => {
  const payment = await order();
  if (!payment.terms) throw new Error('no terms');
  const wrongKey = await alice.confirmation(payment.terms, PIN, { signWith: await createDeviceKey() });
  const replies = [
    await alice.confirm(payment, WRONG),
    await alice.send('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body: wrongKey }),
  ];
  const told = replies.map((reply) => ({ ...Problem.parse(reply.body), request_id: '' }));
  expect(told[0]).toEqual(told[1]);
});
