/**
 * Every answer of the sandbox's X API against X's own OpenAPI, so that the sandbox can't drift from X.
 * Stricter than the description: a field that X does not describe fails.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Reply, type Served, serve } from '../serve-for-test.ts';
import { accounts } from '../world.ts';
import { bearerToken, client, consentTo, exchangeForm, getAs, pkce, postForm } from './for-test.ts';
import { createXApi } from './server.ts';

const file = resolve(import.meta.dirname, '../../../shared/x-api/openapi.json');
const isThere = existsSync(file);
if (!isThere) console.warn(`skipped: X's OpenAPI is not at ${file}`);

/** The fields that X's API really sends with its problems though its OpenAPI leaves them out. */
const undescribed: Readonly<Record<string, object>> = {
  InvalidRequestProblem: { errors: { type: 'array' } },
};

/** Makes `components.schemas` strict: no property that is not described. */
function strictSchemas(): object {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  for (const [name, schema] of Object.entries<Record<string, unknown>>(document.components.schemas)) {
    if (schema.type !== 'object' || typeof schema.properties !== 'object') continue;
    schema.properties = { ...schema.properties, ...undescribed[name] };
    schema.additionalProperties ??= false;
  }
  return document;
}

describe.skipIf(!isThere)("the sandbox's X API and X's OpenAPI", () => {
  const api = createXApi({ accounts, clients: [client], bearerToken });
  let server: Served;
  let token: string;
  let validator: (name: string) => ValidateFunction;

  beforeAll(async () => {
    server = await serve(api.handler);
    const { verifier, challenge } = pkce();
    const { code } = await api.issueCode(consentTo(challenge));
    token = JSON.parse(
      (await postForm(server, '/2/oauth2/token', exchangeForm(code, verifier))).body,
    ).access_token;
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    formats.default(ajv, ['date-time', 'uri']);
    ajv.addSchema(strictSchemas(), 'x');
    validator = (name) => ajv.compile({ $ref: `x#/components/schemas/${name}` });
  });
  afterAll(async () => server.close());

  function fits(name: string, reply: Reply): void {
    const validate = validator(name);
    validate(JSON.parse(reply.body));
    expect(validate.errors ?? [], reply.body).toEqual([]);
  }

  const everyField = 'user.fields=created_at,description,parody,protected,verified,verified_type,withheld';

  it.each([
    ['GetUsersMeResponse', '/2/users/me'],
    ['GetUsersMeResponse', `/2/users/me?${everyField}`],
    ['GetUsersByUsernameResponse', '/2/users/by/username/bob'],
    ['GetUsersByUsernameResponse', `/2/users/by/username/trent?${everyField}`],
    ['GetUsersByUsernameResponse', '/2/users/by/username/nobody_here'],
    ['GetUsersByIdResponse', `/2/users/1500000000000000202?${everyField}`],
    ['GetUsersByIdResponse', '/2/users/1'],
  ])('%s describes %s', async (schema, path) => {
    const reply = await getAs(server, token, path);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toContain('application/json');
    fits(schema, reply);
    // A misspelt field would be left out instead of being refused.
    const asked = path.includes('?') ? everyField.replace(/^.*=|,withheld$/g, '').split(',') : [];
    for (const field of asked) expect(JSON.parse(reply.body).data).toHaveProperty(field);
  });

  it.each(['/2/users/by/username/b%C3%B6b', '/2/users/12345678901234567890', '/2/users/me?user.fields=pin'])(
    'Problem describes %s',
    async (path) => {
      const reply = await getAs(server, token, path);
      expect(reply.status).toBe(400);
      expect(reply.headers['content-type']).toContain('application/problem+json');
      fits('Problem', reply);
    },
  );

  // X's OpenAPI describes neither of these two types, which X sends all the same (problems.ts).
  it.each([
    ['about:blank', 401, 'nobody', '/2/users/me'],
    ['https://api.x.com/2/problems/unsupported-authentication', 403, bearerToken, '/2/users/me'],
  ])('%s is a problem with the members of RFC 9457', async (type, status, as, path) => {
    const reply = await getAs(server, as, path);
    expect(JSON.parse(reply.body)).toEqual({
      type,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });

  it('notices a field that X does not have', () => {
    const validate = validator('GetUsersMeResponse');
    expect(validate({ data: { id: '1', name: 'a', username: 'a', iban: 'FR76' } })).toBe(false);
  });

  it('answers the paths and the parameters that X describes', () => {
    const { paths, components } = JSON.parse(readFileSync(file, 'utf8'));
    for (const path of ['/2/users/me', '/2/users/by/username/{username}', '/2/users/{id}']) {
      expect(paths[path].get.responses['200'].content['application/json'].schema.$ref).toMatch(/^#/);
    }
    const username = paths['/2/users/by/username/{username}'].get.parameters[0];
    expect(username.schema.pattern).toBe('^[A-Za-z0-9_]{1,15}$');
    expect(components.parameters.UserFieldsParameter.schema.items.enum).toContain('created_at');
  });
});
