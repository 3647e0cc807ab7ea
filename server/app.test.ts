import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints, Problem } from '../lib/protocol/index.ts';
import { readConfig } from './config.ts';
import { createTestApi, type TestApi, testEnvironment } from './testing/api.ts';

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
  const reply = await api.app.inject('/readyz');
  expect([reply.statusCode, Problem.parse(reply.json()).code]).toEqual([503, 'unavailable']);
  await api.pool.query('update schema_migrations set checksum = substr(checksum, 2)');
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
