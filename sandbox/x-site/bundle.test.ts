/** How the page's programme is built, kept and thrown away. */

import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { bundlePage } from './bundle.ts';
import { createXSite } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'moineau-x-site-'));
const cache = join(folder, 'cache');
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a build that failed is tried again at the next request', async () => {
  mkdirSync(folder, { recursive: true });
  // A file where the folder of builds should be.
  writeFileSync(cache, '');
  const site = createXSite({ issueCode: async () => ({ code: '' }), cacheFolder: cache });
  const server = createServer(site.handler);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/home`;
  await expect(site.warmUp()).rejects.toThrow();
  rmSync(cache);
  expect((await fetch(home)).status).toBe(200);
  await new Promise((closed) => server.close(closed));
});

it('removes old builds and what interrupted ones left, but nothing else and nothing young', async () => {
  const [old, half, young, other] = ['0123456789ab', '0123456789ab.77', 'ba9876543210', 'notes'].map((name) =>
    join(cache, name),
  ) as [string, string, string, string];
  for (const each of [old, half, young, other]) mkdirSync(each, { recursive: true });
  const yesterday = new Date(Date.now() - 86_400_000);
  for (const each of [old, half, other]) utimesSync(each, yesterday, yesterday);
  const built = await bundlePage(cache);
  expect(built.code.length).toBeGreaterThan(10_000);
  expect([old, half, young, other].map(existsSync)).toEqual([false, false, true, true]);
});
