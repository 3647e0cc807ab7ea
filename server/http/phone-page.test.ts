import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../lib/protocol/index.ts';
import { createTestApi, type TestApi } from '../testing/api.ts';

const PAGE = '<!doctype html><title>Moineau</title>';
const SCRIPT = 'document.title = "Moineau";';

const directory = mkdtempSync(join(tmpdir(), 'moineau-page-'));
let api: TestApi;

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), PAGE);
  writeFileSync(join(directory, 'assets/main-1a2b3c4d.js'), SCRIPT);
  writeFileSync(join(directory, 'assets/main-1a2b3c4d.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(directory, 'service-worker.js'), SCRIPT);
  api = await createTestApi({ PHONE_PAGE_DIRECTORY: directory });
});
afterAll(async () => {
  await api.close();
  rmSync(directory, { recursive: true, force: true });
});

const get = (url: string, headers = {}) => api.app.inject({ url, headers });

test.each(['/w/', '/w/signed-in?state=s&code=c'])(
  '%s is the document, asked for again each time',
  async (url) => {
    const reply = await get(url);
    expect([reply.statusCode, reply.body]).toEqual([200, PAGE]);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  },
);

test('T31 the document runs nothing but its own scripts, talks to nobody else, and is shown in no frame', async () => {
  for (const url of ['/w/', '/w/signed-in', '/w/assets/main-1a2b3c4d.js']) {
    const policy = String((await get(url)).headers['content-security-policy']);
    const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(directives.get('connect-src')).toBe("connect-src 'self'");
    expect(directives.get('script-src')).toBe("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  }
});

test('what bears a hash in its name is kept for ever, and sent as small as it was built', async () => {
  const reply = await get('/w/assets/main-1a2b3c4d.js', { 'accept-encoding': 'gzip, br' });
  expect(reply.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=utf-8',
  });
  expect((await get('/w/service-worker.js')).headers['cache-control']).toBe('no-cache');
});

test('/w leads to /w/ on whatever origin it was asked for', async () => {
  const reply = await get('/w');
  expect([reply.statusCode, reply.headers.location]).toEqual([308, '/w/']);
});

test.each(['/w/nothing', '/w/assets/other.js', '/w/%2e%2e/package.json', '/w/..%2fpackage.json', '/w/.env'])(
  '%s is not there',
  async (url) => {
    const reply = await get(url);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(Problem.safeParse(reply.json()).success).toBe(true);
  },
);

test('the code in the address is never logged', async () => {
  await get('/w/signed-in?state=s&code=secret-of-x');
  expect(api.log.join('\n')).not.toContain('secret-of-x');
});

test('without a build there is no page, and the rest works', async () => {
  const bare = await createTestApi();
  try {
    expect((await bare.app.inject('/w/')).statusCode).toBe(404);
    expect((await bare.app.inject('/healthz')).statusCode).toBe(200);
  } finally {
    await bare.close();
  }
});
