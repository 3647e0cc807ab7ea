import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, type Served, serve } from '../serve-for-test.ts';
import { accounts } from '../world.ts';
import type { CodeRequest } from './authorizations.ts';
import {
  aliceId,
  basic,
  bearerToken,
  client,
  consentTo,
  exchangeForm,
  getAs,
  pkce,
  postForm,
  redirectUri,
} from './for-test.ts';
import { createXApi, type XApi } from './server.ts';

let now: number;
let api: XApi;
let server: Served;

beforeEach(async () => {
  now = Date.parse('2026-11-23T15:00:00Z');
  api = createXApi({ accounts, clients: [client], bearerToken, lookupsPerWindow: 3, now: () => now });
  server = await serve(api.handler);
});
afterEach(async () => server.close());

async function exchange(
  changes: Partial<CodeRequest> = {},
  form: Record<string, string> = {},
  authorization?: string,
) {
  const { verifier, challenge } = pkce();
  const { code } = await api.issueCode(consentTo(challenge, changes));
  const body = { ...exchangeForm(code, verifier), ...form };
  return { body, reply: await postForm(server, '/2/oauth2/token', body, authorization) };
}

async function signIn(changes: Partial<CodeRequest> = {}): Promise<string> {
  const { reply } = await exchange(changes);
  return JSON.parse(reply.body).access_token;
}

describe('issueCode', () => {
  it.each<[string, Partial<CodeRequest>]>([
    ['an unknown client', { clientId: 'someone-else' }],
    ['an address that is not registered', { redirectUri: `${redirectUri}/more` }],
    ['the plain method', { codeChallengeMethod: 'plain' }],
    ['a challenge that is no SHA-256', { codeChallenge: 'short' }],
    ['no scope', { scope: '' }],
    ['an unknown scope', { scope: 'users.read everything' }],
    ['no state', { state: '' }],
  ])('refuses %s', async (_, changes) => {
    const consent = consentTo(pkce().challenge, changes);
    await expect(api.issueCode(consent)).rejects.toThrow(
      expect.objectContaining({ name: 'ConsentRefusedError' }),
    );
  });

  it('knows only the people of the sandbox', async () => {
    await expect(api.issueCode(consentTo(pkce().challenge, { userId: '1' }))).rejects.toThrow(RangeError);
  });
});

describe('POST /2/oauth2/token', () => {
  it('gives a token for a code, its verifier and the client', async () => {
    const { reply } = await exchange();
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({
      token_type: 'bearer',
      expires_in: 7200,
      access_token: expect.any(String),
      scope: 'users.read tweet.read',
    });
  });

  it('takes a code once', async () => {
    const { body } = await exchange();
    const again = await postForm(server, '/2/oauth2/token', body);
    expect([again.status, JSON.parse(again.body).error]).toEqual([400, 'invalid_request']);
  });

  it('takes a code for 30 seconds', async () => {
    const { verifier, challenge } = pkce();
    const { code } = await api.issueCode(consentTo(challenge));
    now += 30_000;
    expect((await postForm(server, '/2/oauth2/token', exchangeForm(code, verifier))).status).toBe(400);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(64) }],
    ['a verifier that is too short', { code_verifier: 'x' }],
    ['another address', { redirect_uri: 'https://api.moineau.example/v1/link/x' }],
    ['another code', { code: 'x' }],
    ['no code', { code: '' }],
    ['another grant', { grant_type: 'client_credentials' }],
    ['another client in the body', { client_id: 'x' }],
  ])('refuses %s with 400', async (_, form) => {
    expect((await exchange({}, form)).reply.status).toBe(400);
  });

  it('spends the code with a wrong verifier: no second guess', async () => {
    const { verifier, challenge } = pkce();
    const { code } = await api.issueCode(consentTo(challenge));
    await postForm(server, '/2/oauth2/token', exchangeForm(code, 'x'.repeat(64)));
    expect((await postForm(server, '/2/oauth2/token', exchangeForm(code, verifier))).status).toBe(400);
  });

  it.each([
    ['no credentials', ''],
    ['a wrong secret', basic(client.clientId, 'wrong')],
    ['an unknown client', basic('x', client.clientSecret)],
  ])('refuses %s with 401', async (_, authorization) => {
    const { reply } = await exchange({}, {}, authorization);
    expect([reply.status, JSON.parse(reply.body).error]).toEqual([401, 'unauthorized_client']);
  });

  it('reads no body above 64 KiB', async () => {
    const { reply } = await exchange({}, { padding: 'x'.repeat(70_000) });
    expect(reply.status).toBe(400);
  });
});

describe('GET /2/users/me', () => {
  it('shows whose token it is, with the fields asked for', async () => {
    const reply = await getAs(server, await signIn(), '/2/users/me?user.fields=created_at,verified');
    expect(JSON.parse(reply.body).data).toEqual({
      id: aliceId,
      name: 'Alice Durand',
      username: 'alice',
      created_at: '2012-03-05T09:00:00.000Z',
      verified: false,
    });
  });

  it('refuses the application with 403, as X does', async () => {
    const reply = await getAs(server, bearerToken, '/2/users/me');
    expect(reply.status).toBe(403);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(reply.body).detail).toContain('OAuth 2.0 User Context');
  });

  it('refuses a token without the scopes', async () => {
    expect((await getAs(server, await signIn({ scope: 'users.read' }), '/2/users/me')).status).toBe(403);
  });

  it('refuses a token that is unknown, expired or revoked', async () => {
    expect((await getAs(server, 'x', '/2/users/me')).status).toBe(401);
    const expiring = await signIn();
    now += 7_200_000;
    expect((await getAs(server, expiring, '/2/users/me')).status).toBe(401);
    const revoked = await signIn();
    const reply = await postForm(server, '/2/oauth2/revoke', { token: revoked, client_id: client.clientId });
    expect(JSON.parse(reply.body)).toEqual({ revoked: true });
    expect((await getAs(server, revoked, '/2/users/me')).status).toBe(401);
  });
});

describe('look-ups', () => {
  it('finds by handle, without case, and by id', async () => {
    const byName = await getAs(server, bearerToken, '/2/users/by/username/BOB');
    const byId = await getAs(server, bearerToken, '/2/users/1500000000000000202');
    const bob = { id: '1500000000000000202', name: 'Bob Martin', username: 'bob' };
    expect([JSON.parse(byName.body), JSON.parse(byId.body)]).toEqual([{ data: bob }, { data: bob }]);
  });

  it('answers 200 without data for nobody, 400 for what is no handle', async () => {
    const nobody = await getAs(server, bearerToken, '/2/users/by/username/nobody_here');
    expect(nobody.status).toBe(200);
    expect(JSON.parse(nobody.body)).toEqual({
      errors: [expect.objectContaining({ title: 'Not Found Error', value: 'nobody_here' })],
    });
    expect((await getAs(server, bearerToken, '/2/users/by/username/b%C3%B6b')).status).toBe(400);
    expect((await getAs(server, bearerToken, '/2/users/by/username/bob?user.fields=pin')).status).toBe(400);
  });

  it('tells the rate limit on every answer, and keeps it', async () => {
    const replies = [];
    for (let call = 0; call < 4; call += 1) {
      replies.push(await getAs(server, bearerToken, '/2/users/by/username/bob'));
    }
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 429]);
    expect(replies.map((reply) => reply.headers['x-rate-limit-remaining'])).toEqual(['2', '1', '0', '0']);
    expect(replies[0]?.headers['x-rate-limit-limit']).toBe('3');
    expect(Number(replies[0]?.headers['x-rate-limit-reset'])).toBe(now / 1000 + 900);
    now += 900_000;
    expect((await getAs(server, bearerToken, '/2/users/by/username/bob')).status).toBe(200);
  });

  it('has nothing else', async () => {
    expect((await getAs(server, bearerToken, '/2/lists')).status).toBe(404);
    expect((await ask(server, 'api.x.com', '/2/users/me', { method: 'DELETE' })).status).toBe(404);
    expect((await ask(server, 'api.x.com', '/2/users/me')).status).toBe(401);
  });
});
