import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Payee, Problem, Wallet } from '../../lib/protocol/index.ts';
import {
  authorizeAs,
  createTestApi,
  ORIGIN,
  PIN,
  people,
  REDIRECT_URI,
  type TestApi,
} from '../testing/api.ts';
import { type ApiClient, createProof, type ProofChanges } from '../testing/client.ts';
import { findByHandleEverBorne } from './people.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const codeOf = (reply: { body: unknown }) => Problem.parse(reply.body).code;

async function startLink(client: ApiClient) {
  const link = await client.send<{ link_id: string; authorize_url: string }>('POST', '/v1/link/x', {
    accessToken: null,
    body: { redirect_uri: REDIRECT_URI },
  });
  expect(link.status).toBe(201);
  return { ...link.body, ...(await authorizeAs('alice')(link.body.authorize_url)) };
}
function startSession(client: ApiClient, link: { link_id: string; code: string; state: string }) {
  const { link_id, code, state } = link;
  return client.send('POST', '/v1/sessions', {
    accessToken: null,
    body: { link_id, code, state, device_name: 'test' },
  });
}

describe('signing in with X', () => {
  test('gives a wallet bound to the numeric id', async () => {
    const alice = await api.signIn('alice');
    expect(alice.session).toMatchObject({
      token_type: 'DPoP',
      pin_set: false,
      person: { x_user_id: people.alice.xUserId, kind: 'person' },
    });
    const wallet = Wallet.parse((await alice.wallet()).body);
    expect(wallet.balance).toEqual({ amount: '0', currency: 'EUR' });
    expect(wallet.limits).toEqual({
      to_person: { amount: '25000', currency: 'EUR' },
      to_organisation: { amount: '50000', currency: 'EUR' },
    });
  });

  test('notices a new handle, and it is the same person', async () => {
    const before = await api.signIn('chloe');
    api.x.accounts.set('chloe', { ...people.chloe, handle: 'chloe_renamed' });
    const after = await api.signIn('chloe');
    expect(after.session.person).toMatchObject({ id: before.session.person.id, handle: 'chloe_renamed' });
    const { rows } = await api.pool.query(
      'select handle from people_names where person_id = $1 order by seen_at',
      [after.session.person.id.slice(4)],
    );
    expect(rows.map((row) => row.handle)).toEqual(['chloe', 'chloe_renamed']);
    // Two have borne this handle now: whom an operator means is not known.
    const next = { xUserId: '909', handle: 'Chloe', name: 'Another Chloé' };
    api.x.accounts.set('chloe', next);
    await api.signIn('chloe');
    const found = await findByHandleEverBorne(api.pool, 'chloe');
    expect(found.map((person) => person.x_user_id).sort()).toEqual([people.chloe.xUserId, '909']);
    api.x.accounts.set('chloe', people.chloe);
  });

  test('works once', async () => {
    const client = await api.device();
    const link = await startLink(client);
    expect((await startSession(client, link)).status).toBe(201);
    expect(codeOf(await startSession(client, link))).toBe('sign_in_failed');
  });

  test('fails with another state, another key, an unknown code, a link that is over', async () => {
    const client = await api.device();
    const link = await startLink(client);
    expect(codeOf(await startSession(client, { ...link, state: 'another' }))).toBe('sign_in_failed');
    expect(codeOf(await startSession(await api.device(), link))).toBe('sign_in_failed');
    // Neither has used it up.
    expect((await startSession(client, link)).status).toBe(201);
    expect(codeOf(await startSession(client, { ...(await startLink(client)), code: 'code-nobody' }))).toBe(
      'sign_in_failed',
    );
    const old = await startLink(client);
    await api.pool.query("update links set expires_at = now() - interval '1 second' where id = $1", [
      old.link_id.slice(4),
    ]);
    expect(codeOf(await startSession(client, old))).toBe('sign_in_failed');
  });

  test('goes back to configured addresses only', async () => {
    const client = await api.device();
    const reply = await client.send('POST', '/v1/link/x', {
      accessToken: null,
      body: { redirect_uri: 'https://evil.example/x' },
    });
    expect(codeOf(reply)).toBe('invalid_request');
  });
});

describe('a proof of possession', () => {
  let alice: ApiClient;
  beforeAll(async () => {
    alice = await api.signIn('alice');
  });
  const request = (accessToken: string | null) => ({
    method: 'GET',
    url: `${ORIGIN}/v1/wallet`,
    accessToken,
  });
  const wrong: [string, ProofChanges][] = [
    ['made for another address', { htu: 'https://api.moineau.example/v1/payments' }],
    ['made for another host', { htu: 'https://evil.example/v1/wallet' }],
    ['made for another method', { htm: 'POST' }],
    ['without the token in it', { ath: null }],
    ['with another token in it', { ath: 'AAAA' }],
    ['of another type', { typ: 'JWT' }],
    ['made a day ago (T18)', { iat: Math.floor(Date.now() / 1000) - 86_400 }],
    ['made a day ahead (T18)', { iat: Math.floor(Date.now() / 1000) + 86_400 }],
  ];
  test.each(wrong)('%s opens nothing', async (_title, changes) => {
    const proof = await createProof(alice.key, request(alice.session.access_token), changes);
    const reply = await alice.send('GET', '/v1/wallet', { proof });
    expect([reply.status, codeOf(reply)]).toEqual([401, 'unauthenticated']);
    expect(reply.headers['www-authenticate']).toContain('DPoP');
  });

  test('is worth something once', async () => {
    const proof = await createProof(alice.key, request(alice.session.access_token));
    expect((await alice.send('GET', '/v1/wallet', { proof })).status).toBe(200);
    expect((await alice.send('GET', '/v1/wallet', { proof })).status).toBe(401);
  });

  test('of another key does not open a stolen token', async () => {
    const thief = await api.device();
    const reply = await thief.send('GET', '/v1/wallet', { accessToken: alice.session.access_token });
    expect([reply.status, codeOf(reply)]).toEqual([401, 'unauthenticated']);
  });

  test('is needed, and so is the token', async () => {
    expect((await alice.send('GET', '/v1/wallet', { proof: '' })).status).toBe(401);
    expect((await alice.send('GET', '/v1/wallet', { accessToken: null })).status).toBe(401);
    const bearer = { authorization: `Bearer ${alice.session.access_token}` };
    expect((await alice.send('GET', '/v1/wallet', { headers: bearer })).status).toBe(401);
  });

  test('does not help when the session is over', async () => {
    const client = await api.signIn('alice');
    await api.pool.query('update sessions set expires_at = now() where device_id = $1', [
      client.session.device_id.slice(4),
    ]);
    expect((await client.wallet()).status).toBe(401);
  });
});

describe('the code', () => {
  test('is chosen once, by the device, and is not trivial', async () => {
    const bob = await api.signIn('bob');
    for (const simple of ['111111', '123456', '987654', '121212', '123123', '111222']) {
      expect(codeOf(await bob.choosePin(simple))).toBe('pin_too_simple');
    }
    const body = { pin: PIN, signature: 'A'.repeat(86), use_counter: 1 };
    expect(codeOf(await bob.send('PUT', '/v1/pin', { body }))).toBe('authentication_failed');
    expect((await bob.choosePin(PIN)).status).toBe(204);
    expect((await bob.wallet()).body.pin_set).toBe(true);
    // The answer was lost and the same choice is sent again: no harm.
    expect(codeOf(await bob.choosePin(PIN, bob.useCounter))).toBe('pin_already_set');
    expect((await bob.wallet()).status).toBe(200);
  });

  test('is not in the database, and not in the log', async () => {
    const { rows } = await api.pool.query<{ hash: string }>('select hash from pins');
    expect(rows[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(api.log.join('')).not.toContain(PIN);
  });

  test('must be there before anything is confirmed', async () => {
    const chloe = await api.signIn('chloe');
    await chloe.topUp('100');
    await api.signIn('alice');
    const payment = await chloe.createPayment({ payeeXUserId: people.alice.xUserId, amount: '100' });
    expect(codeOf(await chloe.confirm(payment.body, PIN))).toBe('pin_not_set');
  });
});

describe('resolving a payee', () => {
  test('finds the numeric id, whatever the case, and the wallet when there is one', async () => {
    const alice = await api.signIn('alice');
    const bob = Payee.parse((await alice.resolve('BOB')).body);
    expect(bob).toMatchObject({ x_user_id: people.bob.xUserId, handle: 'bob', holder: { handle: 'bob' } });
    const refuge = Payee.parse((await alice.resolve('refuge_sample')).body);
    expect(refuge.holder).toBeNull();
    expect(codeOf(await alice.resolve('nobody_here'))).toBe('payee_unknown');
    expect(codeOf(await alice.resolve('not a handle'))).toBe('invalid_request');
  });

  test('T56 without X: resolving waits, paying someone known works', async () => {
    await api.signIn('bob');
    const alice = await api.member('alice');
    await alice.topUp('100');
    api.x.down = true;
    try {
      const reply = await alice.resolve('bob');
      expect([reply.status, codeOf(reply)]).toEqual([503, 'x_unavailable']);
      expect((await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '100' })).status).toBe(
        201,
      );
    } finally {
      api.x.down = false;
    }
  });

  test('T56 X answers with another account than asked for: that is no answer', async () => {
    const alice = await api.signIn('alice');
    api.x.accounts.set('victim', people.chloe);
    expect(codeOf(await alice.resolve('victim'))).toBe('x_unavailable');
    api.x.accounts.delete('victim');
  });
});

test('what is logged holds no token, proof or name', async () => {
  const alice = await api.signIn('alice');
  await alice.send('POST', '/v1/topups', { key: randomUUID(), body: { nonsense: 'secret-body' } });
  const log = api.log.join('');
  expect(log).toContain('/v1/topups');
  for (const secret of [alice.session.access_token, 'secret-body', 'DPoP ', 'eyJ', 'Durand'])
    expect(log).not.toContain(secret);
});
