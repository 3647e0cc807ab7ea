/** The sandbox X site as a browser's requests see it. */

import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXDom, xDomFolder } from '../../tests/support/x-dom.ts';
import type { CodeRequest } from '../x-api/authorizations.ts';
import { contentSecurityPolicy } from './csp.ts';
import type { Tweet } from './model.ts';
import { createXSite } from './server.ts';
import { openingIds } from './texts/opening.ts';

const asked: CodeRequest[] = [];
const posted: Tweet[] = [];
const site = createXSite({
  issueCode: async (request) => {
    asked.push(request);
    return { code: 'the-code' };
  },
  onPost: (tweet) => posted.push(tweet),
});
let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer(site.handler);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise((closed) => server.close(closed)));

async function cookiesOf(handle: string): Promise<string> {
  const response = await fetch(`${base}/sandbox/sign-in?as=${handle}&next=/home`, { redirect: 'manual' });
  expect(response.headers.get('location')).toBe('/home');
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

const authorize =
  '/i/oauth2/authorize?response_type=code&client_id=moineau&redirect_uri=https%3A%2F%2Fapi.example%2Fback&scope=users.read&state=s1&code_challenge=c&code_challenge_method=S256';

describe('the sandbox X site', () => {
  it('serves a shell with X’s policy, a fresh nonce each time, and an external programme', async () => {
    const [first, second] = await Promise.all([fetch(`${base}/home`), fetch(`${base}/home`)]);
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    const html = await first.text();
    expect(html).toContain('id="react-root"');
    for (const [script] of html.matchAll(/<script[^>]*>/g)) expect(script).toContain(`nonce="${nonce}"`);
    const programme = /src="(\/responsive-web\/[^"]+)"/.exec(html)?.[1] ?? '';
    expect((await fetch(base + programme)).headers.get('content-type')).toContain('javascript');
  });

  it.skipIf(xDomFolder === undefined)('sends the policy that was captured from X', () => {
    const captured = readXDom('csp-x.com.txt')
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const plain = (policy: string) => policy.replaceAll(/;\s*/g, '; ').replace(/;\s*$/, '').trim();
    expect(plain(contentSecurityPolicy('<RANDOM>'))).toBe(plain(captured));
  });

  it('knows the signed-in person as X does: twid in the page’s cookies, the id in the state', async () => {
    const cookie = await cookiesOf('alice');
    expect(cookie).toContain('twid=u%3D1500000000000000101');
    const html = await (await fetch(`${base}/home`, { headers: { cookie } })).text();
    expect(html).toContain('"user_id":"1500000000000000101"');
  });

  it('never redirects to another site', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const response = await fetch(`${base}/sandbox/sign-in?as=alice&next=${encodeURIComponent(next)}`, {
        redirect: 'manual',
      });
      expect(response.headers.get('location')).toBe('/home');
    }
  });

  it('has the promised rows at the top of the timeline, and three hundred more', () => {
    const { home, tweets, people } = site.tweets.world();
    expect(home.slice(0, 4).map((entry) => entry.tweetId)).toEqual([
      openingIds.bread,
      openingIds.nest,
      openingIds.reposted,
      openingIds.quoting,
    ]);
    const author = (id: string) =>
      people.find((person) => person.id === tweets.find((tweet) => tweet.id === id)?.authorId)?.handle;
    expect(home.slice(0, 9).map((entry) => author(entry.tweetId))).toEqual([
      'bob',
      'refuge_sample',
      'bob',
      'chloe',
      'sample_brand',
      'mallory',
      'trent',
      'layla_sample',
      'alice',
    ]);
    expect(home.length).toBeGreaterThan(300);
    expect(new Set(tweets.map((tweet) => tweet.id)).size).toBe(tweets.length);
  });

  it('keeps posts and replies, and refuses those of strangers and of other sites', async () => {
    const cookie = await cookiesOf('alice');
    const send = (headers: Record<string, string>, body: unknown) =>
      fetch(`${base}/sandbox/api/tweets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const written = await send(
      { cookie, origin: base },
      { text: 'merci @bob', inReplyToId: openingIds.bread },
    );
    expect(written.status).toBe(201);
    expect(posted.at(-1)).toMatchObject({
      text: 'merci @bob',
      inReplyToId: openingIds.bread,
      authorId: '1500000000000000101',
    });
    expect((await send({}, { text: 'x' })).status).toBe(401);
    expect((await send({ cookie, origin: 'https://evil.example' }, { text: 'x' })).status).toBe(403);
    expect((await send({ cookie, origin: 'null' }, { text: 'x' })).status).toBe(403);
    expect((await send({ cookie }, { text: 'x'.repeat(281) })).status).toBe(422);
  });

  it('asks for consent, gives a code, and takes a no', async () => {
    const cookie = await cookiesOf('bob');
    const answer = async (approval: boolean) =>
      (
        await fetch(base + authorize, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify({ approval }),
        })
      ).json();
    expect(await answer(true)).toEqual({ redirect_uri: 'https://api.example/back?state=s1&code=the-code' });
    expect(asked.at(-1)).toMatchObject({
      userId: '1500000000000000202',
      clientId: 'moineau',
      codeChallenge: 'c',
      codeChallengeMethod: 'S256',
    });
    expect(await answer(false)).toEqual({
      redirect_uri: 'https://api.example/back?state=s1&error=access_denied',
    });
    const bad = await fetch(
      `${base}${authorize.replace(/redirect_uri=[^&]+/, 'redirect_uri=javascript%3Aalert(1)')}`,
      { headers: { cookie } },
    );
    expect(bad.status).toBe(400);
  });
});
