import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalConfirmation, type Payment, Problem } from '../../lib/protocol/index.ts';
import { createTestApi, PASSKEY_ORIGIN, PIN, people, type TestApi } from '../testing/api.ts';
import { type ApiClient, createDeviceKey, expectStatus, type Reply, signBytes } from '../testing/client.ts';
import { type Authenticator, createAuthenticator, type GestureChanges } from '../testing/passkey.ts';
import {
  actByPasskey,
  addPasskey,
  confirmByPasskey,
  passkeyConfirmation,
  passkeysOf,
  removePasskey,
} from '../testing/security.ts';

let api: TestApi;
let alice: ApiClient;
let finger: Authenticator;
beforeAll(async () => {
  api = await createTestApi();
  alice = await api.member('alice', '50000');
  await api.member('bob');
});
beforeEach(async () => {
  await api.pool.query(
    "update passkeys set removed_at = now(), removed_reason = 'by_person' where removed_at is null",
  );
  finger = createAuthenticator(PASSKEY_ORIGIN);
  expectStatus(await addPasskey(alice, finger, { pin: PIN }), 200);
});
afterAll(() => api.close());

const codeOf = (reply: Reply) => Problem.parse(reply.body).code;
async function order(amount = '100'): Promise<Payment> {
  const made = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount });
  expectStatus(made, 201);
  return made.body;
}
const failures = async () =>
  (await api.pool.query('select failures from pins where person_id = $1', [alice.session.person.id.slice(4)]))
    .rows[0]?.failures;

describe('adding a passkey', () => {
  const wrong: [string, GestureChanges][] = [
    ['made on another page', { origin: 'chrome-extension://mallorymallorymallorymallorymall' }],
    ['for another relying party', { relyingParty: 'evil.example' }],
    ['without verifying the person', { userVerified: false }],
    ['by a gesture of another kind', { type: 'webauthn.get' }],
  ];
  test.each(wrong)('%s is refused', async (_title, changes) => {
    const reply = await addPasskey(alice, createAuthenticator(PASSKEY_ORIGIN), { pin: PIN, ...changes });
    expect([reply.status, codeOf(reply)]).toEqual([422, 'passkey_refused']);
    expect((await passkeysOf(alice)).body.items).toHaveLength(1);
  });

  test('needs the code, and counts a wrong one', async () => {
    const reply = await addPasskey(alice, createAuthenticator(PASSKEY_ORIGIN), { pin: '270169' });
    expect(codeOf(reply)).toBe('authentication_failed');
    expect(await failures()).toBe(1);
    await alice.unlock(PIN);
  });

  test('made for one act is worth nothing for the next, and nobody adds it twice', async () => {
    expect(codeOf(await addPasskey(alice, finger, { pin: PIN }))).toBe('passkey_refused');
    const bytes = new TextEncoder().encode('something else');
    const made = createAuthenticator(PASSKEY_ORIGIN).register(bytes);
    const signed = await alice.signAct({ action: 'passkey.add' });
    const reply = await alice.send('POST', '/v1/passkeys', {
      body: { name: 'x', pin: PIN, ...signed, ...made },
    });
    expect(codeOf(reply)).toBe('passkey_refused');
  });

  test('is possible ten times', async () => {
    for (let i = 0; i < 9; i++)
      expectStatus(await addPasskey(alice, createAuthenticator(PASSKEY_ORIGIN), { pin: PIN }), 200);
    expect(codeOf(await addPasskey(alice, createAuthenticator(PASSKEY_ORIGIN), { pin: PIN }))).toBe(
      'passkey_refused',
    );
  });
});

describe('confirming by passkey', () => {
  test('pays, and what was signed is kept', async () => {
    const payment = await order();
    const paid = await confirmByPasskey(alice, finger, payment);
    expect([paid.status, paid.body.state]).toEqual([200, 'settled']);
    const { rows } = await api.pool.query(
      'select method, assertion, convert_from(signed, $2) as signed from confirmations where subject_id = $1',
      [payment.id.slice(4), 'UTF8'],
    );
    expect(rows).toMatchObject([{ method: 'passkey', assertion: { credential_id: finger.credentialId } }]);
    expect(JSON.parse(rows[0].signed)).toMatchObject({ payment_id: payment.id, amount_minor: '100' });
  });

  const wrong: [string, GestureChanges][] = [
    ['of another page', { origin: 'https://evil.example' }],
    ['for another relying party', { relyingParty: 'evil.example' }],
    ['without verifying the person', { userVerified: false }],
    ['of another kind', { type: 'webauthn.create' }],
  ];
  test.each(wrong)('T20 a gesture %s is worth nothing, and counts no wrong code', async (_title, changes) => {
    const payment = await order();
    const reply = await confirmByPasskey(alice, finger, payment, changes);
    expect([reply.status, codeOf(reply)]).toEqual([401, 'authentication_failed']);
    expect(await failures()).toBe(0);
    expect((await alice.getPayment(payment.id)).body.state).toBe('awaiting_confirmation');
  });

  test('T19 a gesture over another payment, or another amount, is worth nothing', async () => {
    const [cheap, dear] = [await order('100'), await order('20000')];
    if (!cheap.terms || !dear.terms) throw new Error('no terms');
    expect(codeOf(await confirmByPasskey(alice, finger, dear, { over: cheap.terms }))).toBe(
      'authentication_failed',
    );
    const lessOnScreen = { ...dear.terms, amount_minor: '100' };
    expect(codeOf(await confirmByPasskey(alice, finger, dear, { over: lessOnScreen }))).toBe(
      'authentication_failed',
    );
    expect((await alice.getPayment(dear.id)).body.state).toBe('awaiting_confirmation');
  });

  test('T20 a gesture that was recorded pays nothing more, with the same counter or a new one', async () => {
    const [first, second] = [await order(), await order()];
    if (!first.terms || !second.terms) throw new Error('no terms');
    const body = await passkeyConfirmation(alice, finger, first.terms);
    const send = (payment: Payment, sent: object) =>
      alice.send<Payment>('POST', `/v1/payments/${payment.id}/confirm`, { key: randomUUID(), body: sent });
    expectStatus(await send(first, body), 200);
    expect(codeOf(await send(second, { ...body, version: second.terms.version }))).toBe(
      'authentication_failed',
    );
    const device = { deviceId: alice.session.device_id, useCounter: alice.nextCounter() };
    const signature = await signBytes(alice.key, canonicalConfirmation(second.terms, device));
    const reused = { ...body, signature, use_counter: device.useCounter };
    expect(codeOf(await send(second, reused))).toBe('authentication_failed');
    expect((await alice.getPayment(second.id)).body.state).toBe('awaiting_confirmation');
    // The passkey itself goes on.
    expectStatus(await confirmByPasskey(alice, finger, second), 200);
  });

  test('T20 a passkey without the device’s own signature is worth nothing', async () => {
    const payment = await order();
    if (!payment.terms) throw new Error('no terms');
    const body = await passkeyConfirmation(alice, finger, payment.terms);
    const device = { deviceId: alice.session.device_id, useCounter: body.use_counter };
    const stranger = await signBytes(await createDeviceKey(), canonicalConfirmation(payment.terms, device));
    const reply = await alice.send('POST', `/v1/payments/${payment.id}/confirm`, {
      key: randomUUID(),
      body: { ...body, signature: stranger },
    });
    expect(codeOf(reply)).toBe('authentication_failed');
  });

  test('T21 an authenticator that counts backwards is in two places: the passkey ends', async () => {
    expectStatus(await confirmByPasskey(alice, finger, await order(), { counter: 7 }), 200);
    expect(codeOf(await confirmByPasskey(alice, finger, await order(), { counter: 3 }))).toBe(
      'authentication_failed',
    );
    expect((await passkeysOf(alice)).body.items).toEqual([]);
    expect(codeOf(await confirmByPasskey(alice, finger, await order(), { counter: 8 }))).toBe(
      'authentication_failed',
    );
  });

  test('one that counts nothing at all goes on', async () => {
    for (let i = 0; i < 2; i++)
      expectStatus(await confirmByPasskey(alice, finger, await order(), { counter: 0 }), 200);
  });

  test('T52 another person’s passkey is worth nothing here', async () => {
    const bob = await api.member('bob');
    const hers = createAuthenticator(PASSKEY_ORIGIN);
    expectStatus(await addPasskey(bob, hers, { pin: PIN }), 200);
    expect(codeOf(await confirmByPasskey(alice, hers, await order()))).toBe('authentication_failed');
    const [own] = (await passkeysOf(bob)).body.items;
    expect(codeOf(await removePasskey(alice, own?.id ?? ''))).toBe('not_found');
  });

  test('either code or passkey, not both and not none', async () => {
    const payment = await order();
    if (!payment.terms) throw new Error('no terms');
    const body = await passkeyConfirmation(alice, finger, payment.terms);
    for (const sent of [
      { ...body, pin: PIN },
      { ...body, passkey: undefined },
    ]) {
      const reply = await alice.send('POST', `/v1/payments/${payment.id}/confirm`, {
        key: randomUUID(),
        body: sent,
      });
      expect(codeOf(reply)).toBe('invalid_request');
    }
  });

  test('one that was removed is worth nothing', async () => {
    const [passkey] = (await passkeysOf(alice)).body.items;
    expect((await removePasskey(alice, passkey?.id ?? '')).body.items).toEqual([]);
    expect(codeOf(await confirmByPasskey(alice, finger, await order()))).toBe('authentication_failed');
  });
});

describe('what else a passkey does in the place of the code', () => {
  test('T27 opens a session that was idle, and a frozen wallet', async () => {
    const idle =
      "update sessions set active_at = moineau_now() - interval '301 seconds' where device_id = $1";
    await api.pool.query(idle, [alice.session.device_id.slice(4)]);
    expect((await alice.wallet()).body.locked).toBe(true);
    const opened = await actByPasskey(alice, finger, '/v1/sessions/unlock', { action: 'session.unlock' });
    expect(opened.status).toBe(204);
    expect((await alice.wallet()).body.locked).toBe(false);
    await alice.freeze();
    const thawed = await actByPasskey(alice, finger, '/v1/wallet/unfreeze', { action: 'wallet.unfreeze' });
    expect(thawed.status).toBe(200);
  });

  test('chooses another code, also when the old one is locked', async () => {
    for (let i = 0; i < 5; i++) await alice.unlock('270169');
    const more = { new_pin: '602214' };
    const changed = await actByPasskey(alice, finger, '/v1/pin/change', { action: 'pin.change' }, more);
    expect(changed.status).toBe(204);
    expect((await alice.unlock('602214')).status).toBe(204);
    await actByPasskey(alice, finger, '/v1/pin/change', { action: 'pin.change' }, { new_pin: PIN });
  });
});
