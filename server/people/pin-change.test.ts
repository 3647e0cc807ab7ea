import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { readEvents } from '../events/events.ts';
import { createTestApi, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, createDeviceKey, type Reply } from '../testing/client.ts';
import { changePin, resetPin } from '../testing/security.ts';

const OTHER = '602214';

let api: TestApi;
let alice: ApiClient;
beforeAll(async () => {
  api = await createTestApi();
  await api.member('bob');
});
beforeEach(async () => {
  await api.pool.query('delete from pins');
  alice = await api.member('alice');
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;
const personOf = (client: ApiClient) => client.session.person.id.slice(4);
/** Whether this code opens something. */
async function counts(client: ApiClient, pin: string): Promise<boolean> {
  return (await client.unlock(pin)).status === 204;
}
async function grow(client: ApiClient, hours: number): Promise<void> {
  await api.pool.query(
    'update devices set created_at = created_at - make_interval(hours => $2) where id = $1',
    [client.session.device_id.slice(4), hours],
  );
  await api.pool.query(
    'update pins set next_from = next_from - make_interval(hours => $2) where person_id = $1',
    [personOf(client), hours],
  );
}

describe('changing the code', () => {
  test('takes the old one and a signature; from then on the new one counts', async () => {
    expect(codeOf(await changePin(alice, OTHER, '314159'))).toBe('authentication_failed');
    expect(codeOf(await changePin(alice, PIN, '123456'))).toBe('pin_too_simple');
    expect((await changePin(alice, PIN, OTHER)).status).toBe(204);
    expect([await counts(alice, PIN), await counts(alice, OTHER)]).toEqual([false, true]);
    const body = {
      pin: OTHER,
      new_pin: PIN,
      ...(await alice.signAct({ action: 'pin.change' }, { signWith: await createDeviceKey() })),
    };
    expect(codeOf(await alice.send('POST', '/v1/pin/change', { body }))).toBe('authentication_failed');
    expect(await counts(alice, OTHER)).toBe(true);
  });

  test('needs exactly one proof of the person', async () => {
    const body = { new_pin: OTHER, ...(await alice.signAct({ action: 'pin.change' })) };
    expect(codeOf(await alice.send('POST', '/v1/pin/change', { body }))).toBe('invalid_request');
  });

  test('T22 the old code is guessed no more often here than anywhere', async () => {
    for (let i = 0; i < 5; i++) await changePin(alice, '270169', OTHER);
    expect(codeOf(await changePin(alice, PIN, OTHER))).toBe('pin_locked');
  });

  test('tells all devices, and holds no code in what it tells', async () => {
    await changePin(alice, PIN, OTHER);
    const told = await readEvents(api.pool, personOf(alice), 0, 1000);
    expect(told.at(-1)).toMatchObject({ type: 'security.changed', what: 'pin_changed', from: null });
    expect(JSON.stringify(told)).not.toContain(OTHER);
    expect(api.log.join('')).not.toContain(OTHER);
  });
});

describe('a forgotten code', () => {
  test('is chosen anew by signing in with X, at once on a device of more than a day', async () => {
    await grow(alice, 25);
    expect((await resetPin(alice, OTHER)).status).toBe(204);
    expect([await counts(alice, PIN), await counts(alice, OTHER)]).toEqual([false, true]);
  });

  test('needs a sign-in of the last ten minutes', async () => {
    await grow(alice, 25);
    await api.pool.query("update sessions set created_at = created_at - interval '11 minutes'");
    const reply = await resetPin(alice, OTHER);
    expect([reply.status, codeOf(reply)]).toEqual([403, 'sign_in_again']);
    expect(await counts(alice, PIN)).toBe(true);
  });

  test('T12 whoever has taken over the X account can’t pay with a new code before a day, and is seen', async () => {
    const thief = await api.signIn('alice');
    expect((await resetPin(thief, OTHER)).status).toBe(204);
    expect(await counts(thief, OTHER)).toBe(false);
    const told = (await readEvents(api.pool, personOf(alice), 0, 1000)).at(-1);
    expect(told).toMatchObject({ type: 'security.changed', what: 'pin_reset' });
    const { pin_from } = (await alice.wallet()).body;
    expect(Date.parse(pin_from ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    // The owner goes on with his own, and that is the end of the other.
    expect(await counts(alice, PIN)).toBe(true);
    expect((await alice.wallet()).body.pin_from).toBeNull();
    await grow(thief, 25);
    expect(await counts(thief, OTHER)).toBe(false);
  });

  test('counts after that day when the old one was not typed, whatever was tried meanwhile', async () => {
    const phone = await api.signIn('alice');
    await resetPin(phone, OTHER);
    for (let i = 0; i < 5; i++) await phone.unlock('270169');
    expect(await counts(phone, PIN)).toBe(false);
    await grow(phone, 25);
    expect([await counts(phone, OTHER), await counts(phone, PIN)]).toEqual([true, false]);
  });

  test('is not what chooses the first one', async () => {
    await api.pool.query('delete from pins where person_id = $1', [personOf(alice)]);
    expect(codeOf(await resetPin(alice, OTHER))).toBe('pin_not_set');
  });
});

test('T52 nobody chooses the code of another', async () => {
  const bob = await api.signIn('bob');
  await resetPin(bob, OTHER);
  expect(await counts(alice, PIN)).toBe(true);
  expect(people.bob.xUserId).not.toBe(people.alice.xUserId);
});
