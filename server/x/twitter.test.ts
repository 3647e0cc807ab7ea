import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Handler } from '../../sandbox/http.ts';
import { type Served, serve } from '../../sandbox/serve-for-test.ts';
import { accounts } from '../../sandbox/world.ts';
import { aliceId, bearerToken, client, getAs, redirectUri } from '../../sandbox/x-api/for-test.ts';
import { createXApi } from '../../sandbox/x-api/server.ts';
import { PATIENCE } from '../../tests/support/patience.ts';
import type { XPort } from './port.ts';
import { createTwitterPort, type TwitterConfig } from './twitter.ts';

const servers: Served[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function configFor(server: Served, changes: Partial<TwitterConfig> = {}): TwitterConfig {
  const { clientId, clientSecret } = client;
  return {
    clientId,
    clientSecret,
    bearerToken,
    apiUrl: server.url,
    apiCa: server.ca,
    timeoutMs: 2_000,
    ...changes,
  };
}

async function serving(handler: Handler): Promise<Served> {
  const server = await serve(handler);
  servers.push(server);
  return server;
}

/** The sandbox's X API with our port in front, and a log of what was asked of it. */
async function sandboxX(changes: Partial<TwitterConfig> = {}) {
  const api = createXApi({ accounts, clients: [client], bearerToken });
  const asked: string[] = [];
  const tokens: string[] = [];
  const server = await serving((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`);
    tokens.push(request.headers.authorization ?? '');
    return api.handler(request, response);
  });
  return { api, server, asked, tokens, port: createTwitterPort(configFor(server, changes)) };
}

type SandboxX = Awaited<ReturnType<typeof sandboxX>>;

/** What the browser does between the two steps: the person consents on X's page. */
async function consent(x: SandboxX) {
  const authorization = x.port.startAuthorization(redirectUri);
  const query = new URL(authorization.url).searchParams;
  const { code } = await x.api.issueCode({
    userId: aliceId,
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    codeChallenge: query.get('code_challenge') ?? '',
    codeChallengeMethod: query.get('code_challenge_method') ?? '',
    scope: query.get('scope') ?? '',
    state: query.get('state') ?? '',
  });
  return { code, codeVerifier: authorization.codeVerifier, redirectUri };
}

const named = (name: string) => expect.objectContaining({ name });

/** X as a few words: one status and body for whatever is asked. */
async function xThatAnswers(
  status: number,
  body: string,
  changes: Partial<TwitterConfig> = {},
): Promise<XPort> {
  const server = await serving((_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  return createTwitterPort(configFor(server, changes));
}

describe('startAuthorization', () => {
  it('links to X with PKCE, a state and the two scopes, and asks X nothing', async () => {
    const x = await sandboxX();
    const { url, state, codeVerifier } = x.port.startAuthorization(redirectUri);
    const link = new URL(url);
    expect(link.origin + link.pathname).toBe('https://x.com/i/oauth2/authorize');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 's256',
      scope: 'users.read tweet.read',
    });
    expect(codeVerifier).toHaveLength(128);
    expect(url).not.toContain(codeVerifier);
    expect(x.asked).toEqual([]);
  });

  it('is different each time, and follows the configured origin', async () => {
    const { port } = await sandboxX({ authorizeOrigin: 'https://x.test:8443' });
    const [first, second] = [port.startAuthorization(redirectUri), port.startAuthorization(redirectUri)];
    expect(new URL(first.url).origin).toBe('https://x.test:8443');
    expect(first.state).not.toBe(second.state);
    expect(first.codeVerifier).not.toBe(second.codeVerifier);
  });
});

describe('finishAuthorization', () => {
  it('says who authorised us, then gives the token back', async () => {
    const x = await sandboxX();
    const account = await x.port.finishAuthorization(await consent(x));
    expect(account).toEqual({ xUserId: aliceId, handle: 'alice', name: 'Alice Durand' });
    await vi.waitFor(() => expect(x.asked).toHaveLength(3), PATIENCE);
    expect(x.asked).toEqual([
      'POST api.x.com/2/oauth2/token',
      'GET api.x.com/2/users/me',
      'POST api.x.com/2/oauth2/revoke',
    ]);
    const token = x.tokens[1]?.replace('Bearer ', '') ?? '';
    await vi.waitFor(
      async () => expect((await getAs(x.server, token, '/2/users/me')).status).toBe(401),
      PATIENCE,
    );
  });

  type Input = Awaited<ReturnType<typeof consent>>;
  const spoilt: [string, (input: Input, x: SandboxX) => Promise<Input> | Input][] = [
    ['a code used before', (input, x) => x.port.finishAuthorization(input).then(() => input)],
    ['a wrong verifier', (input) => ({ ...input, codeVerifier: 'v'.repeat(128) })],
    ['another address', (input) => ({ ...input, redirectUri: 'https://api.moineau.example/v1/link/x' })],
    ['a code that X never gave', (input) => ({ ...input, code: 'guess' })],
  ];
  it.each(spoilt)('%s is XSignInError', async (_, spoil) => {
    const x = await sandboxX();
    const input = await spoil(await consent(x), x);
    await expect(x.port.finishAuthorization(input)).rejects.toThrow(named('XSignInError'));
  });

  it('is XSignInError when our own secret is wrong', async () => {
    const x = await sandboxX({ clientSecret: 'wrong' });
    await expect(x.port.finishAuthorization(await consent(x))).rejects.toThrow(named('XSignInError'));
  });

  it.each([429, 500, 503])('is XUnavailableError on %i', async (status) => {
    const port = await xThatAnswers(status, '{}');
    const input = { code: 'c', codeVerifier: 'v', redirectUri };
    await expect(port.finishAuthorization(input)).rejects.toThrow(named('XUnavailableError'));
  });

  it('is XUnavailableError on an answer that makes no sense', async () => {
    const port = await xThatAnswers(200, '{"token_type":"bearer"}');
    const input = { code: 'c', codeVerifier: 'v', redirectUri };
    await expect(port.finishAuthorization(input)).rejects.toThrow(named('XUnavailableError'));
  });

  it('keeps code, verifier, token and secret out of its errors', async () => {
    const x = await sandboxX();
    const input = { ...(await consent(x)), code: 'secret-code', codeVerifier: 'secret-verifier' };
    const error = await x.port.finishAuthorization(input).catch((caught: unknown) => caught);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    for (const secret of ['secret-code', 'secret-verifier', client.clientSecret])
      expect(told).not.toContain(secret);
  });
});

describe('findByHandle', () => {
  it('finds the account that bears the handle now, as X writes it', async () => {
    const { port, tokens } = await sandboxX();
    const bob = { xUserId: '1500000000000000202', handle: 'bob', name: 'Bob Martin' };
    expect(await port.findByHandle('bob')).toEqual(bob);
    expect(await port.findByHandle('BoB')).toEqual(bob);
    expect(tokens).toEqual([`Bearer ${bearerToken}`, `Bearer ${bearerToken}`]);
  });

  it.each([
    ['Bob \u202e)bob@(', 'Bob )bob@('],
    ['B\u200bo\u0000b\u2066', 'Bob'],
    ['👩‍💻 Bob', '👩‍💻 Bob'],
    ['\u200f \u200b', 'bob'],
    ['é'.repeat(60), 'é'.repeat(50)],
  ])('T08 takes hidden and direction marks out of the name %j', async (name, shown) => {
    const answer = { data: { id: '12', username: 'bob', name } };
    const port = await xThatAnswers(200, JSON.stringify(answer));
    expect(await port.findByHandle('bob')).toEqual({ xUserId: '12', handle: 'bob', name: shown });
  });

  it('is null for nobody', async () => {
    const { port } = await sandboxX();
    expect(await port.findByHandle('nobody_here')).toBeNull();
  });

  it.each(['', 'sixteen_letters_', 'b\u043eb', 'bob/../me', '@bob', 'bob?x=1'])(
    'asks X nothing about %j, which is no handle',
    async (handle) => {
      const { port, asked } = await sandboxX();
      expect(await port.findByHandle(handle)).toBeNull();
      expect(asked).toEqual([]);
    },
  );

  it('is null for a suspended account, in the older form of the type', async () => {
    const port = await xThatAnswers(
      200,
      '{"errors":[{"title":"Forbidden","type":"https://api.twitter.com/2/problems/resource-not-found"}]}',
    );
    expect(await port.findByHandle('bob')).toBeNull();
  });

  it.each([
    ['a fault told with 200', 200, '{"errors":[{"type":"https://api.x.com/2/problems/internal-error"}]}'],
    ['another account', 200, '{"data":{"id":"7","username":"mallory","name":"bob"}}'],
    ['an id that is no number', 200, '{"data":{"id":"bob","username":"bob","name":"bob"}}'],
    ['text that is no JSON', 200, '<html>'],
    ['our token refused', 401, '{"title":"Unauthorized","status":401}'],
    ['the limit reached', 429, '{"title":"Too Many Requests","status":429}'],
    ['a gateway that fails', 502, '<html>Bad gateway</html>'],
  ])('is XUnavailableError, never null, on %s', async (_, status, body) => {
    const port = await xThatAnswers(status, body);
    await expect(port.findByHandle('bob')).rejects.toThrow(named('XUnavailableError'));
  });
});

describe('the connection', () => {
  it('is refused when the certificate is of another CA', async () => {
    const { server } = await sandboxX();
    const other = await serving(() => undefined);
    const port = createTwitterPort(configFor(server, { apiCa: other.ca }));
    await expect(port.findByHandle('bob')).rejects.toThrow(named('XUnavailableError'));
  });

  it('is XUnavailableError when nobody listens', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const port = createTwitterPort(configFor(server));
    await expect(port.findByHandle('bob')).rejects.toThrow(named('XUnavailableError'));
  });

  it.each<[string, Handler]>([
    ['is silent', () => undefined],
    [
      'answers a byte at a time',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('ends at the deadline when X %s', async (_, handler) => {
    const server = await serving(handler);
    const port = createTwitterPort(configFor(server, { timeoutMs: 150 }));
    const startedAt = Date.now();
    await expect(port.findByHandle('bob')).rejects.toThrow(named('XUnavailableError'));
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  });

  it.each(['http://127.0.0.1:1', 'https://127.0.0.1:1/2/', 'https://a@127.0.0.1:1'])(
    'is not made to %s',
    (apiUrl) => {
      expect(() => createTwitterPort({ ...client, bearerToken, apiUrl })).toThrow(TypeError);
    },
  );
});
