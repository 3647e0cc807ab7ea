import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

type Manifest = {
  permissions: string[];
  host_permissions: string[];
  content_scripts: { matches: string[] }[];
  web_accessible_resources?: unknown;
  externally_connectable?: unknown;
  optional_permissions?: unknown;
  optional_host_permissions?: unknown;
};

const manifest = JSON.parse(readFileSync('.output/chrome-mv3/manifest.json', 'utf8')) as Manifest;
const argued = readFileSync('docs/PERMISSIONS.md', 'utf8');

test('every permission is argued in docs/PERMISSIONS.md, and nothing is open to pages', () => {
  const rows = [...argued.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
  expect([...manifest.permissions, ...manifest.host_permissions].toSorted()).toEqual(rows.toSorted());
  for (const key of ['web_accessible_resources', 'externally_connectable', 'optional_permissions'] as const) {
    expect(manifest[key]).toBeUndefined();
  }
  expect(manifest.optional_host_permissions).toBeUndefined();
  const hosts = manifest.content_scripts.flatMap(({ matches }) => matches);
  expect(hosts.filter((match) => !/^https:\/\/((mobile|pro)\.)?(x|twitter)\.com\/\*$/.test(match))).toEqual(
    [],
  );
});

test('T31 no page can frame the wallet', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const page = await alice.openX('/home');
  const shown = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    return frame.contentDocument === null ? 'another origin' : frame.contentDocument.URL;
  }, `chrome-extension://${alice.browser.extensionId}/popup.html`);
  const frame = page.frames().find((candidate) => candidate.url().startsWith('chrome-extension://'));
  const text = await frame?.evaluate(() => document.getElementById('app')?.textContent).catch(() => null);
  expect(text ?? '').toBe('');
  expect(['another origin', 'about:blank']).toContain(shown);
});

test('T28 X’s page has no way to the extension', async ({ person }) => {
  const alice = await person('alice');
  const page = await alice.openX('/home');
  expect(
    await page.evaluate(() => typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime),
  ).toBe('undefined');
  await page.evaluate(() => {
    // One that the background would take, if it came by our script.
    const notes = { reposted: false, parody: false, addressHandle: null };
    const wish = { place: 'tweet', handle: 'mallory', tweetId: '1', name: 'M', excerpt: '', notes };
    postMessage({ moineau: 1, kind: 'page.pay_open', input: wish }, '*');
    dispatchEvent(new CustomEvent('moineau', { detail: wish }));
  });
  // Whatever had reached the background would be answered before this wallet is.
  const wallet = await alice.openWalletTab('#/');
  await wallet.getByText(alice.words.home.balance).waitFor();
  expect(await (await alice.browser.worker()).evaluate(() => chrome.storage.session.get())).toEqual({});
});

test('the watch over foreign hosts can fail a test, and the worker can’t even ask for one', async ({
  person,
}) => {
  const alice = await person('alice', { linked: false });
  const { strangers } = alice.browser;
  const page = await alice.openX('/home');
  await expect(page.goto('https://page.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
  expect(strangers).toEqual(['https://page.example/']);
  strangers.length = 0;

  const worker = await alice.browser.worker();
  const ask = (url: string) =>
    fetch(url).then(
      () => 'answered',
      () => 'refused',
    );
  // Asked by the worker, this one is seen …
  const seen = alice.browser.context.waitForEvent('request', (request) => request.url().endsWith('/healthz'));
  expect(await worker.evaluate(ask, 'https://api.moineau.example/healthz')).toBe('answered');
  expect((await seen).serviceWorker()).not.toBeNull();
  // … and any other host is stopped by the extension's own policy, before it is a request.
  expect(await worker.evaluate(ask, 'https://worker.example/')).toBe('refused');
});

test('the background can’t fetch X’s pages, though our scripts may stand in them', async ({ person }) => {
  const alice = await person('alice', { linked: false });
  const worker = await alice.browser.worker();
  const refused = await worker.evaluate(async () => {
    const violation = new Promise<string>((done) => {
      addEventListener('securitypolicyviolation', (event) =>
        done((event as SecurityPolicyViolationEvent).effectiveDirective),
      );
    });
    const outcome = await fetch('https://x.com/home').then(
      ({ status }) => `fetched: ${status}`,
      () => violation,
    );
    return outcome;
  });
  expect(refused).toBe('connect-src');
});
