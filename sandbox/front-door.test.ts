import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cents } from '../lib/money.ts';
import { createStripeAcquirer } from '../server/funding/stripe.ts';
import { createTwitterPort } from '../server/x/twitter.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './front-door.ts';
import { ask } from './serve-for-test.ts';

const redirectUri = 'https://abcdefgh.chromiumapp.org/x';
let options: SandboxOptions;
let sandbox: Sandbox;
let server: { port: number; ca: string };

beforeAll(async () => {
  options = {
    port: 0,
    stateDirectory: await mkdtemp(join(tmpdir(), 'moineau-sandbox-')),
    xClientId: 'client',
    xClientSecret: 'client-secret',
    xBearerToken: 'application',
    redirectUris: [redirectUri],
    stripeSecretKey: 'sk_test_moineau',
  };
  sandbox = await startSandbox(options);
  server = { port: sandbox.port, ca: sandbox.certificate.cert };
});
afterAll(async () => {
  await sandbox.stop();
  await rm(options.stateDirectory, { recursive: true });
});

const productSettings = () => ({
  apiUrl: `https://127.0.0.1:${sandbox.port}`,
  apiCa: sandbox.certificate.cert,
});

describe('the front door', () => {
  it.each(['x.com', 'www.x.com', 'twitter.com', 'mobile.x.com', 'mobile.twitter.com', 'pro.x.com', 'X.com'])(
    '%s is the X site',
    async (host) => {
      const reply = await ask(server, host, '/sandbox/favicon.svg');
      expect([reply.status, reply.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    },
  );

  it('api.x.com is X’s API and api.stripe.com the cards, with or without a port', async () => {
    const headers = { authorization: 'Bearer application' };
    const bob = await ask(server, 'api.x.com', '/2/users/by/username/bob', { headers });
    expect(JSON.parse(bob.body).data.username).toBe('bob');
    const intent = await ask(server, 'api.stripe.com', '/v1/payment_intents/pi_1');
    expect([intent.status, JSON.parse(intent.body).error.type]).toEqual([401, 'invalid_request_error']);
  });

  it.each(['api.moineau.example', 'upload.x.com', 'localhost'])('does not answer for %s', async (host) => {
    expect((await ask(server, host, '/')).status).toBe(421);
  });

  it('signs a person in: consent on the X site, code, account', async () => {
    const port = createTwitterPort({
      clientId: options.xClientId,
      clientSecret: options.xClientSecret,
      bearerToken: options.xBearerToken,
      ...productSettings(),
    });
    const { url, state, codeVerifier } = port.startAuthorization(redirectUri);
    const page = new URL(url);
    const signedIn = await ask(server, 'x.com', '/sandbox/sign-in?as=alice');
    const cookie = (signedIn.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
    const agreed = await ask(server, page.host, page.pathname + page.search, {
      method: 'POST',
      headers: { cookie, origin: 'https://x.com', 'content-type': 'application/json' },
      body: JSON.stringify({ approval: true }),
    });
    const back = new URL(JSON.parse(agreed.body).redirect_uri);
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe(state);
    const code = back.searchParams.get('code') ?? '';
    const account = await port.finishAuthorization({ code, codeVerifier, redirectUri });
    expect(account).toMatchObject({ xUserId: '1500000000000000101', handle: 'alice' });
  });

  it('charges a card', async () => {
    const acquirer = createStripeAcquirer({ secretKey: options.stripeSecretKey, ...productSettings() });
    const order = {
      amount: cents(500n),
      paymentMethod: 'pm_card_visa',
      topUpId: 'top_1',
      idempotencyKey: 'top_1',
    };
    expect(await acquirer.charge(order)).toMatchObject({ state: 'paid', amount: 500n });
  });

  it('listens on this computer alone, and frees its port when stopped', async () => {
    const second = await startSandbox(options);
    expect(second.spkiHash).toBe(sandbox.spkiHash);
    await expect(startSandbox({ ...options, port: second.port })).rejects.toThrow('EADDRINUSE');
    await second.stop();
    const third = await startSandbox({ ...options, port: second.port });
    await third.stop();
  });
});
