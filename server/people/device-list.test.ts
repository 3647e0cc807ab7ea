import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeviceList, Problem } from '../../lib/protocol/index.ts';
import { readEvents } from '../events/events.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, createDeviceKey, expectStatus, type Reply } from '../testing/client.ts';
import { devicesOf, renameDevice, revokeDevice, unlinkX } from '../testing/security.ts';

let api: TestApi;
let alice: ApiClient;
let laptop: ApiClient;
beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '10000');
  laptop = await api.signIn('alice');
  await api.member('bob');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;
const listOf = async (client: ApiClient) => DeviceList.parse((await devicesOf(client)).body).items;
const eventsOf = (client: ApiClient) => readEvents(api.pool, client.session.person.id.slice(4), 0, 100);

describe('the devices of a person', () => {
  test('are listed, the one that asks first, and bear the names that he gives them', async () => {
    expect((await listOf(laptop)).map(({ id, this_one }) => [id, this_one])).toEqual([
      [laptop.session.device_id, true],
      [alice.session.device_id, false],
    ]);
    const renamed = await renameDevice(alice, laptop.session.device_id, 'Laptop in the kitchen');
    expect(renamed.body.items.map(({ name }) => name)).toContain('Laptop in the kitchen');
    const bob = await api.signIn('bob');
    expect(codeOf(await renameDevice(bob, laptop.session.device_id, 'mine'))).toBe('not_found');
  });

  test('are told when another one signs in; the first one tells nobody', async () => {
    const told = (await eventsOf(alice)).filter(({ type }) => type === 'security.changed');
    expect(told).toMatchObject([{ what: 'device_added', device: { id: laptop.session.device_id } }]);
    expect((await eventsOf(await api.signIn('chloe'))).map(({ type }) => type)).toEqual([]);
  });

  test('T20 shut out: session, orders and key are worth nothing, and its person is told', async () => {
    const lost = await api.signIn('alice');
    const ordered = await lost.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' });
    expectStatus(ordered, 201);
    expect(codeOf(await revokeDevice(await api.signIn('bob'), lost.session.device_id))).toBe('not_found');
    const left = await revokeDevice(alice, lost.session.device_id);
    expect(left.body.items.map(({ id }) => id)).not.toContain(lost.session.device_id);
    expect(codeOf(await lost.wallet())).toBe('unauthenticated');
    expect(codeOf(await lost.confirm(ordered.body, PIN))).toBe('unauthenticated');
    // The others go on.
    expect((await laptop.wallet()).status).toBe(200);
    expect((await eventsOf(alice)).at(-1)).toMatchObject({
      type: 'device.revoked',
      reason: 'by_person',
      device: { id: lost.session.device_id },
    });
  });

  test('T20 an order to shut a device out counts once, for the device that it names, signed by the device', async () => {
    const lost = await api.signIn('alice');
    const path = (id: string) => `/v1/devices/${id}/revoke`;
    const forLaptop = await alice.signAct({ action: 'device.revoke', device: laptop.session.device_id });
    const other = await alice.send('POST', path(lost.session.device_id), { body: forLaptop });
    expect(codeOf(other)).toBe('authentication_failed');
    const stranger = await alice.signAct(
      { action: 'device.revoke', device: lost.session.device_id },
      { signWith: await createDeviceKey() },
    );
    expect(codeOf(await alice.send('POST', path(lost.session.device_id), { body: stranger }))).toBe(
      'authentication_failed',
    );
    expect((await lost.wallet()).status).toBe(200);
  });

  test('signing out ends this session alone; signing in again on the same device ends the one before', async () => {
    const phone = await api.signIn('alice');
    expect((await phone.send('POST', '/v1/sessions/end')).status).toBe(204);
    expect(codeOf(await phone.wallet())).toBe('unauthenticated');
    expect((await alice.wallet()).status).toBe(200);
  });

  test('unlinking X shuts all out; the wallet stays for whoever signs in with the same numeric id', async () => {
    const bob = await api.signIn('bob');
    const [second, before] = [await api.signIn('bob'), await bob.wallet()];
    expect((await unlinkX(second)).status).toBe(204);
    for (const client of [bob, second]) expect(codeOf(await client.wallet())).toBe('unauthenticated');
    const paid = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '200' });
    expectStatus(await alice.confirm(paid.body, PIN), 200);
    const again = await api.signIn('bob');
    expect(again.session.person.id).toBe(bob.session.person.id);
    expect(BigInt((await again.wallet()).body.balance.amount)).toBe(
      BigInt(before.body.balance.amount) + 200n,
    );
    // Its old key stays out.
    expect(codeOf(await bob.send('POST', '/v1/topups', { key: randomUUID(), body: {} }))).toBe(
      'invalid_request',
    );
  });
});

test('the person at his device keeps its session open without doing anything else', async () => {
  const idle = "update sessions set active_at = moineau_now() - interval '200 seconds' where device_id = $1";
  await api.pool.query(idle, [alice.session.device_id.slice(4)]);
  expect((await alice.send('POST', '/v1/sessions/keep')).status).toBe(204);
  const { rows } = await api.pool.query(
    "select active_at > moineau_now() - interval '20 seconds' as here from sessions where device_id = $1 and ended_at is null",
    [alice.session.device_id.slice(4)],
  );
  expect(rows).toEqual([{ here: true }]);
});

test('a sign-in under way is kept sealed: the database has no verifier', async () => {
  const client = await api.device();
  await client.send('POST', '/v1/link/x', {
    accessToken: null,
    body: { redirect_uri: 'https://abcdefghijklmnop.chromiumapp.org/x' },
  });
  const { rows } = await api.pool.query<{ code_verifier: string }>('select code_verifier from links');
  expect(rows.length).toBeGreaterThan(0);
  for (const { code_verifier } of rows) {
    expect(code_verifier).toMatch(/^test\.[A-Za-z0-9_-]+$/);
    expect(code_verifier).not.toContain('verifier');
  }
});
