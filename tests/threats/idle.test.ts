import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payment, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PIN, people, type TestApi } from '../../server/testing/api.ts';
import { type ApiClient, createDeviceKey, expectStatus, type Reply } from '../../server/testing/client.ts';

const WRONG = '270169';

let api: TestApi;
let alice: ApiClient;
let bob: ApiClient;

beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '50000');
  bob = await api.member('bob', '1000');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;

async function order(): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
  expectStatus(created, 201);
  return created.body;
}

/** As if nobody had been at alice's sessions for so long. */
async function idle(seconds: number): Promise<void> {
  await api.pool.query(
    'update sessions set active_at = moineau_now() - make_interval(secs => $2) where person_id = $1',
    [alice.session.person.id.slice(4), seconds],
  );
}

async function idleSeconds(): Promise<number> {
  const { rows } = await api.pool.query<{ seconds: number }>(
    `select extract(epoch from moineau_now() - active_at)::float8 as seconds from sessions
      where person_id = $1 order by created_at limit 1`,
    [alice.session.person.id.slice(4)],
  );
  return rows[0]?.seconds ?? -1;
}

test('T27 after five minutes and a second of nobody there a confirmation is not accepted, and the payment stays', async () => {
  const payment = await order();
  await idle(301);
  const reply = await alice.confirm(payment, PIN);
  expect([reply.status, codeOf(reply)]).toEqual([423, 'session_locked']);
  expect((await alice.getPayment(payment.id)).body).toMatchObject({ state: 'awaiting_confirmation' });
  // Locked is locked: nothing but the code opens it again.
  await order();
  expect(codeOf(await alice.confirm(payment, PIN))).toBe('session_locked');
  expect((await alice.unlock(PIN)).status).toBe(204);
  expect((await alice.confirm(payment, PIN)).body.state).toBe('settled');
});

test('T27 a few seconds less, and it goes on', async () => {
  const payment = await order();
  await idle(290);
  expect((await alice.confirm(payment, PIN)).status).toBe(200);
  expect(await idleSeconds()).toBeLessThan(30);
});

test('T27 what the person does keeps the session open; what programs ask by themselves does not', async () => {
  await idle(200);
  for (const path of ['/v1/wallet', '/v1/payments', '/v1/limits', '/v1/requests', '/v1/held']) {
    expect((await alice.send('GET', path)).status).toBe(200);
  }
  expect(await idleSeconds()).toBeGreaterThanOrEqual(200);
  await order();
  expect(await idleSeconds()).toBeLessThan(30);
});

test('T27 a wrong code to unlock counts as a try, and one without the device’s key counts nothing', async () => {
  await idle(301);
  const failures = async () => {
    const { rows } = await api.pool.query<{ failures: number }>(
      'select failures from pins where person_id = $1',
      [alice.session.person.id.slice(4)],
    );
    return rows[0]?.failures;
  };
  const wrong = await alice.unlock(WRONG);
  expect(Problem.parse(wrong.body)).toMatchObject({ code: 'authentication_failed', attempts_left: 4 });
  expect(await failures()).toBe(1);
  const byStranger = await alice.signAct({ action: 'session.unlock' }, { signWith: await createDeviceKey() });
  const reply = await alice.send('POST', '/v1/sessions/unlock', { body: { pin: PIN, ...byStranger } });
  expect(codeOf(reply)).toBe('authentication_failed');
  expect(await failures()).toBe(1);
  expect(codeOf(await alice.confirm(await order(), PIN))).toBe('session_locked');
  expect((await alice.unlock(PIN)).status).toBe(204);
  expect(await failures()).toBe(0);
});

test('T27 giving money back and setting limits wait for the code too; freezing never does', async () => {
  const toAlice = await bob.createPayment({ payeeXUserId: people.alice.xUserId, amount: '200' });
  expectStatus(await bob.confirm(toAlice.body, PIN), 200);
  await idle(301);
  const refund = await alice.send('POST', `/v1/payments/${toAlice.body.id}/refunds`, {
    key: randomUUID(),
    body: { amount: { amount: '200', currency: 'EUR' } },
  });
  expect(codeOf(refund)).toBe('session_locked');
  expect(codeOf(await alice.changeLimits('1', '1'))).toBe('session_locked');
  expect((await alice.freeze()).status).toBe(200);
  expect((await alice.unfreeze(PIN)).status).toBe(200);
  expect((await alice.unlock(PIN)).status).toBe(204);
});

test('T21 a counter that was used does not unlock: the device is out', async () => {
  const laptop = await api.signIn('alice');
  const proof = await laptop.signAct({ action: 'session.unlock' });
  const unlock = () => laptop.send('POST', '/v1/sessions/unlock', { body: { pin: PIN, ...proof } });
  await idle(301);
  expect((await unlock()).status).toBe(204);
  // Its answer was lost: open is open.
  expect((await unlock()).status).toBe(204);
  await idle(301);
  expect(codeOf(await unlock())).toBe('authentication_failed');
  expect((await laptop.wallet()).status).toBe(401);
});
