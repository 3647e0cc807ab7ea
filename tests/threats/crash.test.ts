/** The real server as a process, killed at the worst moment, started again, and asked again. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payment, Problem } from '../../lib/protocol/index.ts';
import { createPool, type Pool } from '../../server/db/pool.ts';
import { authorizeAs, ORIGIN, PIN, people, REDIRECT_URI } from '../../server/testing/api.ts';
import {
  type ApiClient,
  createApiClient,
  createDeviceKey,
  createSocketTransport,
  expectStatus,
  type Transport,
} from '../../server/testing/client.ts';
import { type ServerProcess, startServerProcess } from '../../server/testing/process.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let pool: Pool;
let server: ServerProcess;
let alice: ApiClient;

/** Every request goes to the server that runs at that moment. */
const transport: Transport = (request) => createSocketTransport({ to: server.address })(request);

async function start(failpoint = ''): Promise<void> {
  server = await startServerProcess(database.url, failpoint);
}

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, 2);
  await start();
  const member = async (name: 'alice' | 'bob') => {
    const client = createApiClient({ origin: ORIGIN, transport, key: await createDeviceKey() });
    await client.signIn(REDIRECT_URI, authorizeAs(name));
    expectStatus(await client.choosePin(PIN), 204);
    return client;
  };
  alice = await member('alice');
  await member('bob');
  expectStatus(await alice.topUp('10000'), 201);
});
afterAll(async () => {
  await server.stop();
  await pool.end();
  await database.drop();
});

async function restart(failpoint = ''): Promise<void> {
  await server.stop();
  await start(failpoint);
}

async function order(): Promise<Payment> {
  const created = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '500' });
  expectStatus(created, 201);
  return created.body;
}

async function countTransfers(payment: Payment): Promise<number | null> {
  return (await pool.query('select from ledger.transfers where subject_id = $1', [payment.id.slice(4)]))
    .rowCount;
}

/** Confirms while the server dies, and returns how to send the very same request again. */
async function confirmIntoCrash(failpoint: string, pin = PIN) {
  const payment = await order();
  await restart(failpoint);
  if (!payment.terms) throw new Error('no terms');
  const key = randomUUID();
  const body = await alice.confirmation(payment.terms, pin);
  const send = () => alice.send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key, body });
  const died = once(server.child, 'exit');
  await expect(send()).rejects.toThrow();
  expect(await died).toEqual([null, 'SIGKILL']);
  return { payment, send };
}

test('T33 killed after the commit, before the reply: the same key gets the stored answer, the money moved once', async () => {
  const { payment, send } = await confirmIntoCrash('confirm.after_commit');
  expect(await countTransfers(payment)).toBe(1);
  await restart();
  const again = await send();
  expect(again.status).toBe(200);
  expect(again.body.state).toBe('settled');
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await countTransfers(payment)).toBe(1);
});

test('T34 killed before the commit: nothing has happened, and asked again it happens once', async () => {
  const { payment, send } = await confirmIntoCrash('confirm.before_commit');
  expect(await countTransfers(payment)).toBe(0);
  await restart();
  expect((await alice.getPayment(payment.id)).body.state).toBe('awaiting_confirmation');
  const again = await send();
  expect(again.status).toBe(200);
  expect(again.headers['idempotency-replayed']).toBeUndefined();
  expect((await send()).headers['idempotency-replayed']).toBe('true');
  expect(await countTransfers(payment)).toBe(1);
});

test('T24 killed while a code is looked at: the try stays counted', async () => {
  const { payment } = await confirmIntoCrash('pin.after_reserve', '270169');
  await restart();
  const next = await alice.confirm(payment, '270169');
  expect(Problem.parse(next.body)).toMatchObject({ code: 'authentication_failed', attempts_left: 3 });
});
