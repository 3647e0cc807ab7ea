/**
 * Every request that the service account's calls and people's sign-ins make, and every answer of the sandbox's X to them, held
 * against X's own OpenAPI: neither our requests nor the sandbox can drift from X. Stricter than the description: a parameter or a field that
 * X does not describe fails.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../../sandbox/serve-for-test.ts';
import { accountByHandle, accounts, serviceAccountId } from '../../sandbox/world.ts';
import { createXApi, type XApi } from '../../sandbox/x-api/server.ts';
import type { XPort, XService } from './port.ts';
import { createTwitterService } from './service.ts';
import type { ServiceTokens } from './service-token.ts';
import { createTwitterPort } from './twitter.ts';

const file = resolve(import.meta.dirname, '../../../shared/x-api/openapi.json');
const isThere = existsSync(file);
if (!isThere) console.warn(`skipped: X's OpenAPI is not at ${file}`);

type Schema = Record<string, unknown>;
type Parameter = { $ref?: string; name: string; in: string; required?: boolean; schema: Schema };
type Operation = {
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    securitySchemes: {
      OAuth2UserToken: { flows: { authorizationCode: { tokenUrl: string; scopes: Record<string, string> } } };
    };
  };
};
/** What people's browsers are sent back to. */
const redirectUri = 'https://moineau.example/w/signed-in';
type Exchange = { method: string; url: URL; body: string; status: number; answer: string };

/** The stream keeps the names that REST had before August 2026, and X's OpenAPI describes both with one schema. */
const ofTheStream = { edit_history_tweet_ids: { type: 'array' } };

function strictDocument(): Document {
  const document: Document = JSON.parse(readFileSync(file, 'utf8'));
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (schema.type !== 'object' || typeof schema.properties !== 'object') continue;
    if (name === 'Post') schema.properties = { ...schema.properties, ...ofTheStream };
    schema.additionalProperties ??= false;
  }
  return document;
}

describe.skipIf(!isThere)("the service account's calls and X's OpenAPI", () => {
  const alice = accountByHandle('alice')?.id ?? '';
  const exchanges: Exchange[] = [];
  let document: Document;
  let x: XApi;
  let server: Served;
  let service: XService;
  let port: XPort;
  let ajv: Ajv;

  beforeAll(async () => {
    document = strictDocument();
    // X's own description names one value of a list twice, which is no schema by the book.
    ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false });
    formats.default(ajv, ['date-time', 'uri']);
    ajv.addSchema(document, 'x');
    const client = { clientId: 'moineau', clientSecret: 'secret', redirectUris: [redirectUri] };
    const scope = 'users.read tweet.read tweet.write dm.read dm.write offline.access';
    x = createXApi({
      ...{ accounts, clients: [client], bearerToken: 'application' },
      refreshTokens: [{ token: 'seed', userId: serviceAccountId, scope }],
    });
    server = await serve((request, response) =>
      x.handler(overheard(request), overhearing(request, response)),
    );
    let kept: ServiceTokens = { refreshToken: 'seed', accessToken: null, expiresAt: null };
    const vault = {
      read: async () => kept,
      renew: async (work: (now: ServiceTokens) => Promise<ServiceTokens | null>) => {
        kept = (await work(kept)) ?? kept;
        return kept;
      },
    };
    const config = { ...client, bearerToken: 'application', apiUrl: server.url, apiCa: server.ca };
    service = createTwitterService(
      { ...config, serviceUserId: serviceAccountId, serviceHandle: 'moineau' },
      vault,
    );
    port = createTwitterPort(config);
    const [first, second] = ['2000000000000000001', '2000000000000000002'];
    const common = { createdAt: new Date().toISOString(), lang: 'fr' };
    x.record({ id: first, authorId: alice, text: '@moineau #envoyer 5€ @bob <3', ...common });
    x.record({
      id: second,
      authorId: alice,
      text: `${'a '.repeat(200)}@moineau`,
      inReplyToId: first,
      ...common,
    });
    x.message(alice, serviceAccountId, '#envoyer 5€ @bob');
  });
  afterAll(async () => server.close());

  const bodies = new WeakMap<IncomingMessage, Buffer[]>();
  function overheard(request: IncomingMessage): IncomingMessage {
    const chunks: Buffer[] = [];
    bodies.set(request, chunks);
    const emit = request.emit.bind(request);
    request.emit = (event: string, ...rest: unknown[]) => {
      if (event === 'data') chunks.push(Buffer.from(rest[0] as Buffer));
      return emit(event, ...rest);
    };
    return request;
  }

  function overhearing(request: IncomingMessage, response: ServerResponse): ServerResponse {
    const end = response.end.bind(response);
    response.end = ((text: string) => {
      exchanges.push({
        method: (request.method ?? '').toLowerCase(),
        url: new URL(request.url ?? '/', 'https://api.x.com'),
        body: Buffer.concat(bodies.get(request) ?? []).toString(),
        ...{ status: response.statusCode, answer: text ?? '' },
      });
      return end(text);
    }) as typeof response.end;
    return response;
  }

  function operationOf({ method, url }: Exchange): Operation {
    const found = Object.entries(document.paths)
      // Literal paths before those with parameters: `/2/tweets/search/stream`.
      .sort(([a], [b]) => a.split('{').length - b.split('{').length)
      .find(([path, operations]) => {
        const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
        return pattern.test(url.pathname) && method in operations;
      });
    if (!found) throw new Error(`X has no ${method} ${url.pathname}`);
    return found[1][method] as Operation;
  }

  function fits(schema: Schema, value: unknown, what: string): void {
    const text = JSON.stringify(schema).replaceAll('"#/', '"x#/');
    const validate = ajv.compile(JSON.parse(text));
    validate(value);
    expect(validate.errors ?? [], what).toEqual([]);
  }

  function checkQuery(operation: Operation, { url }: Exchange): void {
    const parameters = (operation.parameters ?? []).map((one) =>
      one.$ref ? (document.components.parameters[one.$ref.split('/').at(-1) ?? ''] as Parameter) : one,
    );
    for (const [name, value] of url.searchParams) {
      const parameter = parameters.find((one) => one.in === 'query' && one.name === name);
      expect(parameter, `${url.pathname}?${name}`).toBeDefined();
      if (!parameter) continue;
      const type = parameter.schema.type;
      const read = type === 'array' ? value.split(',') : type === 'integer' ? Number(value) : value;
      fits(parameter.schema, read, `${url.pathname}?${name}=${value}`);
    }
    const missing = parameters.filter(
      (one) => one.in === 'query' && one.required && !url.searchParams.has(one.name),
    );
    expect(missing).toEqual([]);
  }

  function check(exchange: Exchange): void {
    const operation = operationOf(exchange);
    checkQuery(operation, exchange);
    const body = operation.requestBody?.content['application/json']?.schema;
    const what = `${exchange.method} ${exchange.url.pathname}`;
    if (exchange.body !== '') fits(body ?? { not: {} }, JSON.parse(exchange.body), `${what} asks`);
    const status = operation.responses[String(exchange.status)] ? String(exchange.status) : '200';
    const schema = operation.responses[status]?.content?.['application/json']?.schema;
    expect(schema, what).toBeDefined();
    if (schema) fits(schema, JSON.parse(exchange.answer), `${what} answers`);
  }

  it.each<[string, () => Promise<unknown>]>([
    ['readMentions', () => service.readMentions({ sinceId: '1', page: null })],
    [
      'readMentions, a further page',
      () => service.readMentions({ sinceId: null, page: '2000000000000000002' }),
    ],
    [
      'searchMentions',
      () => service.searchMentions({ sinceId: '1', untilId: '2000000000000000002', page: null }),
    ],
    ['readMessages', () => service.readMessages({ page: null })],
    ['readPosts', () => service.readPosts(['2000000000000000001', '77'])],
    ['readAccounts', () => service.readAccounts([alice, '77'])],
    ['post', () => service.post('hello', null)],
    ['post in reply', () => service.post('hello you', '2000000000000000001')],
    ['readOwnPosts', () => service.readOwnPosts({ sinceId: '1', page: null })],
    ['sendMessage', () => service.sendMessage(alice, 'hello')],
    ['readMessagesWith', () => service.readMessagesWith(alice)],
    ['deletePost', async () => service.deletePost(await service.post('short-lived', null))],
  ])('%s', async (_, call) => {
    exchanges.length = 0;
    await call();
    const made = exchanges.filter(({ url }) => !url.pathname.startsWith('/2/oauth2/'));
    expect(made.length).toBeGreaterThan(0);
    for (const exchange of made) check(exchange);
  });

  it("people's sign-in: X's own address and scopes for the token, and whose it is", async () => {
    exchanges.length = 0;
    const { url, codeVerifier } = port.startAuthorization(redirectUri);
    const asked = Object.fromEntries(new URL(url).searchParams);
    const { tokenUrl, scopes } = document.components.securitySchemes.OAuth2UserToken.flows.authorizationCode;
    const wanted = (asked.scope ?? '').split(' ');
    expect(wanted.filter((scope) => !(scope in scopes))).toEqual([]);
    const { code } = await x.issueCode({
      ...{ userId: alice, clientId: asked.client_id ?? '', redirectUri: asked.redirect_uri ?? '' },
      ...{ codeChallenge: asked.code_challenge ?? '', scope: asked.scope ?? '', state: asked.state ?? '' },
      codeChallengeMethod: asked.code_challenge_method ?? '',
    });
    expect((await port.finishAuthorization({ code, codeVerifier, redirectUri })).xUserId).toBe(alice);
    // The token is handed back without waiting for it.
    await expect.poll(() => exchanges.map((one) => one.url.pathname)).toContain('/2/oauth2/revoke');
    const [token, who, ...others] = exchanges;
    expect([token?.method, token?.url.href]).toEqual(['post', tokenUrl]);
    // RFC 6749's and 7636's names, which X's OpenAPI does not describe; the library sends them as JSON, and X takes that.
    const names = ['client_id', 'client_secret', 'code', 'code_verifier', 'grant_type', 'redirect_uri'];
    expect(Object.keys(JSON.parse(token?.body ?? '')).sort()).toEqual(names);
    if (!who) throw new Error('nobody asked whose token it is');
    check(who);
    // X lets in whoever has all scopes of one of these.
    const needed = (operationOf(who).security ?? []).flatMap((one) => one.OAuth2UserToken ?? []);
    expect(wanted).toEqual(expect.arrayContaining(needed));
    expect(needed).not.toEqual([]);
    expect(others.map((one) => one.url.pathname)).toEqual(['/2/oauth2/revoke']);
  });

  it.each(['alice', 'nobody_has_this'])('the look-up of @%s', async (handle) => {
    exchanges.length = 0;
    await port.findByHandle(handle);
    expect(exchanges).toHaveLength(1);
    for (const exchange of exchanges) check(exchange);
  });

  it('the stream and its rules', async () => {
    exchanges.length = 0;
    const rung: string[] = [];
    const bell = await service.ring((id) => rung.push(id));
    x.record({
      ...{ id: '2000000000000000003', authorId: alice, text: '@moineau bonjour', lang: 'fr' },
      createdAt: new Date().toISOString(),
    });
    await expect.poll(() => rung).toEqual(['2000000000000000003']);
    bell.close();
    expect(exchanges.map(({ method }) => method)).toEqual(['get', 'post']);
    for (const exchange of exchanges) check(exchange);
    await bell.ended;
  });

  it('notices a parameter and a field that X does not have', () => {
    const url = new URL('https://api.x.com/2/users/1/mentions?tweet.fields=text');
    const asked = { method: 'get', url, body: '', status: 200, answer: '{}' };
    expect(() => check(asked)).toThrow();
    const answered = { ...asked, url: new URL('https://api.x.com/2/users/1/mentions') };
    expect(() => check({ ...answered, answer: '{"data":[{"id":"1","text":"a","iban":"x"}]}' })).toThrow();
    expect(() => check(answered)).not.toThrow();
  });
});
