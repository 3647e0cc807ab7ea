import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints, Problem, problemCodes } from '../lib/protocol/index.ts';
import { readConfig } from './config.ts';
import { createTestApi, ORIGIN, people, type TestApi, testEnvironment } from './testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

test('the OpenAPI document has every endpoint of the table', async () => {
  const document = (await api.app.inject('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  for (const endpoint of Object.values(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[endpoint.method.toLowerCase()];
    expect(operation?.summary).toBe(endpoint.summary);
    const parameters: { name: string }[] = operation.parameters ?? [];
    expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(endpoint.idempotent);
  }
  expect(Object.keys(document.paths)).toContain('/v1/events');
});

test('is alive and ready', async () => {
  expect((await api.app.inject('/healthz')).statusCode).toBe(200);
  expect((await api.app.inject('/readyz')).statusCode).toBe(200);
});

test('is not ready on a database that is not migrated', async () => {
  await api.pool.query("update schema_migrations set checksum = 'x' || checksum");
  // What was found a moment ago is kept for a second.
  await expect.poll(async () => (await api.app.inject('/readyz')).statusCode, { timeout: 5_000 }).toBe(503);
  const reply = await api.app.inject('/readyz');
  expect(Problem.parse(reply.json()).code).toBe('unavailable');
  await api.pool.query('update schema_migrations set checksum = substr(checksum, 2)');
  await expect.poll(async () => (await api.app.inject('/readyz')).statusCode, { timeout: 5_000 }).toBe(200);
});

test.each([
  ['an unknown address', { method: 'GET', url: '/v1/nothing' }, 404, 'not_found'],
  [
    'malformed JSON',
    { method: 'POST', url: '/v1/link/x', headers: { 'content-type': 'application/json' }, payload: '{' },
    400,
    'invalid_request',
  ],
  [
    'another media type',
    { method: 'POST', url: '/v1/link/x', headers: { 'content-type': 'text/plain' }, payload: '{}' },
    400,
    'invalid_request',
  ],
  [
    'another form',
    { method: 'POST', url: '/v1/link/x', payload: { redirect_uri: 'x', more: 1 } },
    400,
    'invalid_request',
  ],
] as const)('%s is answered with a problem', async (_title, request, status, code) => {
  const reply = await api.app.inject(request);
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toContain('application/problem+json');
  expect(Problem.parse(reply.json())).toMatchObject({ code, status });
});

test.each([
  ['/v1/%zz', 400, 'invalid_request'],
  [`/v1/payments/${'a'.repeat(300)}`, 400, 'invalid_request'],
] as const)('%s is answered with a problem too', async (url, status, code) => {
  const reply = await api.app.inject(url);
  expect(reply.headers['content-type']).toContain('application/problem+json');
  expect(Problem.parse(reply.json())).toMatchObject({ code, status });
});

test("a partner's error with a status of its own is our fault, not the client's, and is logged", async () => {
  const alice = await api.signIn('alice');
  const original = api.cards.charge;
  api.cards.charge = async () => {
    throw Object.assign(new Error('the partner says: bad request'), { statusCode: 400 });
  };
  try {
    const reply = await alice.topUp('100');
    expect([reply.status, Problem.parse(reply.body).code]).toEqual([500, 'internal_error']);
    expect(api.log.some((line) => line.includes('the partner says'))).toBe(true);
  } finally {
    api.cards.charge = original;
  }
});

test('that X does not answer is in the log', async () => {
  const alice = await api.signIn('alice');
  api.x.down = true;
  await alice.resolve('bob');
  api.x.down = false;
  expect(api.log.some((line) => line.includes('X is not available'))).toBe(true);
});

test('texts that cannot be stored as they are sent are refused', async () => {
  const alice = await api.member('alice', '100');
  await api.signIn('bob');
  const half = await alice.createPayment({ payeeXUserId: people.bob.xUserId, amount: '1', memo: 'a\ud800b' });
  expect(Problem.parse(half.body).errors?.[0]?.pointer).toBe('/body/memo');
  const body = { link_id: `lnk_${randomUUID()}`, code: 'c', state: 's', device_name: 'a\u0000b' };
  const reply = await alice.send('POST', '/v1/sessions', { accessToken: null, body });
  expect(Problem.parse(reply.body).errors?.[0]?.pointer).toBe('/body/device_name');
});

test.each(['2026-02-30T00:00:00.000Z', '0000-02-20T00:00:00.000Z', 'nonsense'])(
  'a cursor at %s is refused',
  async (time) => {
    const alice = await api.signIn('alice');
    const cursor = Buffer.from(`${time} ${randomUUID()}`).toString('base64url');
    const reply = await alice.send('GET', `/v1/payments?cursor=${cursor}`);
    expect(Problem.parse(reply.body).errors?.[0]?.pointer).toBe('/query/cursor');
  },
);

test('no answer may be kept by anything in between', async () => {
  const alice = await api.signIn('alice');
  for (const reply of [await alice.wallet(), await alice.resolve('nobody_here')]) {
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  }
});

test('/docs lists every endpoint and error, and can load nothing', async () => {
  const reply = await api.app.inject('/docs');
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  const policy = String(reply.headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; /);
  const style = /<style>(.*)<\/style>/s.exec(reply.body)?.[1] ?? '';
  expect(policy).toContain(createHash('sha256').update(style).digest('base64'));
  for (const { method, path } of Object.values(endpoints))
    expect(reply.body).toContain(`<code>${method} ${path}</code>`);
  for (const code of problemCodes) expect(reply.body).toContain(`id="${code}"`);
  expect(reply.body).not.toMatch(/<script|src=|https?:/);
  const document = (await api.app.inject('/openapi.json')).json();
  expect(document.externalDocs.url).toBe(`${ORIGIN}/docs`);
});

test('a validation problem points at what is wrong', async () => {
  const reply = await api.app.inject({
    method: 'POST',
    url: '/v1/link/x',
    payload: { redirect_uri: 'x', more: 1 },
  });
  expect(Problem.parse(reply.json()).errors?.map((error) => error.pointer)).toEqual([
    '/body/redirect_uri',
    '/body',
  ]);
});

test('a configuration that lacks something says what, and no values', () => {
  const environment = testEnvironment('postgresql://localhost/x', { PIN_PEPPER: 'short-secret' });
  expect(() => readConfig(environment)).toThrow(/PIN_PEPPER/);
  expect(() => readConfig(environment)).not.toThrow(/short-secret/);
  expect(readConfig(testEnvironment('postgresql://localhost/x')).LIMIT_TO_PERSON).toBe(25_000n);
});
